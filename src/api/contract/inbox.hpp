#pragma once
// Channels (kinds of places) and inboxes (connected accounts).

#include <boost/json/value.hpp>

#include "api/contract/common.hpp"
#include "channel/text_measure.hpp"
#include "domain/conversation/act.hpp"
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
  bool working_time = false;                   // That is of the hours in which the team works.
  std::optional<std::int64_t> reply_window_s;  // After the customer's last word; null: always.
  std::int64_t files = 0;                      // How many go with one message; 0: none.
  std::int64_t file_bytes = 0;                 // Of one of them, at most.
  std::vector<std::string> file_types;         // "image/png", or "image/" for all of them; empty: any.
  std::vector<conversation::ActKind> actions;  // What can be done to messages beside answering.
  bool removes_others = false;                 // `remove` is for what customers say too.
  bool writes_to_addresses = false;            // A mailbox: it can write to anybody first.
};
BOOST_DESCRIBE_STRUCT(Capabilities, (),
                      (text_limit, text_unit, is_public, live, can_reply, first_response_s, working_time, reply_window_s,
                       files, file_bytes, file_types, actions, removes_others, writes_to_addresses))

struct Channel {
  std::string id;
  std::string name;
  bool connectable = true;                    // False for channels that only imports fill.
  bool visitors_here = false;                 // Customers write on pages of this server.
  bool calls_out = false;                     // Settings are proved over the network before they are taken.
  bool signs_in = false;                      // An account can be signed in to in the browser (POST /inboxes/oauth/begin).
  std::vector<std::string> sign_in_replaces;  // The settings that are not wanted then.
  Capabilities capabilities;
  boost::json::value settings_schema;  // JSON Schema of `settings` in an inbox.
};
BOOST_DESCRIBE_STRUCT(Channel, (),
                      (id, name, connectable, visitors_here, calls_out, signs_in, sign_in_replaces, capabilities,
                       settings_schema))

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
  std::string account;     // On the platform: "@care@social.example"; empty where the channel has none.
  bool signed_in = false;  // Somebody signed in to the account in the browser.
  InboxHealth health;
  bool own_target = true;  // Somebody set first_response_s here; else it is its channel's, and policies may say otherwise.
  bool working_time = false;  // first_response_s is of the hours in which its team works.
};
BOOST_DESCRIBE_STRUCT(Inbox, (),
                      (id, channel, name, key, team_id, first_response_s, enabled, capabilities, created_at, account,
                       signed_in, health, own_target, working_time))

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

// Signing in to an account in the browser: a new inbox, with what the form holds, or one that is there already.
struct BeginSignIn {
  std::optional<ids::Inbox> inbox_id;  // Then nothing else is wanted.
  std::optional<std::string> channel;
  std::optional<std::string> name;
  std::optional<boost::json::value> settings;
  std::optional<ids::Team> team_id;
  std::optional<std::int64_t> first_response_s;
};
BOOST_DESCRIBE_STRUCT(BeginSignIn, (), (inbox_id, channel, name, settings, team_id, first_response_s))

struct SignInBegun {
  std::string authorize_url;  // Where the browser goes now; it comes back to /oauth/callback.
  base::Time expires_at{};
};
BOOST_DESCRIBE_STRUCT(SignInBegun, (), (authorize_url, expires_at))

// What the platform wrote behind /oauth/callback.
struct FinishSignIn {
  std::string state;
  std::optional<base::Secret> code;
  std::optional<std::string> error;
  std::optional<std::string> error_description;
  std::optional<std::string> iss;
};
BOOST_DESCRIBE_STRUCT(FinishSignIn, (), (state, code, error, error_description, iss))

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
  std::optional<bool> own_target;  // false: back to its channel's target, and to what policies say.
};
BOOST_DESCRIBE_STRUCT(ChangeInbox, (), (inbox_id, name, settings, team_id, first_response_s, enabled, own_target))

}  // namespace api::contract
