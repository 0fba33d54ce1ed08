#pragma once
// A rule or a second strike says how low a conversation's priority may be at most. It holds until another says so, whatever is said
// in the conversation, and stands among the reasons of the priority.

#include <cstdint>
#include <string>

#include "domain/event.hpp"
#include "store/rule_store.hpp"
#include "store/transaction.hpp"

namespace workflow {

// `rule`: the name of the one that says so; empty: it is the customer's second strike. What strikes said no rule lowers, and they lower
// nothing. Tells of it where the priority changes.
void raise_priority(store::Transaction& transaction, event::ConversationState state, std::int64_t floor,
                    const std::string& rule);

}  // namespace workflow
