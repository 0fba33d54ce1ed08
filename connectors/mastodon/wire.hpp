#pragma once
// The JSON of the Mastodon API → items, and answers → its JSON. Pure.
//
// The id of a message is the server's own id of the status: replies, deletions and every call of the API name statuses by it.
// The id of a person is their address, "user@host": account ids mean something on one server only, and addresses do not
// change hands.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>
#include <boost/json/value.hpp>

#include "base/result.hpp"
#include "channel/channel.hpp"
#include "channel/channel_inbox.hpp"
#include "connectors/mastodon/entities.hpp"

namespace mastodon {

// Whose inbox it is; both empty where that is not known.
struct Us {
  std::string account_id;  // On the server.
  std::string host;        // Behind the "@" of the server's own people.
};

// What an answer has to know of what it answers (InboundItem::context).
struct Context {
  std::string visibility;
  std::optional<std::string> spoiler;
  std::optional<std::string> language;
  std::optional<std::string> notification;  // That told of it.
};
BOOST_DESCRIBE_STRUCT(Context, (), (visibility, spoiler, language, notification))

// The id without what changes in it: snac puts the time of the file in front of it, and ignores what stands there.
[[nodiscard]] std::string stable_id(std::string_view id);
// Ids are in the order of what they name.
[[nodiscard]] bool is_later(std::string_view id, std::string_view than);

// A failure names the member that is wrong or missing.
[[nodiscard]] base::Result<Status> read_status(const boost::json::value& value);
[[nodiscard]] base::Result<Notification> read_notification(const boost::json::value& value);

// Kept with the reason, shortened where it is huge.
[[nodiscard]] channel::UnreadableItem unreadable(const std::string& raw, const base::Failure& failure);

[[nodiscard]] channel::Author to_author(const Account& account, const Us& us);
[[nodiscard]] bool is_public(const Status& status);
[[nodiscard]] std::string context_of(const Status& status, const std::string& notification);

// The status as something said, or as what it says since it was edited.
[[nodiscard]] channel::InboundItem to_message(const Status& status, const Us& us, const std::string& notification = {});
[[nodiscard]] channel::InboundItem to_edit(const Status& status, const Us& us);
[[nodiscard]] channel::InboundItem to_deletion(std::string_view id, base::Time noticed_at);
// None for what is no word to us and no signal: polls, moderation, our own doing.
[[nodiscard]] std::optional<channel::InboundItem> to_item(const Notification& notification, const Us& us);

// For `heed connector decode`: a notification, a status, a list of either, an event of the stream (as JSON or as server-sent
// events).
[[nodiscard]] base::Result<channel::WebhookItems> decode(const std::string& payload, base::Time now);
// One notification or status, which could not be read before.
[[nodiscard]] base::Result<channel::InboundItem> read_item(const std::string& raw, base::Time now);

// What the answer says, with the mention without which nobody is told of it.
[[nodiscard]] std::string text_of(const channel::OutboundMessage& message);
// Seen by nobody who does not see what it answers. What only followers see is answered directly: an answer to followers would
// go to ours, not to theirs.
[[nodiscard]] std::string visibility_of(const channel::OutboundMessage& message);
// How much the text counts, with a content warning.
[[nodiscard]] std::size_t length_of(std::string_view text);
// The body of POST /api/v1/statuses. The content warning of what is answered is kept, shortened to what room there is.
[[nodiscard]] std::string status_body(const channel::OutboundMessage& message, const std::vector<std::string>& media,
                                      std::int64_t max_characters);

// A time far enough in the future to be "wait until then" is given in this header as RFC 3339.
[[nodiscard]] std::optional<std::chrono::seconds> wait_until_reset(std::string_view header, base::Time now);

// The server's words in {"error": …}; empty where there are none.
[[nodiscard]] std::string error_words(const std::string& body);

}  // namespace mastodon
