#pragma once
// Rows of browsers that are told what their user is told by name, and of what they were not told yet.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/notification/push.hpp"
#include "store/transaction.hpp"

namespace store {

void insert_push_subscription(Transaction& transaction, const notification::PushSubscription& in);
// A user's own, the oldest first.
[[nodiscard]] std::vector<notification::PushSubscription> list_push_subscriptions(Reading& reading,
                                                                                  ids::Organization organization,
                                                                                  ids::User user);
[[nodiscard]] std::optional<notification::PushSubscription> find_push_subscription(Reading& reading,
                                                                                   ids::PushSubscription id);
// Of any organization.
[[nodiscard]] std::optional<notification::PushSubscription> find_push_subscription_at(Reading& reading,
                                                                                      const std::string& address_hash);
void note_push_told(Transaction& transaction, ids::PushSubscription id);
// With all that it was not told yet.
void delete_push_subscription(Transaction& transaction, ids::PushSubscription id);

// For each browser of its user, due now.
void queue_pushes(Transaction& transaction, const notification::Notification& of);
// Of any organization, the earliest first.
[[nodiscard]] std::vector<notification::Push> list_due_pushes(Reading& reading, base::Time until, std::int64_t limit);
// One more attempt, and due again at `again`; none where another server has it.
[[nodiscard]] std::optional<notification::Push> take_push(Transaction& transaction, const notification::Push& due,
                                                          base::Time again);
void put_push_off(Transaction& transaction, const notification::Push& push, base::Time until);
void delete_push(Transaction& transaction, const notification::Push& push);

}  // namespace store
