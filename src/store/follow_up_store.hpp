#pragma once
// Rows of what is to be done later, and of calls and visits.

#include <optional>
#include <vector>

#include "domain/conversation/later.hpp"
#include "store/owed_store.hpp"
#include "store/transaction.hpp"

namespace store {

void insert_follow_up(Transaction& transaction, const conversation::FollowUp& follow_up);
// All but what it was made with: organization, conversation, kind, who made it and when.
void update_follow_up(Transaction& transaction, const conversation::FollowUp& follow_up);
[[nodiscard]] std::optional<conversation::FollowUp> find_follow_up(Reading& reading, ids::Organization organization,
                                                                   ids::FollowUp id);
// With those of conversations that were merged into it; the open ones first, the nearest before the others.
[[nodiscard]] std::vector<conversation::FollowUp> list_follow_ups(Reading& reading, ids::Organization organization,
                                                                  ids::Conversation conversation, std::int64_t limit);

struct FollowUpPlace {
  base::Time due_at{};
  ids::FollowUp id;
};
// Open ones that are the user's to do, the nearest first, after that place.
[[nodiscard]] std::vector<conversation::FollowUp> page_follow_ups_of(Reading& reading, ids::Organization organization,
                                                                     ids::User user, std::optional<FollowUpPlace> after,
                                                                     std::int64_t limit);

// Of all organizations, those the timer waits for.
[[nodiscard]] std::vector<conversation::FollowUp> list_due_follow_ups(Reading& reading, base::Time now, std::int64_t limit);
// False where another node was faster.
bool take_follow_up(Transaction& transaction, const conversation::FollowUp& follow_up);
// Whether the customer was promised a call that did not come, and is still wanted.
[[nodiscard]] bool has_missed_call(Reading& reading, ids::Organization organization, ids::Conversation conversation);

// What became of the calls that were promised from `from` on and before `to`.
struct CallSums {
  std::int64_t promised = 0;
  std::int64_t in_time = 0;
  std::int64_t late = 0;       // Made, after they were missed.
  std::int64_t missed = 0;     // Not made yet, and their time is over.
  std::int64_t cancelled = 0;  // Not wanted any more.
  std::int64_t open = 0;       // Their time is to come.
};
BOOST_DESCRIBE_STRUCT(CallSums, (), (promised, in_time, late, missed, cancelled, open))
[[nodiscard]] CallSums sum_calls(Reading& reading, ids::Organization organization, base::Time from, base::Time to,
                                 const OwedFilter& filter);

void insert_encounter(Transaction& transaction, const conversation::Encounter& encounter);
[[nodiscard]] std::vector<conversation::Encounter> list_encounters(Reading& reading, ids::Organization organization,
                                                                   ids::Conversation conversation, std::int64_t limit);

}  // namespace store
