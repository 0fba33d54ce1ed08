#pragma once
// What the team writes into a conversation: answers to the customer, and notes among ourselves.

#include <optional>
#include <string>

#include "base/result.hpp"
#include "channel/channel.hpp"
#include "domain/event.hpp"
#include "domain/rights/rights.hpp"
#include "store/transaction.hpp"

namespace workflow {

struct WrittenMessage {
  conversation::Message message;
  std::string author_name;
  event::ConversationState state;
};

struct ReplyText {
  ids::Conversation conversation_id;
  std::string text;
  std::optional<ids::Message> seen_message_id;  // The newest word the writer saw; a newer one is a conflict.
};

// Answers on the channel the conversation came from, stops its clock and, where nobody had it, gives it to the writer.
base::Result<WrittenMessage> send_reply(store::Transaction& transaction, const rights::Principal& who,
                                        const ReplyText& reply, const std::vector<channel::ChannelType>& channels);

base::Result<WrittenMessage> write_note(store::Transaction& transaction, const rights::Principal& who,
                                        ids::Conversation conversation, const std::string& text);

}  // namespace workflow
