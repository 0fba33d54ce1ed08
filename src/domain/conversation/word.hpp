#pragma once
// What a word does to the conversation it falls into when it is the newest, as most are when they arrive. The others are
// seen among all words there are: story.hpp.

#include <optional>
#include <string>
#include <string_view>

#include "domain/conversation/conversation.hpp"

namespace conversation {

inline constexpr std::size_t kPreviewPoints = 140;

// What lists, notifications and alerts show of a message: its beginning, card numbers and the like masked. The thread shows
// it whole.
[[nodiscard]] std::string preview_of(std::string_view text, std::size_t most_points = kPreviewPoints);

// Code points of a message at most; a platform's own limit may be lower.
inline constexpr std::size_t kTextLimit = 20'000;

// True for a word that is not surely the newest we know; its conversation is told anew (story.hpp).
[[nodiscard]] bool is_late(const Conversation& conversation, base::Time said_at);

// A machine of theirs, within a conversation: nothing is owed for it, and nothing opens again.
void hear_machine(Conversation& conversation, std::string_view text, base::Time said_at);
// A machine of ours: it answers nothing, and the customer's word stays what is shown of the conversation.
void say_by_machine(Conversation& conversation, base::Time said_at);
// The customer said something, and nothing newer is known: the conversation is owed an answer, and awake.
void hear(Conversation& conversation, std::string_view text, base::Time said_at);

// A person of ours answered on the same channel: nothing is owed until the customer speaks again.
void answer(Conversation& conversation, std::string_view text, base::Time said_at);

// A person decided, with a reason, that no answer is owed.
void dismiss(Conversation& conversation, DismissReason reason, std::optional<std::string> note);

// Open again, and awake.
void wake(Conversation& conversation);

}  // namespace conversation
