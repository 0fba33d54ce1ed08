#pragma once
// A stored conversation told anew from its words (domain/conversation/story.hpp), with the clocks that follow from them:
// after a word arrived late, was deleted on the platform, or moved from one conversation to another.

#include <chrono>
#include <optional>

#include "domain/event.hpp"
#include "store/transaction.hpp"

namespace workflow {

// Within which time a clock started now in this conversation wants an answer.
[[nodiscard]] std::chrono::seconds target_of(store::Reading& reading, const conversation::Conversation& conversation);

// Reads the words as they are stored, changes `state` and writes conversation and clocks. Clocks that still fit keep their
// ids and targets; `target` is for new ones. What is owed again wakes the conversation, and so does `heard`, when the
// customer said something new, if it is unanswered.
void retell_conversation(store::Transaction& transaction, event::ConversationState& state, std::chrono::seconds target,
                         std::optional<base::Time> heard = {});

}  // namespace workflow
