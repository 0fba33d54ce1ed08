#include "domain/conversation/word.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "domain/triage/personal.hpp"

namespace conversation {
namespace {

void count(Conversation& conversation, base::Time said_at) {
  if (++conversation.message_count == 1) conversation.first_said_at = said_at;
  conversation.last_said_at = said_at;
}

void take_newest(Conversation& conversation, Direction direction, std::string_view text, base::Time said_at) {
  count(conversation, said_at);
  conversation.last_text = preview_of(text);
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

void note_answer(Conversation& conversation, base::Time said_at) {
  conversation.first_answered_at = std::min(conversation.first_answered_at.value_or(said_at), said_at);
}

}  // namespace

std::string preview_of(std::string_view text, std::size_t most_points) {
  return base::shorten(triage::masked(text), most_points);
}

void wake(Conversation& conversation) {
  conversation.status = Status::open;
  conversation.snoozed_until.reset();
  conversation.resolved_at.reset();
}

bool is_late(const Conversation& conversation, base::Time said_at) {
  return conversation.message_count > 0 && said_at <= conversation.last_said_at;
}

void hear_machine(Conversation& conversation, std::string_view text, base::Time said_at) {
  take_newest(conversation, Direction::inbound, text, said_at);
}

void say_by_machine(Conversation& conversation, base::Time said_at) { count(conversation, said_at); }

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

void dismiss(Conversation& conversation, DismissReason reason, std::optional<std::string> note) {
  owe_nothing(conversation);
  conversation.dismiss_reason = reason;
  conversation.dismiss_note = std::move(note);
}

}  // namespace conversation
