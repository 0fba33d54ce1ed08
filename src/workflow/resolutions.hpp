#pragma once
// The clocks of solutions (domain/sla/solution.hpp), where a policy promises one. Whoever writes a conversation keeps its clock, by
// keep_resolution(); where no policy promises any, that costs a look at what is kept of the policies.

#include <cstdint>

#include "domain/event.hpp"
#include "domain/rights/rights.hpp"
#include "domain/sla/solution.hpp"
#include "store/transaction.hpp"
#include "workflow/promises.hpp"

namespace workflow {

// Begins, rests, renews or ends it as the conversation stands in `state`, which is stored already.
void keep_resolution(store::Transaction& transaction, Promises& promises, const event::ConversationState& state,
                     const sla::Wish& wish = {});

// A person opens again what is resolved in `state`, or merged, and the customer said nothing new: that clock runs on.
void reopen_resolution(store::Transaction& transaction, Promises& promises, const event::ConversationState& state);

// Does what is due and tells of it: a warning, a breach, the steps after it, each once. Gives how many were looked at; call again
// while it is `limit`. To be called every second.
std::int64_t fire_resolutions(store::Transaction& transaction, std::int64_t limit);

}  // namespace workflow
