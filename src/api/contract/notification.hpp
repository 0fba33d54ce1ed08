#pragma once
// What you are told by name, until you have seen it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "api/contract/conversation.hpp"
#include "base/clock.hpp"
#include "base/json/traits.hpp"
#include "domain/notification/ladder.hpp"
#include "domain/notification/notification.hpp"

namespace api::contract {

struct Notification {
  ids::Notification id;
  std::optional<ids::Conversation> conversation_id;
  notification::Cause cause = notification::Cause::assigned;
  std::string text;       // Of a rule or a playbook; empty where the cause says all.
  std::int64_t rung = 0;  // Of the ladder: 0 the assignee, 1 the lead, 2 the manager.
  base::Time made_at{};
  std::optional<base::Time> climbs_at;  // When the next rung is told, unless somebody has it by then.
  std::optional<base::Time> seen_at;
  std::optional<base::Time> taken_at;
  std::optional<ids::User> taken_by;  // Who said that they have it.
};
BOOST_DESCRIBE_STRUCT(Notification, (),
                      (id, conversation_id, cause, text, rung, made_at, climbs_at, seen_at, taken_at, taken_by))

struct ListNotifications {
  std::optional<std::string> cursor;
  std::optional<std::int64_t> limit;  // 1–200, 50 when left out.
};
BOOST_DESCRIBE_STRUCT(ListNotifications, (), (cursor, limit))

struct ListedNotification {
  Notification notification;
  std::optional<Conversation> conversation;  // As it stands now; none where it is about none, or yours to see no more.
};
BOOST_DESCRIBE_STRUCT(ListedNotification, (), (notification, conversation))

// Your own, newest first.
struct NotificationPage {
  std::vector<ListedNotification> items;
  std::int64_t unseen = 0;  // Of all.
  std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(NotificationPage, (), (items, unseen, next))

struct NotificationPath {
  ids::Notification notification_id;
};
BOOST_DESCRIBE_STRUCT(NotificationPath, (), (notification_id))

// When you are not to be called: a time of each day on the organization's clock, in minutes after midnight. From after until: over
// midnight; the same: the whole day. What cannot wait is told to the next rung of the ladder then.
struct QuietHours {
  std::optional<notification::DayTime> hours;  // None: at no time.
};
BOOST_DESCRIBE_STRUCT(QuietHours, (), (hours))

struct SetQuietHours {
  std::optional<notification::DayTime> hours;  // Left out: at no time.
};
BOOST_DESCRIBE_STRUCT(SetQuietHours, (), (hours))

struct TeamOnCallPath {
  ids::Team team_id;
};
BOOST_DESCRIBE_STRUCT(TeamOnCallPath, (), (team_id))

// Who is called for a team, in place of its leads.
struct OnCall {
  std::vector<notification::Shift>
      shifts;  // weekday 0 is Sunday; a shift over midnight belongs to the day on which it begins.
};
BOOST_DESCRIBE_STRUCT(OnCall, (), (shifts))

struct ReplaceOnCall {
  ids::Team team_id;
  std::vector<notification::Shift> shifts;  // All of them, up to 500.
};
BOOST_DESCRIBE_STRUCT(ReplaceOnCall, (), (team_id, shifts))

// How long a rung has to say that somebody has it, and whether it is told by mail.
struct EscalationLadder {
  std::int64_t climb_after_s = notification::kClimbAfter_s;  // 60 to 86400.
  // Through whose mailbox it is mailed to whoever has not seen it for a minute; none: nobody is told by mail.
  std::optional<ids::Inbox> mail_inbox_id;
};
BOOST_DESCRIBE_STRUCT(EscalationLadder, (), (climb_after_s, mail_inbox_id))

struct SetEscalationLadder {
  std::int64_t climb_after_s = notification::kClimbAfter_s;
  std::optional<ids::Inbox> mail_inbox_id;  // Of a channel that writes_to_addresses. Left out: nobody is told by mail.
};
BOOST_DESCRIBE_STRUCT(SetEscalationLadder, (), (climb_after_s, mail_inbox_id))

// Whether you are mailed what presses and you have not seen for a minute.
struct AlertMailWish {
  bool wanted = true;
  bool possible = false;  // Your organization tells by mail.
};
BOOST_DESCRIBE_STRUCT(AlertMailWish, (), (wanted, possible))

struct SetAlertMailWish {
  bool wanted = true;
};
BOOST_DESCRIBE_STRUCT(SetAlertMailWish, (), (wanted))

}  // namespace api::contract

template <>
struct base::SchemaName<notification::DayTime> {
  static constexpr std::string_view value = "DayTime";
};
template <>
struct base::SchemaName<notification::Shift> {
  static constexpr std::string_view value = "OnCallShift";
};
template <>
struct base::SchemaName<notification::Cause> {
  static constexpr std::string_view value = "NotificationCause";
};
