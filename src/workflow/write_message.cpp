#include "workflow/write_message.hpp"

#include <algorithm>

#include "base/blank.hpp"
#include "base/text.hpp"
#include "domain/conversation/word.hpp"
#include "store/inbox_store.hpp"
#include "store/message_store.hpp"
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

}  // namespace

base::Result<WrittenMessage> send_reply(store::Transaction& transaction, const rights::Principal& who,
                                        const ReplyText& reply, const std::vector<channel::ChannelType>& channels) {
  auto state = find_workable(transaction, who, reply.conversation_id);
  if (!state) return base::pass_on(state.error());
  const auto inbox = store::find_inbox(transaction, who.organization_id, state->conversation.inbox_id);
  if (!inbox) return base::fail(FailureKind::not_found, "The inbox of this conversation is gone.");
  const auto* channel = channel::find_channel(channels, inbox->channel);
  if (channel == nullptr || !channel->capabilities.can_reply || !channel->visitors_here)
    return base::fail(FailureKind::conflict, "This conversation was imported; there is no way to answer it from here.");
  if (!inbox->enabled) return base::fail(FailureKind::conflict, "The inbox \"" + inbox->name + "\" is switched off.");
  const auto limit = channel->capabilities.text_limit.value_or(static_cast<std::int64_t>(conversation::kTextLimit));
  auto text = check_text(reply.text, static_cast<std::size_t>(limit));
  if (!text) return base::pass_on(text.error());
  if (auto newest = check_nothing_newer(transaction, who, reply); !newest) return base::pass_on(newest.error());

  ConversationChange change(*std::move(state));
  auto message = blank_message(transaction, who, change.state.conversation, Direction::outbound, *std::move(text));
  message.is_public = channel->capabilities.is_public;
  message.delivery = conversation::Delivery::sent;  // The customer reads our own record.
  conversation::answer(change.state.conversation, message.text, message.said_at);
  if (!change.state.conversation.assignee_id) change.state.conversation.assignee_id = who.user_id;
  change.write(transaction, std::chrono::seconds(inbox->first_response_s), message.said_at);
  store::insert_message(transaction, message);
  WrittenMessage written{message, author_of(transaction, who), change.state};
  transaction.publish(who.organization_id, event::MessageCreated{written.message, written.author_name, written.state});
  return written;
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
