#include "store/alert_mail_store.hpp"

#include "store/checked_query.hpp"

namespace store {
namespace {

using notification::AlertMail;

constexpr Query<void(ids::Organization, ids::User, ids::Notification, base::Time)> kQueue{"alert_mail_queue"};
constexpr Query<AlertMail(base::Time, std::int64_t)> kDue{"alert_mail_due"};
constexpr Query<AlertMail(ids::Notification, base::Time, base::Time)> kTake{"alert_mail_take"};
constexpr Query<void(ids::Notification, base::Time)> kPutOff{"alert_mail_put_off"};
constexpr Query<void(ids::Notification)> kDelete{"alert_mail_delete"};
constexpr Query<bool(ids::Organization, ids::User)> kWishFind{"alert_mail_wish_find"};
constexpr Query<void(ids::Organization, ids::User, bool)> kWishSet{"alert_mail_wish_set"};

}  // namespace

void queue_alert_mail(Transaction& transaction, const notification::Notification& of, base::Time due_at) {
  transaction.run(kQueue, of.organization_id, of.user_id, of.id, due_at);
}

std::vector<AlertMail> list_due_alert_mails(Reading& reading, base::Time until, std::int64_t limit) {
  return reading.rows(kDue, until, limit);
}

std::optional<AlertMail> take_alert_mail(Transaction& transaction, const AlertMail& due, base::Time again) {
  return transaction.one(kTake, due.notification_id, due.due_at, again);
}

void put_alert_mail_off(Transaction& transaction, const AlertMail& mail, base::Time until) {
  transaction.run(kPutOff, mail.notification_id, until);
}

void delete_alert_mail(Transaction& transaction, const AlertMail& mail) { transaction.run(kDelete, mail.notification_id); }

std::optional<bool> find_alert_mail_wish(Reading& reading, ids::Organization organization, ids::User user) {
  return reading.one(kWishFind, organization, user);
}

void set_alert_mail_wish(Transaction& transaction, ids::Organization organization, ids::User user, bool wanted) {
  transaction.run(kWishSet, organization, user, wanted);
}

std::vector<CheckedQuery> alert_mail_queries() { return {kQueue, kDue, kTake, kPutOff, kDelete, kWishFind, kWishSet}; }

}  // namespace store
