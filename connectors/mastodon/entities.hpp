#pragma once
// What servers of the Mastodon API send, as far as it is used. Members that some server leaves out or sets to null are optional.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>
#include <boost/json/value.hpp>

#include "base/clock.hpp"

namespace mastodon {

struct Account {
  std::string id;
  std::string acct;  // "ann@example.social"; of the server's own people without the host.
  std::optional<std::string> display_name;
  std::optional<std::string> url;
  std::optional<std::int64_t> followers_count;
  std::optional<bool> bot;
};
BOOST_DESCRIBE_STRUCT(Account, (), (id, acct, display_name, url, followers_count, bot))

struct Mention {
  std::string id;
  std::string acct;
  std::optional<std::string> url;
};
BOOST_DESCRIBE_STRUCT(Mention, (), (id, acct, url))

struct Media {
  std::string id;
  std::optional<std::string> type;  // "image", "video" …
  std::optional<std::string> url;
  std::optional<std::string> remote_url;
  std::optional<std::string> description;
};
BOOST_DESCRIBE_STRUCT(Media, (), (id, type, url, remote_url, description))

struct Quote {
  std::optional<boost::json::value> quoted_status;
};
BOOST_DESCRIBE_STRUCT(Quote, (), (quoted_status))

struct Status {
  std::string id;
  base::Time created_at{};
  std::optional<base::Time> edited_at;
  std::optional<std::string> in_reply_to_id;
  std::optional<std::string> in_reply_to_account_id;
  std::optional<std::string> url;
  std::optional<std::string> visibility;
  std::optional<std::string> spoiler_text;
  std::optional<std::string> language;
  std::optional<std::string> content;  // HTML.
  std::optional<std::string> text;     // As it was written, where the server tells.
  Account account;
  std::optional<std::vector<Media>> media_attachments;
  std::optional<std::vector<Mention>> mentions;
  std::optional<std::int64_t> favourites_count;
  std::optional<std::int64_t> reblogs_count;
  std::optional<boost::json::value> reblog;
  std::optional<boost::json::value> quote;
};
BOOST_DESCRIBE_STRUCT(Status, (),
                      (id, created_at, edited_at, in_reply_to_id, in_reply_to_account_id, url, visibility, spoiler_text,
                       language, content, text, account, media_attachments, mentions, favourites_count, reblogs_count,
                       reblog, quote))

struct Notification {
  std::string id;
  std::string type;
  base::Time created_at{};
  Account account;
  std::optional<Status> status;
};
BOOST_DESCRIBE_STRUCT(Notification, (), (id, type, created_at, account, status))

struct Relationship {
  std::string id;  // Of the account.
  bool followed_by = false;
};
BOOST_DESCRIBE_STRUCT(Relationship, (), (id, followed_by))

struct StatusContext {
  std::vector<Status> descendants;
};
BOOST_DESCRIBE_STRUCT(StatusContext, (), (descendants))

// An event of the stream as it comes by WebSocket; by server-sent events its name and data come apart.
struct StreamEvent {
  std::string event;
  std::string payload;
};
BOOST_DESCRIBE_STRUCT(StreamEvent, (), (event, payload))

}  // namespace mastodon
