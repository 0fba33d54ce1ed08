#include "domain/conversation/word.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace conversation {
namespace {

void take_newest(Conversation& conversation, Direction direction, std::string_view text, base::Time said_at) {
  if (++conversation.message_count == 1) conversation.first_said_at = said_at;
  conversation.last_said_at = said_at;
  conversation.last_text = base::shorten(text, kPreviewPoints);
  conversation.last_direction = direction;
}

void forget_dismissal(Conversation& conversation) {
  conversation.dismiss_reason.reset();
  conversation.dismiss_note.reset();
}

void owe(Conversation& conversation, base::Time since) {
  conversation.owed = true;
  conversation.owed_since = since;
  forget_dismissal(conversation);
}

void owe_nothing(Conversation& conversation) {
  conversation.owed = false;
  conversation.owed_since.reset();
  conversation.due_at.reset();
}

void wake(Conversation& conversation) {
  conversation.status = Status::open;
  conversation.snoozed_until.reset();
  conversation.resolved_at.reset();
}

void note_answer(Conversation& conversation, base::Time said_at) {
  conversation.first_answered_at = std::min(conversation.first_answered_at.value_or(said_at), said_at);
}

}  // namespace

std::optional<base::Time> waiting_since(std::span<const Said> words) {
  std::optional<base::Time> since;
  for (const auto& word : words) {
    if (word.direction == Direction::outbound) since.reset();
    else if (!since) since = word.said_at;
  }
  return since;
}

bool is_late(const Conversation& conversation, base::Time said_at) {
  return conversation.message_count > 0 && said_at < conversation.last_said_at;
}

void hear(Conversation& conversation, std::string_view text, base::Time said_at) {
  take_newest(conversation, Direction::inbound, text, said_at);
  if (!conversation.owed) owe(conversation, said_at);
  wake(conversation);
}

void answer(Conversation& conversation, std::string_view text, base::Time said_at) {
  take_newest(conversation, Direction::outbound, text, said_at);
  note_answer(conversation, said_at);
  owe_nothing(conversation);
  forget_dismissal(conversation);
}

void add_late(Conversation& conversation, Said word, std::vector<Said> others) {
  ++conversation.message_count;
  conversation.first_said_at = std::min(conversation.first_said_at, word.said_at);
  if (word.direction == Direction::outbound) note_answer(conversation, word.said_at);
  others.insert(std::ranges::upper_bound(others, word.said_at, {}, &Said::said_at), word);
  const auto waiting = waiting_since(others);
  if (!waiting) return;  // We spoke after it.
  const bool unanswered = word.direction == Direction::inbound && word.said_at >= *waiting;
  // Whoever dismissed the others did not know of this one.
  if (conversation.owed) conversation.owed_since = waiting;
  else if (unanswered) owe(conversation, word.said_at);
  if (unanswered) wake(conversation);
}

void dismiss(Conversation& conversation, DismissReason reason, std::optional<std::string> note) {
  owe_nothing(conversation);
  conversation.dismiss_reason = reason;
  conversation.dismiss_note = std::move(note);
}

void withdraw_dismissal(Conversation& conversation, std::optional<base::Time> waiting) {
  if (!conversation.dismiss_reason) return;
  if (waiting) owe(conversation, *waiting);
  else forget_dismissal(conversation);
}

}  // namespace conversation
