#pragma once
// The owed ledger: who waits for an answer now, and how each wait ended. Each wait is a clock; nothing is kept beside them.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "domain/event.hpp"
#include "store/transaction.hpp"

namespace store {

// Of what; what is left out does not matter.
struct OwedFilter {
  std::optional<ids::Inbox> inbox_id;
  std::optional<ids::Team> team_id;
  std::optional<std::string> channel;
  std::optional<ids::User> only_teams_of;  // Who sees no more than their teams' work; of the list and the sums.
};

enum class OwedOrder {
  age,   // Who waits longest comes first.
  risk,  // Whose deadline is nearest, or longest past.
};
BOOST_DESCRIBE_ENUM(OwedOrder, age, risk)

// After the row that stood at `key` (when its wait began, or is due) with `id`.
[[nodiscard]] std::vector<event::ConversationState> page_owed(Reading& reading, ids::Organization organization,
                                                              OwedOrder order, const OwedFilter& filter, base::Time key,
                                                              ids::Conversation id, std::int64_t limit);

struct OwedSums {
  std::int64_t owed = 0;
  std::int64_t late = 0;
  std::int64_t at_risk = 0;  // In time still, and warned of.
  std::optional<base::Time> oldest_since;
};
BOOST_DESCRIBE_STRUCT(OwedSums, (), (owed, late, at_risk, oldest_since))
[[nodiscard]] OwedSums sum_owed(Reading& reading, ids::Organization organization, const OwedFilter& filter);

// Of the waits that began from `from` on and before `to`, in one inbox and team.
struct LedgerRow {
  ids::Inbox inbox_id;
  std::optional<ids::Team> team_id;
  std::int64_t waits = 0;
  std::int64_t answered = 0;
  std::int64_t in_time = 0;  // Of the answered.
  std::int64_t dismissed = 0;
  std::int64_t owed = 0;  // They wait still,
  std::int64_t late = 0;  // and for so many of those time is up.
};
BOOST_DESCRIBE_STRUCT(LedgerRow, (), (inbox_id, team_id, waits, answered, in_time, dismissed, owed, late))
[[nodiscard]] std::vector<LedgerRow> read_ledger(Reading& reading, ids::Organization organization, base::Time from,
                                                 base::Time to, const OwedFilter& filter);

struct DismissalCount {
  std::optional<conversation::DismissReason> reason;
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(DismissalCount, (), (reason, count))
[[nodiscard]] std::vector<DismissalCount> count_dismissals(Reading& reading, ids::Organization organization, base::Time from,
                                                           base::Time to, const OwedFilter& filter);

}  // namespace store
