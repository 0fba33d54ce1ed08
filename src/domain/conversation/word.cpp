#include "domain/conversation/word.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace conversation {
namespace {

// True when this is the newest word; it then becomes the preview.
bool note_last(Conversation& conversation, Direction direction, std::string_view text, base::Time said_at) {
  ++conversation.message_count;
  if (conversation.message_count > 1 && said_at < conversation.last_said_at) {
    conversation.first_said_at = std::min(conversation.first_said_at, said_at);
    return false;
  }
  if (conversation.message_count == 1) conversation.first_said_at = said_at;
  conversation.last_said_at = said_at;
  conversation.last_text = base::shorten(text, kPreviewPoints);
  conversation.last_direction = direction;
  return true;
}

}  // namespace

void hear(Conversation& conversation, std::string_view text, base::Time said_at) {
  const bool newest = note_last(conversation, Direction::inbound, text, said_at);
  const bool answered_since = !newest && conversation.last_direction == Direction::outbound;
  if (answered_since) return;
  if (!conversation.owed) {
    conversation.owed = true;
    conversation.owed_since = said_at;
    conversation.dismiss_reason.reset();
    conversation.dismiss_note.reset();
  } else {
    conversation.owed_since = std::min(conversation.owed_since.value_or(said_at), said_at);
  }
  conversation.status = Status::open;
  conversation.snoozed_until.reset();
  conversation.resolved_at.reset();
}

void answer(Conversation& conversation, std::string_view text, base::Time said_at) {
  const bool newest = note_last(conversation, Direction::outbound, text, said_at);
  if (!conversation.first_answered_at || said_at < *conversation.first_answered_at) conversation.first_answered_at = said_at;
  if (!newest && conversation.last_direction == Direction::inbound) return;
  conversation.owed = false;
  conversation.owed_since.reset();
  conversation.due_at.reset();
}

void dismiss(Conversation& conversation, DismissReason reason, std::optional<std::string> note) {
  conversation.owed = false;
  conversation.owed_since.reset();
  conversation.due_at.reset();
  conversation.dismiss_reason = reason;
  conversation.dismiss_note = std::move(note);
}

void withdraw_dismissal(Conversation& conversation) {
  if (!conversation.dismiss_reason) return;
  conversation.dismiss_reason.reset();
  conversation.dismiss_note.reset();
  if (conversation.last_direction != Direction::inbound) return;
  conversation.owed = true;
  conversation.owed_since = conversation.last_said_at;
}

}  // namespace conversation
