#include "workflow/notify.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/text.hpp"
#include "store/alert_mail_store.hpp"
#include "store/conversation_store.hpp"
#include "store/follow_up_store.hpp"
#include "store/inbox_store.hpp"
#include "store/notification_store.hpp"
#include "store/organization_store.hpp"
#include "store/push_store.hpp"
#include "store/resolution_store.hpp"
#include "store/team_store.hpp"
#include "store/user_store.hpp"
#include "workflow/time_zones.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using notification::Notification;

constexpr std::size_t kLongestText = 500;
constexpr std::int64_t kSeenAtOnce = 1'000;
constexpr std::int64_t kSoonest_s = 60, kLatest_s = 86'400;

void publish(store::Transaction& transaction, const Notification& notice) {
  transaction.publish(notice.organization_id, event::NotificationChanged{notice});
}

// On the screen within the commit; on browsers where Heed is not in front soon after it, and by mail when it is not seen.
void tell_now(store::Transaction& transaction, const Notification& notice, bool outside) {
  store::insert_notification(transaction, notice);
  if (outside) store::queue_pushes(transaction, notice);
  if (outside && notification::is_mailed(notice.cause))
    store::queue_alert_mail(transaction, notice, notice.made_at + notification::kMailAfter);
  publish(transaction, notice);
}

// A zone that the machine has no longer: UTC, rather than nobody is told.
sla::Zone zone_of(store::Reading& reading, ids::Organization organization) {
  const auto known = store::find_organization(reading, organization);
  auto zone = open_time_zone(known ? known->time_zone : "UTC");
  return zone ? *std::move(zone) : sla::Zone{};
}

bool has_quiet_now(store::Reading& reading, ids::Organization organization, ids::User user, base::Time now) {
  const auto hours = store::find_quiet_hours(reading, organization, user);
  return hours && notification::is_quiet(*hours, zone_of(reading, organization), now);
}

// Still a promise that was broken, and nobody answered.
bool is_late(const event::ConversationState& state) { return state.clock && state.clock->breached_at; }

// Whether what was told is still so: the customer has no answer, no solution, or not the call that they were promised.
bool still_matters(store::Reading& reading, const event::ConversationState& state, notification::Cause cause) {
  const auto& conversation = state.conversation;
  if (cause == notification::Cause::call_back)
    return store::has_missed_call(reading, conversation.organization_id, conversation.id);
  if (cause == notification::Cause::resolution_late) return store::has_late_resolution(reading, conversation.id);
  return is_late(state);
}

void stop_climbing(store::Transaction& transaction, Notification notice, base::Time now) {
  notice.climbs_at.reset();
  if (!notice.seen_at) notice.seen_at = now;
  store::update_notification(transaction, notice);
  publish(transaction, notice);
}

tl::unexpected<base::Failure> no_such_notification() {
  return base::fail(FailureKind::not_found, "There is no such notification.");
}

base::Result<Notification> find_own(store::Reading& reading, const rights::Principal& who, ids::Notification id) {
  auto notice = store::find_notification(reading, who.organization_id, id);
  if (!notice || !who.user_id || notice->user_id != *who.user_id) return no_such_notification();
  return *std::move(notice);
}

base::Result<ids::User> user_of(const rights::Principal& who) {
  if (!who.user_id) return base::fail(FailureKind::forbidden, "A token is nobody's: only a user is told things by name.");
  return *who.user_id;
}

}  // namespace

void notify(store::Transaction& transaction, const Notice& in) {
  Notification notice;
  notice.id = transaction.new_id<ids::Notification>();
  notice.organization_id = in.organization_id;
  notice.user_id = in.user_id;
  notice.conversation_id = in.conversation_id;
  notice.cause = in.cause;
  notice.text = base::shorten(base::to_storable(in.text), kLongestText);
  notice.made_at = transaction.now();
  tell_now(transaction, notice, !has_quiet_now(transaction, in.organization_id, in.user_id, notice.made_at));
}

Ladder::Place& Ladder::place(ids::Organization organization) {
  const auto [found, is_new] = places_.try_emplace(organization);
  auto& place = found->second;
  if (!is_new) return place;
  place.staff.users = store::list_users(transaction_, organization);
  place.staff.quiet = store::list_quiet_hours(transaction_, organization);
  place.climb_after_s = ladder_settings(transaction_, organization).climb_after_s;
  place.staff.zone = zone_of(transaction_, organization);
  return place;
}

notification::Staff Ladder::staff_for(const event::ConversationState& state) {
  const auto& conversation = state.conversation;
  auto staff = place(conversation.organization_id).staff;
  staff.assignee = conversation.assignee_id;
  if (conversation.team_id) {
    staff.team = store::member_ids_of(transaction_, conversation.organization_id, *conversation.team_id);
    staff.shifts = store::list_shifts(transaction_, conversation.organization_id, *conversation.team_id);
  }
  return staff;
}

void Ladder::tell(const event::ConversationState& state, notification::Cause cause, std::int64_t rung, bool climbs) {
  const auto& conversation = state.conversation;
  const auto now = transaction_.now();
  const auto told = notification::whom(staff_for(state), rung, now);
  const auto open = store::list_open_notifications(transaction_, conversation.organization_id, conversation.id);
  std::optional<base::Time> climbs_at;
  if (climbs && told.rung < notification::kManager)
    climbs_at = now + std::chrono::seconds(place(conversation.organization_id).climb_after_s);
  for (const auto& user : told.users) {
    // What they were told of it before is said by this one, too; but what climbs goes on climbing until this one does.
    for (const auto& before : open)
      if (before.user_id == user && !before.seen_at && (climbs || !before.climbs_at))
        stop_climbing(transaction_, before, now);
    Notification notice;
    notice.id = transaction_.new_id<ids::Notification>();
    notice.organization_id = conversation.organization_id;
    notice.user_id = user;
    notice.conversation_id = conversation.id;
    notice.cause = cause;
    notice.rung = told.rung;
    notice.made_at = now;
    // One of a rung climbs, so that the next is told once.
    notice.climbs_at = std::exchange(climbs_at, std::nullopt);
    tell_now(transaction_, notice, true);
  }
}

std::int64_t climb_notifications(store::Transaction& transaction, std::int64_t limit) {
  const auto due = store::list_climbing_notifications(transaction, transaction.now(), limit);
  Ladder ladder(transaction);
  for (const auto& notice : due) {
    if (!store::take_climb(transaction, notice) || !notice.conversation_id) continue;
    const auto state = store::find_conversation_state(transaction, notice.organization_id, *notice.conversation_id);
    if (state && still_matters(transaction, *state, notice.cause)) ladder.tell(*state, notice.cause, notice.rung + 1, true);
  }
  return static_cast<std::int64_t>(due.size());
}

base::Result<NotificationPage> page_notifications(store::Reading& reading, const rights::Principal& who,
                                                  ids::Notification before, std::int64_t limit) {
  const auto user = user_of(who);
  if (!user) return base::pass_on(user.error());
  NotificationPage page;
  page.items = store::page_notifications(reading, who.organization_id, *user, before, limit);
  page.unseen = store::count_unseen_notifications(reading, who.organization_id, *user);
  return page;
}

base::Result<Notification> see_notification(store::Transaction& transaction, const rights::Principal& who,
                                            ids::Notification id) {
  auto notice = find_own(transaction, who, id);
  if (!notice || notice->seen_at) return notice;
  notice->seen_at = transaction.now();
  store::update_notification(transaction, *notice);
  publish(transaction, *notice);
  return notice;
}

base::Result<void> see_all_notifications(store::Transaction& transaction, const rights::Principal& who) {
  const auto user = user_of(who);
  if (!user) return base::pass_on(user.error());
  for (auto& notice : store::page_notifications(transaction, who.organization_id, *user, ids::Notification{}, kSeenAtOnce)) {
    if (notice.seen_at) continue;
    notice.seen_at = transaction.now();
    store::update_notification(transaction, notice);
    publish(transaction, notice);
  }
  return {};
}

base::Result<Notification> take_notification(store::Transaction& transaction, const rights::Principal& who,
                                             ids::Notification id) {
  auto mine = find_own(transaction, who, id);
  if (!mine || mine->taken_at) return mine;
  std::vector<Notification> all{*mine};
  if (const auto about = mine->conversation_id)
    all = store::list_open_notifications(transaction, who.organization_id, *about);
  for (auto& notice : all) {
    notice.taken_at = transaction.now();
    notice.taken_by = who.user_id;
    notice.climbs_at.reset();
    if (notice.id == id && !notice.seen_at) notice.seen_at = transaction.now();
    store::update_notification(transaction, notice);
    publish(transaction, notice);
    if (notice.id == id) mine = notice;
  }
  return mine;
}

base::Result<std::optional<notification::DayTime>> quiet_hours_of(store::Reading& reading, const rights::Principal& who) {
  const auto user = user_of(who);
  if (!user) return base::pass_on(user.error());
  const auto found = store::find_quiet_hours(reading, who.organization_id, *user);
  if (!found) return std::nullopt;
  return notification::DayTime{found->from_minute, found->until_minute};
}

base::Result<void> set_quiet_hours(store::Transaction& transaction, const rights::Principal& who,
                                   std::optional<notification::DayTime> hours) {
  const auto user = user_of(who);
  if (!user) return base::pass_on(user.error());
  if (!hours) {
    store::delete_quiet_hours(transaction, who.organization_id, *user);
    return {};
  }
  const notification::QuietHours wanted{*user, hours->from_minute, hours->until_minute};
  if (auto good = notification::check(wanted); !good) return good;
  store::set_quiet_hours(transaction, who.organization_id, wanted);
  return {};
}

base::Result<std::vector<notification::Shift>> shifts_of(store::Reading& reading, const rights::Principal& who,
                                                         ids::Team team) {
  if (!store::find_team(reading, who.organization_id, team))
    return base::fail(FailureKind::not_found, "There is no such team.");
  return store::list_shifts(reading, who.organization_id, team);
}

base::Result<void> set_shifts(store::Transaction& transaction, const rights::Principal& who, ids::Team team,
                              const std::vector<notification::Shift>& shifts) {
  if (!store::find_team(transaction, who.organization_id, team))
    return base::fail(FailureKind::not_found, "There is no such team.");
  if (auto good = notification::check(shifts); !good) return good;
  const auto members = store::member_ids_of(transaction, who.organization_id, team);
  for (std::size_t i = 0; i < shifts.size(); ++i) {
    const std::string field = "shifts[" + std::to_string(i) + "].user_id";
    const auto user = store::find_user(transaction, who.organization_id, shifts[i].user_id);
    if (!user) return base::fail(FailureKind::invalid, field + ": there is no such user", field);
    const bool is_member = std::ranges::find(members, user->id) != members.end();
    if (user->role == rights::Role::partner && !is_member)
      return base::fail(FailureKind::invalid, field + ": a partner is called for their own teams alone", field);
  }
  store::set_shifts(transaction, who.organization_id, team, shifts);
  transaction.publish(who.organization_id, event::TeamChanged{std::nullopt, team});
  return {};
}

notification::LadderSettings ladder_settings(store::Reading& reading, ids::Organization organization) {
  return store::find_ladder_settings(reading, organization).value_or(notification::LadderSettings{});
}

base::Result<void> set_ladder_settings(store::Transaction& transaction, const rights::Principal& who,
                                       const notification::LadderSettings& settings,
                                       std::span<const channel::ChannelType> channels) {
  if (settings.climb_after_s < kSoonest_s || settings.climb_after_s > kLatest_s)
    return base::fail(FailureKind::invalid, "climb_after_s: between a minute and a day (60 to 86400)", "climb_after_s");
  if (settings.mail_inbox_id) {
    const auto inbox = store::find_inbox(transaction, who.organization_id, *settings.mail_inbox_id);
    const auto* type = inbox ? channel::find_channel(channels, inbox->channel) : nullptr;
    if (type == nullptr || !type->capabilities.writes_to_addresses)
      return base::fail(FailureKind::invalid, "mail_inbox_id: this is no mailbox of yours", "mail_inbox_id");
  }
  store::set_ladder_settings(transaction, who.organization_id, settings);
  transaction.publish(who.organization_id, event::SlaChanged{std::nullopt, std::nullopt, who.user_id});
  return {};
}

}  // namespace workflow
