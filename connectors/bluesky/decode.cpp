// Any payload of Bluesky by its shape.
#include <string>
#include <string_view>
#include <utility>

#include <boost/json/serialize.hpp>

#include "base/json/decode.hpp"
#include "connectors/bluesky/json_at.hpp"
#include "connectors/bluesky/wire.hpp"

namespace bluesky {
namespace {

namespace json = boost::json;
using channel::InboundBatch;

const std::string kNobody;

// One thing by itself; false where it is none that is known.
bool read_one(const json::value& in, base::Time now, InboundBatch& out) {
  if (find_at(in, "post") != nullptr) read_thread(in, kNobody, now, out);
  else if (find_at(in, "reason") != nullptr) read_notification(in, kNobody, now, out);
  else if (text_at(in, "$type").starts_with("chat.bsky.convo.defs#log")) read_log(in, kNobody, {}, now, out);
  else if (find_at(in, "payload") != nullptr || find_at(in, "kind") != nullptr) read_event(in, now, out);
  else if (find_at(in, "uri") != nullptr) read_post(in, kNobody, now, out);
  else if (find_at(in, "id") != nullptr && find_at(in, "sender") != nullptr)
    read_chat_message(in, text_at(in, "convoId"), kNobody, {}, now, out);
  else return false;
  return true;
}

}  // namespace

base::Result<channel::WebhookItems> decode(const std::string& payload, base::Time now) {
  const auto parsed = base::parse_json(payload);
  if (!parsed) return base::pass_on(parsed.error());
  InboundBatch batch;
  bool known = false;
  for (const std::string_view page : {"notifications", "logs", "feed", "posts", "messages"}) {
    const auto* list = find_at(*parsed, page);
    if (list == nullptr || !list->is_array()) continue;
    known = true;
    for (const auto& one : list->get_array()) {
      if (!read_one(one, now, batch)) batch.unreadable.push_back({json::serialize(one), "its shape is not known"});
    }
  }
  if (const auto* thread = find_at(*parsed, "thread")) {
    known = true;
    read_thread(*thread, kNobody, now, batch);
  }
  if (!known && !read_one(*parsed, now, batch)) {
    return base::fail(
        base::FailureKind::invalid,
        "expected what Bluesky answers or streams: an object with notifications, logs, feed, posts, messages or a "
        "thread, an event of Jetstream, or one of these alone");
  }
  channel::WebhookItems out;
  out.items = std::move(batch.items);
  out.unreadable = std::move(batch.unreadable);
  return out;
}

base::Result<channel::InboundItem> read_item(const std::string& raw, base::Time now) {
  const auto parsed = base::parse_json(raw);
  if (!parsed) return base::pass_on(parsed.error());
  InboundBatch batch;
  (void)read_one(*parsed, now, batch);
  if (!batch.items.empty()) return batch.items.front();
  return base::fail(base::FailureKind::invalid,
                    batch.unreadable.empty() ? "its shape is not known" : batch.unreadable.front().reason);
}

}  // namespace bluesky
