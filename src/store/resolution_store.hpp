#pragma once
// Rows of clocks of solutions: sla::Clock of the kind `resolution`. At most one runs on a conversation: the database holds that.

#include <optional>
#include <vector>

#include "domain/sla/clock.hpp"
#include "store/owed_store.hpp"
#include "store/transaction.hpp"

namespace store {

[[nodiscard]] std::optional<sla::Clock> find_running_resolution(Reading& reading, ids::Conversation conversation);
[[nodiscard]] std::optional<sla::Clock> find_last_resolution(Reading& reading, ids::Conversation conversation);
// Whether one runs that is late.
[[nodiscard]] bool has_late_resolution(Reading& reading, ids::Conversation conversation);
[[nodiscard]] bool has_running_resolutions(Reading& reading, ids::Organization organization);
void insert_resolution(Transaction& transaction, const sla::Clock& clock);
void update_resolution(Transaction& transaction, const sla::Clock& clock);

// Of any organization, those for which something is due at `now`, the earliest first.
[[nodiscard]] std::vector<sla::Clock> list_due_resolutions(Reading& reading, base::Time now, std::int64_t limit);
// Takes what is due, for whoever then writes what became of it; false where another server has it.
[[nodiscard]] bool take_resolution(Transaction& transaction, const sla::Clock& clock);

// Running and not late, by their conversations.
[[nodiscard]] std::vector<sla::Clock> list_running_resolutions(Reading& reading, ids::Organization organization,
                                                               ids::Conversation after, std::int64_t limit);

// What became of those that began from `from` on and before `to`; what was promised no more is left out.
struct ResolutionSums {
  std::int64_t promised = 0;
  std::int64_t resolved = 0;
  std::int64_t in_time = 0;    // Of these.
  std::int64_t dismissed = 0;  // With a reason, and without an answer.
  std::int64_t open = 0;
  std::int64_t late = 0;  // Of these.
};
BOOST_DESCRIBE_STRUCT(ResolutionSums, (), (promised, resolved, in_time, dismissed, open, late))
[[nodiscard]] ResolutionSums sum_resolutions(Reading& reading, ids::Organization organization, base::Time from,
                                             base::Time to, const OwedFilter& filter);

}  // namespace store
