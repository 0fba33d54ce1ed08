#include "workflow/write_message.hpp"

#include <algorithm>

#include "base/blank.hpp"
#include "base/text.hpp"
#include "domain/conversation/word.hpp"
#include "store/message_store.hpp"
#include "store/outbound_store.hpp"
#include "workflow/acknowledge.hpp"
#include "workflow/conversation_change.hpp"
#include "workflow/forecast_queues.hpp"
#include "workflow/reply_way.hpp"
#include "workflow/uploads.hpp"

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

std::string author_of(store::Transaction& transaction, const rights::Principal& who) {
  return who.user_id ? store::find_author_name(transaction, who.organization_id, *who.user_id) : std::string();
}

// Refuses when somebody spoke after the word the writer saw last.
base::Result<void> check_nothing_newer(store::Transaction& transaction, const rights::Principal& who,
                                       const ReplyText& reply) {
  if (!reply.seen_message_id) return {};
  const auto newest = store::find_newest_said(transaction, who.organization_id, reply.conversation_id);
  if (!newest || newest->id == *reply.seen_message_id) return {};
  // Whoever saw what a machine of ours said saw what came before it.
  if (newest->id < *reply.seen_message_id) {
    const auto seen = store::find_message(transaction, who.organization_id, *reply.seen_message_id);
    if (seen && seen->conversation_id == reply.conversation_id) return {};
  }
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

// As it is to be sent: in several parts where one message may not be so long.
base::Result<std::vector<std::string>> parts_of(const ReplyText& reply, const Way& way) {
  const auto& capabilities = way.capabilities;
  const auto& channel = *way.channel;
  if (!reply.files.empty() && base::is_blank(base::to_storable(reply.text))) return std::vector{std::string()};
  const auto limit = static_cast<std::size_t>(capabilities.text_limit.value_or(conversation::kTextLimit));
  auto text = check_text(reply.text, channel.visitors_here ? limit : conversation::kTextLimit);
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

std::optional<std::vector<conversation::Attachment>> shown_files(const std::vector<conversation::Attachment>& files) {
  if (files.empty()) return std::nullopt;
  return files;
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
    part.message = blank_message(transaction, who.user_id, in, Direction::outbound, text);
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
  const auto& capabilities = way->capabilities;
  const bool leaves = !way->channel->visitors_here;
  const auto texts = parts_of(reply, *way);
  if (!texts) return base::pass_on(texts.error());
  if (auto newest = check_nothing_newer(transaction, who, reply); !newest) return base::pass_on(newest.error());
  const auto found = find_parent(transaction, reply, *way);
  if (!found) return base::pass_on(found.error());
  const std::optional<conversation::Message>& parent = *found;
  const bool is_public = parent ? parent->is_public : capabilities.is_public;
  const auto uploads = find_uploads(transaction, who, reply.files, capabilities, is_public);
  if (!uploads) return base::pass_on(uploads.error());

  if (!state->conversation.first_answered_at && withdraw_acknowledgement(transaction, state->conversation)) {
    state = find_workable(transaction, who, reply.conversation_id);
    if (!state) return base::pass_on(state.error());
  }
  ConversationChange change(*std::move(state));
  auto& conversation = change.state.conversation;
  const auto waited_since = conversation.owed ? conversation.owed_since : std::nullopt;
  const auto send_at = transaction.now() + (capabilities.live ? std::chrono::seconds(0) : undo);
  auto parts = queue_parts(transaction, who, conversation, *texts, base::to_storable(reply.text), send_at);
  for (auto& part : parts) {
    part.message.is_public = is_public;
    if (!leaves) {
      part.message.delivery = conversation::Delivery::sent;  // The customer reads our own record.
      part.outbound.reset();
    } else if (parent && &part == &parts.front()) {
      part.message.parent_external_id = parent->external_id;
    }
    conversation::answer(conversation, part.message.text, part.message.said_at);
  }
  if (!conversation.assignee_id) conversation.assignee_id = who.user_id;
  change.write(transaction, parts.front().message.said_at);
  if (waited_since) note_answer(transaction, parts.front().message, conversation.team_id, *waited_since);
  for (auto& part : parts) {
    store::insert_message(transaction, part.message);
    if (part.outbound) store::insert_outbound(transaction, *part.outbound);
    if (&part == &parts.front()) part.files = attach_uploads(transaction, part.message.id, *uploads);
    part.author_name = author_of(transaction, who);
    part.state = change.state;
    transaction.publish(
        who.organization_id,
        event::MessageCreated{part.message, part.author_name, part.state, part.outbound, {}, shown_files(part.files)});
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
  const auto& capabilities = way->capabilities;
  terms.possible = true;
  terms.text_limit = capabilities.text_limit;
  terms.text_unit = capabilities.text_unit;
  terms.closes_at = way->closes_at;
  if (!way->channel->visitors_here && !capabilities.live) terms.undo_s = undo.count();
  const auto& heard = way->heard;
  const bool is_public = heard ? heard->is_public : capabilities.is_public;
  if (!is_public && !capabilities.private_files) return terms;
  terms.files = capabilities.files;
  terms.file_bytes = std::min(capabilities.file_bytes, static_cast<std::int64_t>(conversation::kMostAttachmentBytes));
  terms.file_types = capabilities.file_types;
  terms.lone_file_types = capabilities.lone_file_types;
  return terms;
}

base::Result<WrittenMessage> write_note(store::Transaction& transaction, const rights::Principal& who,
                                        ids::Conversation conversation, const std::string& text) {
  auto state = find_workable(transaction, who, conversation);
  if (!state) return base::pass_on(state.error());
  auto checked = check_text(text, conversation::kTextLimit);
  if (!checked) return base::pass_on(checked.error());
  auto message = blank_message(transaction, who.user_id, state->conversation, Direction::internal, *std::move(checked));
  store::insert_message(transaction, message);
  WrittenMessage written{message, author_of(transaction, who), *std::move(state)};
  transaction.publish(who.organization_id, event::MessageCreated{written.message, written.author_name, written.state});
  return written;
}

}  // namespace workflow
