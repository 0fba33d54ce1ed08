#pragma once
// What Bluesky says → items. Pure: no network, no clock, no account but the one that is named. What cannot be read becomes
// unreadable with the reason; what is nothing for customer care (somebody was verified, a chat was muted) gives nothing.
//
// `own_did` is our account, whose words are `own`; "" for nobody's. Times are the platform's where it gives its own
// (indexedAt, sentAt): createdAt is whatever the writer's program says.

#include <map>
#include <string>
#include <string_view>

#include <boost/json/value.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "channel/channel.hpp"

namespace bluesky {

// People of a chat by their DID.
using Members = std::map<std::string, channel::Author>;

// An element of app.bsky.notification.listNotifications.
void read_notification(const boost::json::value& in, const std::string& own_did, base::Time now, channel::InboundBatch& out);
// A post as the app view shows it (app.bsky.feed.defs#postView).
void read_post(const boost::json::value& in, const std::string& own_did, base::Time now, channel::InboundBatch& out);
// A node of a thread with all that hangs on it.
void read_thread(const boost::json::value& in, const std::string& own_did, base::Time now, channel::InboundBatch& out);
// An entry of chat.bsky.convo.getLog.
void read_log(const boost::json::value& in, const std::string& own_did, const Members& members, base::Time now,
              channel::InboundBatch& out);
// An element of chat.bsky.convo.getMessages.
void read_chat_message(const boost::json::value& in, const std::string& convo, const std::string& own_did,
                       const Members& members, base::Time now, channel::InboundBatch& out);
// An event of Jetstream, of its first or its second form.
void read_event(const boost::json::value& in, base::Time now, channel::InboundBatch& out);

[[nodiscard]] channel::Author read_author(const boost::json::value& profile);

// Any of these by its shape, and the pages that they come in.
[[nodiscard]] base::Result<channel::WebhookItems> decode(const std::string& payload, base::Time now);
// One that was unreadable, once more.
[[nodiscard]] base::Result<channel::InboundItem> read_item(const std::string& raw, base::Time now);

// What InboundItem::context says of a post or a chat message.
struct Reference {
  std::string cid;
  std::string root_uri;  // Of a post that is no reply itself: empty.
  std::string root_cid;
  std::string convo;  // Of a chat message.
};
[[nodiscard]] std::string write_reference(const Reference& reference);
[[nodiscard]] Reference read_reference(const std::string& context);

// An attachment's external_id, and what it says.
struct BlobName {
  std::string post_uri;
  std::string cid;
};
[[nodiscard]] std::string write_blob_name(const BlobName& name);
[[nodiscard]] BlobName read_blob_name(std::string_view external_id);

}  // namespace bluesky
