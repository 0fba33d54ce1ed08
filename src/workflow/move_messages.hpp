#pragma once
// Messages moved from one conversation to another: merged or split by hand, with undo, or because a thread's beginning
// became known.

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/result.hpp"
#include "domain/event.hpp"
#include "domain/rights/rights.hpp"
#include "store/transaction.hpp"

namespace workflow {

// All that is said in `source` stands in `target` from then on; `source` is closed and in no list any more. Both are of one
// contact and inbox. `by`: none for the system. Gives the target as it stands then.
event::ConversationState merge_into(store::Transaction& transaction, event::ConversationState source,
                                    event::ConversationState target, std::optional<ids::User> by);

}  // namespace workflow
