#include "workflow/write_message.hpp"

#include <algorithm>

#include "base/blank.hpp"
#include "base/json/decode.hpp"
#include "base/text.hpp"
#include "domain/conversation/word.hpp"
#include "store/inbox_store.hpp"
#include "store/message_store.hpp"
#include "store/outbound_store.hpp"
#include "workflow/conversation_change.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using conversation::Direction;

base::Result<std::string> check_text(const std::string& given, std::size_t limit) {
  std::string text = base::to_storable(given);
  if (base::is_blank(text)) return base::fail(FailureKind::invalid, "text: write something first", "text");
  if (const std::size_t points = base::count_points(text); points > limit)
    return base::fail(FailureKind::invalid,
                      "text: " + std::to_string(points) + " characters, at most " + std::to_string(limit), "text");
  return text;
}

conversation::Message blank_message(store::Transaction& transaction, const rights::Principal& who,
                                    const conversation::Conversation& in, Direction direction, std::string text) {
  conversation::Message message;
  message.id = transaction.new_id<ids::Message>();
  message.organization_id = in.organization_id;
  message.inbox_id = in.inbox_id;
  message.conversation_id = in.id;
  message.user_id = who.user_id;
  message.direction = direction;
  message.text = std::move(text);
  message.external_id = "heed:" + std::to_string(message.id.value);
  message.delivery = direction == Direction::internal ? conversation::Delivery::kept : conversation::Delivery::queued;
  // A platform's clock may be ahead of ours: what answers a word was not said before it.
  message.said_at = std::max(transaction.now(), in.last_said_at);
  message.created_at = transaction.now();
  return message;
}

std::string author_of(store::Transaction& transaction, const rights::Principal& who) {
  return who.user_id ? store::find_author_name(transaction, who.organization_id, *who.user_id) : std::string();
}

// Refuses when somebody spoke after the word the writer saw last.
base::Result<void> check_nothing_newer(store::Transaction& transaction, const rights::Principal& who,
                                       const ReplyText& reply) {
  if (!reply.seen_message_id) return {};
  const auto newest = store::find_newest_said(transaction, who.organization_id, reply.conversation_id);
  if (!newest || newest->id == *reply.seen_message_id) return {};
  const std::string name = newest->author_name.empty() ? "Somebody" : newest->author_name;
  return base::fail(FailureKind::conflict,
                    newest->direction == Direction::outbound ? name + " answered after the message you saw."
                                                             : name + " wrote again after the message you saw.",
                    "seen_message_id");
}

// Room for the mark of a part, and for a word.
constexpr std::size_t kShortestSplit = 40;

const char* unit_name(channel::TextUnit unit) {
  if (unit == channel::TextUnit::bytes) return "bytes";
  if (unit == channel::TextUnit::utf16_units) return "UTF-16 units";
  return "characters";
}

// Where a conversation is answered, once that is known to be possible.
struct Way {
  inbox::Inbox inbox;
  const channel::ChannelType* channel = nullptr;
  std::optional<conversation::Message> heard;  // The customer's last word.
  std::optional<base::Time> closes_at;
};

base::Result<Way> find_way(store::Reading& reading, const conversation::Conversation& conversation,
                           const std::vector<channel::ChannelType>& channels) {
  auto inbox = store::find_inbox(reading, conversation.organization_id, conversation.inbox_id);
  if (!inbox) return base::fail(FailureKind::not_found, "The inbox of this conversation is gone.");
  Way way;
  way.channel = channel::find_channel(channels, inbox->channel);
  way.inbox = *std::move(inbox);
  const bool leads_there =
      way.channel != nullptr && way.channel->capabilities.can_reply && (way.channel->visitors_here || way.channel->open);
  if (!leads_there)
    return base::fail(FailureKind::conflict, "This conversation was imported; there is no way to answer it from here.");
  if (!way.inbox.enabled) return base::fail(FailureKind::conflict, "The inbox \"" + way.inbox.name + "\" is switched off.");
  if (const auto settings = base::parse_json(way.inbox.settings); settings && way.channel->why_no_reply)
    if (const auto why = way.channel->why_no_reply(*settings); !why.empty()) return base::fail(FailureKind::conflict, why);
  if (way.channel->visitors_here) return way;
  way.heard = store::find_newest_heard(reading, conversation.organization_id, conversation.id);
  const auto window = way.channel->capabilities.reply_window_s;
  if (!window) return way;
  if (way.heard) way.closes_at = way.heard->said_at + std::chrono::seconds(*window);
  if (!way.closes_at || *way.closes_at < reading.now())
    return base::fail(
        FailureKind::conflict,
        way.channel->name + " lets us answer for a limited time after the customer's last word, and that is over.");
  return way;
}

// As it is to be sent: in several parts where one message may not be so long.
base::Result<std::vector<std::string>> parts_of(const std::string& given, const channel::ChannelType& channel) {
  const auto& capabilities = channel.capabilities;
  const auto limit = static_cast<std::size_t>(capabilities.text_limit.value_or(conversation::kTextLimit));
  auto text = check_text(given, channel.visitors_here ? limit : conversation::kTextLimit);
  if (!text) return base::pass_on(text.error());
  const bool fits =
      channel.visitors_here || !capabilities.text_limit || channel::measure(*text, capabilities.text_unit) <= limit;
  if (fits) return std::vector{*std::move(text)};
  auto parts =
      limit < kShortestSplit ? std::vector<std::string>() : channel::split_text(*text, limit, capabilities.text_unit);
  if (parts.empty() || parts.size() > kMostParts)
    return base::fail(FailureKind::invalid,
                      "text: " + std::to_string(channel::measure(*text, capabilities.text_unit)) + " " +
                          unit_name(capabilities.text_unit) + ", at most " + std::to_string(limit) + " in one message" +
                          (parts.empty() ? "" : " and " + std::to_string(kMostParts) + " messages"),
                      "text");
  return parts;
}

// The word that the answer is to; none where there is none.
base::Result<std::optional<conversation::Message>> find_parent(store::Reading& reading, const ReplyText& reply,
                                                               const Way& way) {
  if (!reply.parent_id) return way.heard;
  auto parent = store::find_message(reading, way.inbox.organization_id, *reply.parent_id);
  if (!parent || parent->conversation_id != reply.conversation_id || parent->direction == Direction::internal)
    return base::fail(FailureKind::invalid, "parent_id: there is no such message in this conversation", "parent_id");
  const bool is_there =
      parent->delivery == conversation::Delivery::received || parent->delivery == conversation::Delivery::sent;
  const bool is_known_there =
      way.channel->visitors_here || parent->direction == Direction::inbound || !parent->external_id.starts_with("heed:");
  if (!is_there || !is_known_there || parent->deleted_at)
    return base::fail(FailureKind::conflict, "The message that this answers is not there any more.", "parent_id");
  return parent;
}

std::vector<WrittenMessage> queue_parts(store::Transaction& transaction, const rights::Principal& who,
                                        const conversation::Conversation& in, const std::vector<std::string>& texts,
                                        const std::string& whole, base::Time send_at) {
  std::vector<WrittenMessage> parts;
  for (const auto& text : texts) {
    WrittenMessage part;
    part.message = blank_message(transaction, who, in, Direction::outbound, text);
    conversation::Outbound outbound;
    outbound.message_id = part.message.id;
    outbound.organization_id = in.organization_id;
    outbound.inbox_id = in.inbox_id;
    if (!parts.empty()) outbound.follows_id = parts.back().message.id;
    else if (texts.size() > 1) outbound.whole_text = whole;
    outbound.send_at = send_at;
    part.outbound = std::move(outbound);
    parts.push_back(std::move(part));
  }
  return parts;
}

}  // namespace

base::Result<WrittenMessage> send_reply(store::Transaction& transaction, const rights::Principal& who,
                                        const ReplyText& reply, const std::vector<channel::ChannelType>& channels,
                                        std::chrono::seconds undo) {
  auto state = find_workable(transaction, who, reply.conversation_id);
  if (!state) return base::pass_on(state.error());
  const auto way = find_way(transaction, state->conversation, channels);
  if (!way) return base::pass_on(way.error());
  const auto& capabilities = way->channel->capabilities;
  const bool leaves = !way->channel->visitors_here;
  const auto texts = parts_of(reply.text, *way->channel);
  if (!texts) return base::pass_on(texts.error());
  if (auto newest = check_nothing_newer(transaction, who, reply); !newest) return base::pass_on(newest.error());
  const auto found = find_parent(transaction, reply, *way);
  if (!found) return base::pass_on(found.error());
  const std::optional<conversation::Message>& parent = *found;

  ConversationChange change(*std::move(state));
  auto& conversation = change.state.conversation;
  const auto send_at = transaction.now() + (capabilities.live ? std::chrono::seconds(0) : undo);
  auto parts = queue_parts(transaction, who, conversation, *texts, base::to_storable(reply.text), send_at);
  for (auto& part : parts) {
    part.message.is_public = parent ? parent->is_public : capabilities.is_public;
    if (!leaves) {
      part.message.delivery = conversation::Delivery::sent;  // The customer reads our own record.
      part.outbound.reset();
    } else if (parent && &part == &parts.front()) {
      part.message.parent_external_id = parent->external_id;
    }
    conversation::answer(conversation, part.message.text, part.message.said_at);
  }
  if (!conversation.assignee_id) conversation.assignee_id = who.user_id;
  change.write(transaction, std::chrono::seconds(way->inbox.first_response_s), parts.front().message.said_at);
  for (auto& part : parts) {
    store::insert_message(transaction, part.message);
    if (part.outbound) store::insert_outbound(transaction, *part.outbound);
    part.author_name = author_of(transaction, who);
    part.state = change.state;
    transaction.publish(who.organization_id,
                        event::MessageCreated{part.message, part.author_name, part.state, part.outbound});
  }
  return std::move(parts.front());
}

ReplyTerms reply_terms(store::Reading& reading, const conversation::Conversation& conversation,
                       const std::vector<channel::ChannelType>& channels, std::chrono::seconds undo) {
  ReplyTerms terms;
  const auto way = find_way(reading, conversation, channels);
  if (!way) {
    terms.reason = way.error().message;
    return terms;
  }
  const auto& capabilities = way->channel->capabilities;
  terms.possible = true;
  terms.text_limit = capabilities.text_limit;
  terms.text_unit = capabilities.text_unit;
  terms.closes_at = way->closes_at;
  if (!way->channel->visitors_here && !capabilities.live) terms.undo_s = undo.count();
  return terms;
}

base::Result<WrittenMessage> write_note(store::Transaction& transaction, const rights::Principal& who,
                                        ids::Conversation conversation, const std::string& text) {
  auto state = find_workable(transaction, who, conversation);
  if (!state) return base::pass_on(state.error());
  auto checked = check_text(text, conversation::kTextLimit);
  if (!checked) return base::pass_on(checked.error());
  auto message = blank_message(transaction, who, state->conversation, Direction::internal, *std::move(checked));
  store::insert_message(transaction, message);
  WrittenMessage written{message, author_of(transaction, who), *std::move(state)};
  transaction.publish(who.organization_id, event::MessageCreated{written.message, written.author_name, written.state});
  return written;
}

}  // namespace workflow
