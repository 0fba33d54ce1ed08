#include "store/push_store.hpp"

#include "store/checked_query.hpp"

namespace store {
namespace {

using notification::Push;
using notification::PushSubscription;

constexpr Query<void(ids::PushSubscription, ids::Organization, ids::User, std::string, std::string, std::string, base::Time)>
    kInsert{"push_subscription_insert"};
constexpr Query<PushSubscription(ids::Organization, ids::User)> kList{"push_subscription_list"};
constexpr Query<PushSubscription(ids::PushSubscription)> kFind{"push_subscription_find"};
constexpr Query<PushSubscription(std::string)> kAt{"push_subscription_at"};
constexpr Query<void(ids::PushSubscription, base::Time)> kTold{"push_subscription_told"};
constexpr Query<void(ids::PushSubscription)> kDelete{"push_subscription_delete"};
constexpr Query<void(ids::Organization, ids::User, ids::Notification, base::Time)> kQueue{"push_queue"};
constexpr Query<Push(base::Time, std::int64_t)> kDue{"push_due"};
constexpr Query<Push(ids::Notification, ids::PushSubscription, base::Time, base::Time)> kTake{"push_take"};
constexpr Query<void(ids::Notification, ids::PushSubscription, base::Time)> kPutOff{"push_put_off"};
constexpr Query<void(ids::Notification, ids::PushSubscription)> kDeletePush{"push_delete"};
constexpr Query<void(ids::PushSubscription)> kDeleteFor{"push_delete_for"};

}  // namespace

void insert_push_subscription(Transaction& transaction, const PushSubscription& in) {
  transaction.run(kInsert, in.id, in.organization_id, in.user_id, in.address_hash, in.sealed, in.name, in.made_at);
}

std::vector<PushSubscription> list_push_subscriptions(Reading& reading, ids::Organization organization, ids::User user) {
  return reading.rows(kList, organization, user);
}

std::optional<PushSubscription> find_push_subscription(Reading& reading, ids::PushSubscription id) {
  return reading.one(kFind, id);
}

std::optional<PushSubscription> find_push_subscription_at(Reading& reading, const std::string& address_hash) {
  return reading.one(kAt, address_hash);
}

void note_push_told(Transaction& transaction, ids::PushSubscription id) { transaction.run(kTold, id, transaction.now()); }

void delete_push_subscription(Transaction& transaction, ids::PushSubscription id) {
  transaction.run(kDeleteFor, id);
  transaction.run(kDelete, id);
}

void queue_pushes(Transaction& transaction, const notification::Notification& of) {
  transaction.run(kQueue, of.organization_id, of.user_id, of.id, transaction.now());
}

std::vector<Push> list_due_pushes(Reading& reading, base::Time until, std::int64_t limit) {
  return reading.rows(kDue, until, limit);
}

std::optional<Push> take_push(Transaction& transaction, const Push& due, base::Time again) {
  return transaction.one(kTake, due.notification_id, due.subscription_id, due.due_at, again);
}

void put_push_off(Transaction& transaction, const Push& push, base::Time until) {
  transaction.run(kPutOff, push.notification_id, push.subscription_id, until);
}

void delete_push(Transaction& transaction, const Push& push) {
  transaction.run(kDeletePush, push.notification_id, push.subscription_id);
}

std::vector<CheckedQuery> push_queries() {
  return {kInsert, kList, kFind, kAt, kTold, kDelete, kQueue, kDue, kTake, kPutOff, kDeletePush, kDeleteFor};
}

}  // namespace store
