#pragma once
// Alerts: much more of something than is usual on an inbox.

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "base/json/traits.hpp"
#include "domain/ids.hpp"
#include "domain/signal/series.hpp"

namespace api::contract {

struct Alert {
  ids::Alert id;
  ids::Inbox inbox_id;
  signals::Series kind = signals::Series::message;  // What there is more of; `message`: what customers say.
  base::Time began_at{};
  base::Time raised_at{};              // When it was noticed.
  std::optional<base::Time> ended_at;  // None while it is open.
  std::int64_t observed = 0;           // How many since it began.
  double expected = 0;                 // How many would be usual in that time.
  std::optional<ids::User> seen_by;    // Who looked at it first.
  std::optional<base::Time> seen_at;
};
BOOST_DESCRIBE_STRUCT(Alert, (), (id, inbox_id, kind, began_at, raised_at, ended_at, observed, expected, seen_by, seen_at))

struct ListAlerts {
  std::optional<bool> open;  // true: those that are open; false: those that are over. All when left out.
  std::optional<std::string> cursor;
  std::optional<std::int64_t> limit;  // 1–200, 50 when left out.
};
BOOST_DESCRIBE_STRUCT(ListAlerts, (), (open, cursor, limit))

// Newest first.
struct AlertPage {
  std::vector<Alert> items;
  std::optional<std::string> next;  // None for those that are open: there are never many.
};
BOOST_DESCRIBE_STRUCT(AlertPage, (), (items, next))

struct AlertPath {
  ids::Alert alert_id;
};
BOOST_DESCRIBE_STRUCT(AlertPath, (), (alert_id))

// Ten minutes of the series.
struct AlertPoint {
  base::Time at{};
  std::int64_t count = 0;
  double usual = 0;
  double most = 0;  // The most that chance explains.
};
BOOST_DESCRIBE_STRUCT(AlertPoint, (), (at, count, usual, most))

// A post that stood before the alert.
struct AlertPost {
  ids::Message message_id;
  bool own = false;
  std::string author_name;
  std::string text;  // Its first 500 characters, personal data masked.
  base::Time said_at{};
  std::int64_t people = 0;                           // Who answered it since a day before the alert.
  std::int64_t signals = 0;                          // Likes, shares and the like, up to 10,000.
  std::int64_t lost = 0;                             // Of these, what the alert is about.
  std::optional<ids::Conversation> conversation_id;  // One about it, to open.
};
BOOST_DESCRIBE_STRUCT(AlertPost, (), (message_id, own, author_name, text, said_at, people, signals, lost, conversation_id))

struct AlertPerson {
  std::string name;  // Empty where the platform does not say who.
  std::optional<ids::Contact> contact_id;
  std::optional<ids::Conversation> conversation_id;
  base::Time at{};
};
BOOST_DESCRIBE_STRUCT(AlertPerson, (), (name, contact_id, conversation_id, at))

struct AlertStory {
  Alert alert;
  std::vector<AlertPoint> points;   // From a day before it began to three hours after it ended, or now.
  std::vector<AlertPost> posts;     // What preceded it; what drew most comes first.
  std::vector<AlertPerson> people;  // Who did it, newest first; the last 20.
};
BOOST_DESCRIBE_STRUCT(AlertStory, (), (alert, points, posts, people))

}  // namespace api::contract

template <>
struct base::SchemaName<signals::Series> {
  static constexpr std::string_view value = "SeriesKind";
};
