#pragma once
// What a word does to the conversation it falls into. A word that arrives late (said before the last one we know) is
// kept, but does not turn the owed flag or the preview back.

#include <string_view>

#include "domain/conversation/conversation.hpp"

namespace conversation {

inline constexpr std::size_t kPreviewPoints = 140;

// Code points of a message at most; a platform's own limit may be lower.
inline constexpr std::size_t kTextLimit = 20'000;

// The customer said something: the conversation is owed an answer, and awake.
void hear(Conversation& conversation, std::string_view text, base::Time said_at);

// A person of ours answered on the same channel: nothing is owed until the customer speaks again.
void answer(Conversation& conversation, std::string_view text, base::Time said_at);

// A person decided, with a reason, that no answer is owed.
void dismiss(Conversation& conversation, DismissReason reason, std::optional<std::string> note);

// The dismissal is taken back: where the last word is the customer's, an answer is owed again since then.
void withdraw_dismissal(Conversation& conversation);

}  // namespace conversation
