#pragma once
// A stored conversation told anew from its words (domain/conversation/story.hpp), with the clocks that follow from them:
// after a word arrived late, was deleted on the platform, or moved from one conversation to another.

#include <optional>

#include "domain/event.hpp"
#include "store/transaction.hpp"
#include "workflow/promises.hpp"

namespace workflow {

// Reads the words as they are stored, changes `state` and writes conversation and clocks. Clocks that still fit keep their
// ids and targets; `promises` are for new ones. What is owed again wakes the conversation, and so does `heard`, when the
// customer said something new, if it is unanswered.
void retell_conversation(store::Transaction& transaction, event::ConversationState& state, Promises& promises,
                         std::optional<base::Time> heard = {});
void retell_conversation(store::Transaction& transaction, event::ConversationState& state,
                         std::optional<base::Time> heard = {});

}  // namespace workflow
