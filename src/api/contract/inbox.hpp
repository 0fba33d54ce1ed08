#pragma once
// Channels (kinds of places) and inboxes (connected accounts).

#include <boost/json/value.hpp>

#include "api/contract/common.hpp"
#include "channel/text_measure.hpp"
#include "domain/inbox/health.hpp"

namespace api::contract {

// What a channel can do; the composer and the settings form are made from it, never from a channel's name.
struct Capabilities {
  std::optional<std::int64_t> text_limit;  // Of one message, in text_unit; longer answers become several. Null: no limit.
  channel::TextUnit text_unit = channel::TextUnit::code_points;
  bool is_public = false;  // What is said there is seen by everyone.
  bool live = false;       // The customer waits at the screen: first response in minutes.
  bool can_reply = true;
  std::int64_t first_response_s = 3600;        // Default target.
  std::optional<std::int64_t> reply_window_s;  // After the customer's last word; null: always.
};
BOOST_DESCRIBE_STRUCT(Capabilities, (),
                      (text_limit, text_unit, is_public, live, can_reply, first_response_s, reply_window_s))

struct Channel {
  std::string id;
  std::string name;
  bool connectable = true;     // False for channels that only imports fill.
  bool visitors_here = false;  // Customers write on pages of this server.
  bool calls_out = false;      // Settings are proved over the network before they are taken.
  Capabilities capabilities;
  boost::json::value settings_schema;  // JSON Schema of `settings` in an inbox.
};
BOOST_DESCRIBE_STRUCT(Channel, (), (id, name, connectable, visitors_here, calls_out, capabilities, settings_schema))

struct ChannelList {
  std::vector<Channel> items;
};
BOOST_DESCRIBE_STRUCT(ChannelList, (), (items))

// How an inbox fares with its platform.
struct InboxHealth {
  inbox::Condition condition = inbox::Condition::told;
  std::optional<base::Time> since;
  std::optional<base::Time> last_heard;    // When the platform last answered.
  std::optional<base::Time> last_item_at;  // When something was last taken in, since the server started.
  std::optional<std::int64_t> lag_s;       // From when that was said until it was taken in.
  std::string trouble;                     // In words; empty when all is well.
  std::optional<base::Time> retry_at;
  std::int64_t waiting = 0;     // Answers that have not left yet.
  std::string sending_trouble;  // Why they wait.
};
BOOST_DESCRIBE_STRUCT(InboxHealth, (),
                      (condition, since, last_heard, last_item_at, lag_s, trouble, retry_at, waiting, sending_trouble))

// A time of which the platform has nothing left that had not been read.
struct InboxGap {
  base::Time from_at{};
  base::Time to_at{};
  std::string reason;
  base::Time found_at{};
};
BOOST_DESCRIBE_STRUCT(InboxGap, (), (from_at, to_at, reason, found_at))

struct Inbox {
  ids::Inbox id;
  std::string channel;
  std::string name;
  std::string key;  // Stands in public addresses: /widget/KEY.
  std::optional<ids::Team> team_id;
  std::int64_t first_response_s = 300;
  bool enabled = true;
  Capabilities capabilities;
  base::Time created_at{};
  std::string account;  // On the platform: "@care@social.example"; empty where the channel has none.
  InboxHealth health;
};
BOOST_DESCRIBE_STRUCT(Inbox, (),
                      (id, channel, name, key, team_id, first_response_s, enabled, capabilities, created_at, account,
                       health))

struct InboxList {
  std::vector<Inbox> items;
};
BOOST_DESCRIBE_STRUCT(InboxList, (), (items))

struct CreateInbox {
  std::string channel;
  std::string name;
  boost::json::value settings;
  std::optional<ids::Team> team_id;
  std::optional<std::int64_t> first_response_s;  // 10 s to 30 days; the channel's default when left out.
};
BOOST_DESCRIBE_STRUCT(CreateInbox, (), (channel, name, settings, team_id, first_response_s))

struct InboxPath {
  ids::Inbox inbox_id;
};
BOOST_DESCRIBE_STRUCT(InboxPath, (), (inbox_id))

struct InboxSettings {
  Inbox inbox;
  boost::json::value settings;  // Secrets read "***".
  // Where the channel is told of items by webhook: the address, and what to sign with.
  std::optional<std::string> webhook_url;
  std::optional<std::string> webhook_secret;
  std::vector<InboxGap> gaps;  // The newest first, at most 20.
};
BOOST_DESCRIBE_STRUCT(InboxSettings, (), (inbox, settings, webhook_url, webhook_secret, gaps))

struct ChangeInbox {
  ids::Inbox inbox_id;
  std::optional<std::string> name;
  std::optional<boost::json::value> settings;
  std::optional<std::optional<ids::Team>> team_id;
  std::optional<std::int64_t> first_response_s;
  std::optional<bool> enabled;
};
BOOST_DESCRIBE_STRUCT(ChangeInbox, (), (inbox_id, name, settings, team_id, first_response_s, enabled))

}  // namespace api::contract
