#pragma once
// What the team writes into a conversation: answers to the customer, and notes among ourselves.

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "channel/channel.hpp"
#include "domain/conversation/attachment.hpp"
#include "domain/event.hpp"
#include "domain/rights/rights.hpp"
#include "store/transaction.hpp"

namespace workflow {

struct WrittenMessage {
  conversation::Message message;
  std::string author_name;
  event::ConversationState state;
  std::optional<conversation::Outbound> outbound;  // Of a message that leaves.
  std::vector<conversation::Attachment> files = {};
};

// How long an answer waits before it leaves, unless told otherwise: so long it can be taken back without anybody having seen it.
inline constexpr std::chrono::seconds kUndo{5};
// Messages that one long answer may be cut into.
inline constexpr std::size_t kMostParts = 20;

struct ReplyText {
  ids::Conversation conversation_id;
  std::string text;
  std::optional<ids::Message> seen_message_id = std::nullopt;  // The newest word the writer saw; a newer one is a conflict.
  std::optional<ids::Message> parent_id = std::nullopt;        // The word it answers; the customer's last when left out.
  std::vector<ids::Attachment> files =
      {};  // Uploads of the writer's (uploads.hpp): the message's from then on. Then `text` may be empty.
};

// Answers on the channel the conversation came from, stops its clock and, where nobody had it, gives it to the writer. Where the
// customer reads our own record it is there at once; else it is queued, in several parts where the channel's messages are
// shorter, and the first of them comes back. Should it not get through, the conversation is owed an answer again.
base::Result<WrittenMessage> send_reply(store::Transaction& transaction, const rights::Principal& who,
                                        const ReplyText& reply, const std::vector<channel::ChannelType>& channels,
                                        std::chrono::seconds undo = kUndo);

// What the composer has to know before anybody writes.
struct ReplyTerms {
  bool possible = false;
  std::string reason;                      // Why it is not; a sentence.
  std::optional<std::int64_t> text_limit;  // Of one message; longer answers go as several where the channel is called.
  channel::TextUnit text_unit = channel::TextUnit::code_points;
  std::optional<base::Time> closes_at;  // When the channel lets us answer no more.
  std::int64_t undo_s = 0;
  // Files with one message, as channel::Capabilities has them; none where they cannot go with this answer.
  std::int64_t files = 0;
  std::int64_t file_bytes = 0;
  std::vector<std::string> file_types;
  std::vector<std::string> lone_file_types;
};
[[nodiscard]] ReplyTerms reply_terms(store::Reading& reading, const conversation::Conversation& conversation,
                                     const std::vector<channel::ChannelType>& channels, std::chrono::seconds undo = kUndo);

base::Result<WrittenMessage> write_note(store::Transaction& transaction, const rights::Principal& who,
                                        ids::Conversation conversation, const std::string& text);

}  // namespace workflow
