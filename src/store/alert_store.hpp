#pragma once
// Rows of alerts, the series they come from, and what was there before one of them.

#include <optional>
#include <string>
#include <vector>

#include "domain/conversation/conversation.hpp"
#include "domain/signal/alert.hpp"
#include "domain/signal/spike.hpp"
#include "store/transaction.hpp"

namespace store {

// False when one is open for that series already.
[[nodiscard]] bool insert_alert(Transaction& transaction, const signals::Alert& alert);
[[nodiscard]] std::optional<signals::Alert> find_alert(Reading& reading, ids::Organization organization, ids::Alert id);
[[nodiscard]] std::optional<signals::Alert> find_open_alert(Reading& reading, ids::Organization organization,
                                                            ids::Inbox inbox, signals::Series kind);
// Newest first.
[[nodiscard]] std::vector<signals::Alert> list_open_alerts(Reading& reading, ids::Organization organization,
                                                           std::int64_t limit);
// Older than `before` (zero: from the newest).
[[nodiscard]] std::vector<signals::Alert> page_alerts(Reading& reading, ids::Organization organization, ids::Alert before,
                                                      bool only_past, std::int64_t limit);
// When it ended, what was counted, and who looked at it.
void update_alert(Transaction& transaction, const signals::Alert& alert);

// A series worth a look.
struct WatchedSeries {
  ids::Organization organization_id;
  ids::Inbox inbox_id;
  signals::Series signal_kind = signals::Series::message;
  base::Time known_since{};  // When its inbox was made.
};
BOOST_DESCRIBE_STRUCT(WatchedSeries, (), (organization_id, inbox_id, signal_kind, known_since))

// Of every organization: where at least `least` happened from bucket `from` to bucket `last`, and where an alert is open.
[[nodiscard]] std::vector<WatchedSeries> list_watched_series(Reading& reading, std::int64_t from, std::int64_t last,
                                                             std::int64_t least);
// The buckets that are not empty, from `from`, before `until`.
[[nodiscard]] std::vector<signals::BucketCount> read_series(Reading& reading, ids::Organization organization,
                                                            ids::Inbox inbox, signals::Series kind, std::int64_t from,
                                                            std::int64_t until);

struct AlertPost {
  ids::Message id;
  std::string external_id;
  conversation::Direction direction = conversation::Direction::outbound;
  std::optional<ids::Conversation> conversation_id;
  std::string text;
  base::Time said_at{};
  std::string author_name;
  std::int64_t signals = 0;  // What was done to it, up to 10,000.
  std::int64_t lost = 0;     // Of these, what the alert is about and came since.
};
BOOST_DESCRIBE_STRUCT(AlertPost, (),
                      (id, external_id, direction, conversation_id, text, said_at, author_name, signals, lost))

// Our posts from `from` to the alert's begin, newest first.
[[nodiscard]] std::vector<AlertPost> list_own_posts(Reading& reading, const signals::Alert& alert, base::Time from,
                                                    std::int64_t limit);
[[nodiscard]] std::optional<AlertPost> find_alert_post(Reading& reading, const signals::Alert& alert,
                                                       const std::string& external_id);

struct BusyThread {
  std::string thread_key;
  std::int64_t people = 0;
  ids::Conversation conversation_id;  // The newest of them.
};
BOOST_DESCRIBE_STRUCT(BusyThread, (), (thread_key, people, conversation_id))

// Begun before `until` and spoken in since `from`.
[[nodiscard]] std::vector<BusyThread> list_busy_threads(Reading& reading, const signals::Alert& alert, base::Time from,
                                                        base::Time until, std::int64_t limit);

struct AlertTarget {
  std::string target_external_id;
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(AlertTarget, (), (target_external_id, count))

// What the signals of the alert were about, until `until`; most first.
[[nodiscard]] std::vector<AlertTarget> list_alert_targets(Reading& reading, const signals::Alert& alert, base::Time until,
                                                          std::int64_t limit);

struct AlertPerson {
  std::optional<ids::Contact> contact_id;
  std::optional<ids::Conversation> conversation_id;
  std::optional<std::string> name;
  base::Time at{};
};
BOOST_DESCRIBE_STRUCT(AlertPerson, (), (contact_id, conversation_id, name, at))

// Who did what the alert is about, from its begin to `until`; newest first.
[[nodiscard]] std::vector<AlertPerson> list_alert_people(Reading& reading, const signals::Alert& alert, base::Time until,
                                                         std::int64_t limit);

}  // namespace store
