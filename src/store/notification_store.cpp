#include "store/notification_store.hpp"

#include "store/checked_query.hpp"

namespace store {
namespace {

using notification::Cause;
using notification::Notification;
using notification::QuietHours;
using notification::Shift;
using OptionalTime = std::optional<base::Time>;
using OptionalUser = std::optional<ids::User>;

constexpr Query<void(ids::Notification, ids::Organization, ids::User, std::optional<ids::Conversation>, Cause, std::string,
                     std::int64_t, base::Time, OptionalTime, OptionalTime, OptionalTime, OptionalUser)>
    kInsert{"notification_insert"};
constexpr Query<Notification(ids::Organization, ids::Notification)> kFind{"notification_find"};
constexpr Query<Notification(ids::Organization, ids::User, ids::Notification, std::int64_t)> kPage{"notification_page"};
constexpr Query<std::int64_t(ids::Organization, ids::User)> kCountUnseen{"notification_count_unseen"};
constexpr Query<Notification(ids::Organization, ids::Conversation)> kOpenAbout{"notification_open_about"};
constexpr Query<Notification(base::Time, std::int64_t)> kClimbing{"notification_climbing"};
constexpr Query<void(ids::Organization, ids::Notification, OptionalTime, OptionalTime, OptionalUser, OptionalTime)> kUpdate{
    "notification_update"};
constexpr Query<ids::Notification(ids::Notification, OptionalTime)> kClimb{"notification_climb"};
constexpr Query<QuietHours(ids::Organization, ids::User)> kQuietFind{"quiet_hours_find"};
constexpr Query<QuietHours(ids::Organization)> kQuietList{"quiet_hours_list"};
constexpr Query<void(ids::Organization, ids::User, std::int64_t, std::int64_t)> kQuietSet{"quiet_hours_set"};
constexpr Query<void(ids::Organization, ids::User)> kQuietDelete{"quiet_hours_delete"};
constexpr Query<Shift(ids::Organization, ids::Team)> kShiftList{"on_call_list"};
constexpr Query<void(ids::Organization, ids::Team, std::int64_t, std::int64_t, std::int64_t, ids::User)> kShiftInsert{
    "on_call_insert"};
constexpr Query<void(ids::Organization, ids::Team)> kShiftClear{"on_call_clear"};
constexpr Query<notification::LadderSettings(ids::Organization)> kLadderFind{"ladder_find"};
constexpr Query<void(ids::Organization, std::int64_t, std::optional<ids::Inbox>)> kLadderSet{"ladder_set"};

}  // namespace

void insert_notification(Transaction& transaction, const Notification& in) {
  transaction.run(kInsert, in.id, in.organization_id, in.user_id, in.conversation_id, in.cause, in.text, in.rung, in.made_at,
                  in.climbs_at, in.seen_at, in.taken_at, in.taken_by);
}

std::optional<Notification> find_notification(Reading& reading, ids::Organization organization, ids::Notification id) {
  return reading.one(kFind, organization, id);
}

std::vector<Notification> page_notifications(Reading& reading, ids::Organization organization, ids::User user,
                                             ids::Notification before, std::int64_t limit) {
  return reading.rows(kPage, organization, user, before, limit);
}

std::int64_t count_unseen_notifications(Reading& reading, ids::Organization organization, ids::User user) {
  return reading.one(kCountUnseen, organization, user).value_or(0);
}

std::vector<Notification> list_open_notifications(Reading& reading, ids::Organization organization,
                                                  ids::Conversation conversation) {
  return reading.rows(kOpenAbout, organization, conversation);
}

std::vector<Notification> list_climbing_notifications(Reading& reading, base::Time now, std::int64_t limit) {
  return reading.rows(kClimbing, now, limit);
}

void update_notification(Transaction& transaction, const Notification& in) {
  transaction.run(kUpdate, in.organization_id, in.id, in.seen_at, in.taken_at, in.taken_by, in.climbs_at);
}

bool take_climb(Transaction& transaction, const Notification& in) {
  return transaction.one(kClimb, in.id, in.climbs_at).has_value();
}

std::optional<QuietHours> find_quiet_hours(Reading& reading, ids::Organization organization, ids::User user) {
  return reading.one(kQuietFind, organization, user);
}

std::vector<QuietHours> list_quiet_hours(Reading& reading, ids::Organization organization) {
  return reading.rows(kQuietList, organization);
}

void set_quiet_hours(Transaction& transaction, ids::Organization organization, const QuietHours& in) {
  transaction.run(kQuietSet, organization, in.user_id, in.from_minute, in.until_minute);
}

void delete_quiet_hours(Transaction& transaction, ids::Organization organization, ids::User user) {
  transaction.run(kQuietDelete, organization, user);
}

std::vector<Shift> list_shifts(Reading& reading, ids::Organization organization, ids::Team team) {
  return reading.rows(kShiftList, organization, team);
}

void set_shifts(Transaction& transaction, ids::Organization organization, ids::Team team, const std::vector<Shift>& shifts) {
  transaction.run(kShiftClear, organization, team);
  for (const auto& shift : shifts)
    transaction.run(kShiftInsert, organization, team, shift.weekday, shift.from_minute, shift.until_minute, shift.user_id);
}

std::optional<notification::LadderSettings> find_ladder_settings(Reading& reading, ids::Organization organization) {
  return reading.one(kLadderFind, organization);
}

void set_ladder_settings(Transaction& transaction, ids::Organization organization,
                         const notification::LadderSettings& settings) {
  transaction.run(kLadderSet, organization, settings.climb_after_s, settings.mail_inbox_id);
}

std::vector<CheckedQuery> notification_queries() {
  return {kInsert,    kFind,     kPage,        kCountUnseen, kOpenAbout,   kClimbing,   kUpdate,     kClimb,    kQuietFind,
          kQuietList, kQuietSet, kQuietDelete, kShiftList,   kShiftInsert, kShiftClear, kLadderFind, kLadderSet};
}

}  // namespace store
