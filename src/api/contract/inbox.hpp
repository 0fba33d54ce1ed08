#pragma once
// Channels (kinds of places) and inboxes (connected accounts).

#include <boost/json/value.hpp>

#include "api/contract/common.hpp"

namespace api::contract {

// What a channel can do; the composer and the settings form are made from it, never from a channel's name.
struct Capabilities {
  std::optional<std::int64_t> text_limit;  // Code points in one message; null when there is no limit.
  bool is_public = false;                  // What is said there is seen by everyone.
  bool live = false;                       // The customer waits at the screen: first response in minutes.
  bool can_reply = true;
  std::int64_t first_response_s = 3600;  // Default target.
};
BOOST_DESCRIBE_STRUCT(Capabilities, (), (text_limit, is_public, live, can_reply, first_response_s))

struct Channel {
  std::string id;
  std::string name;
  bool connectable = true;  // False for channels that only imports fill.
  Capabilities capabilities;
  boost::json::value settings_schema;  // JSON Schema of `settings` in an inbox.
};
BOOST_DESCRIBE_STRUCT(Channel, (), (id, name, connectable, capabilities, settings_schema))

struct ChannelList {
  std::vector<Channel> items;
};
BOOST_DESCRIBE_STRUCT(ChannelList, (), (items))

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
};
BOOST_DESCRIBE_STRUCT(Inbox, (), (id, channel, name, key, team_id, first_response_s, enabled, capabilities, created_at))

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
};
BOOST_DESCRIBE_STRUCT(InboxSettings, (), (inbox, settings, webhook_url, webhook_secret))

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
