#include "workflow/reply_way.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/json/decode.hpp"
#include "store/inbox_store.hpp"
#include "store/message_store.hpp"

namespace workflow {

using base::FailureKind;
using conversation::Direction;

base::Result<Way> find_way(store::Reading& reading, const conversation::Conversation& conversation,
                           const std::vector<channel::ChannelType>& channels) {
  auto inbox = store::find_inbox(reading, conversation.organization_id, conversation.inbox_id);
  if (!inbox) return base::fail(FailureKind::not_found, "The inbox of this conversation is gone.");
  Way way;
  way.channel = channel::find_channel(channels, inbox->channel);
  way.inbox = *std::move(inbox);
  if (way.channel != nullptr) way.capabilities = channel::capabilities_of(*way.channel, way.inbox.settings);
  const bool leads_there =
      way.channel != nullptr && way.capabilities.can_reply && (way.channel->visitors_here || way.channel->open);
  if (!leads_there)
    return base::fail(FailureKind::conflict, "This conversation was imported; there is no way to answer it from here.");
  if (!way.inbox.enabled) return base::fail(FailureKind::conflict, "The inbox \"" + way.inbox.name + "\" is switched off.");
  if (const auto settings = base::parse_json(way.inbox.settings); settings && way.channel->why_no_reply)
    if (const auto why = way.channel->why_no_reply(*settings); !why.empty()) return base::fail(FailureKind::conflict, why);
  if (way.channel->visitors_here) return way;
  way.heard = store::find_newest_heard(reading, conversation.organization_id, conversation.id);
  const auto window = way.capabilities.reply_window_s;
  if (!window) return way;
  if (way.heard) way.closes_at = way.heard->said_at + std::chrono::seconds(*window);
  if (!way.closes_at || *way.closes_at < reading.now())
    return base::fail(
        FailureKind::conflict,
        way.channel->name + " lets us answer for a limited time after the customer's last word, and that is over.");
  return way;
}

conversation::Message blank_message(store::Transaction& transaction, std::optional<ids::User> by,
                                    const conversation::Conversation& in, Direction direction, std::string text) {
  conversation::Message message;
  message.id = transaction.new_id<ids::Message>();
  message.organization_id = in.organization_id;
  message.inbox_id = in.inbox_id;
  message.conversation_id = in.id;
  message.user_id = by;
  message.direction = direction;
  message.text = std::move(text);
  message.external_id = "heed:" + std::to_string(message.id.value);
  message.delivery = direction == Direction::internal ? conversation::Delivery::kept : conversation::Delivery::queued;
  // A platform's clock may be ahead of ours: what answers a word was not said before it.
  message.said_at = std::max(transaction.now(), in.last_said_at);
  message.created_at = transaction.now();
  return message;
}

}  // namespace workflow
