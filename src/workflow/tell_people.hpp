#pragma once
// What a rule has somebody told by name.

#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/automation/rule.hpp"
#include "domain/event.hpp"
#include "store/transaction.hpp"

namespace workflow {

// Leads; where there is none, who stands above them.
[[nodiscard]] std::vector<ids::User> leads_of(store::Reading& reading, ids::Organization organization);

// The colleague whom the action names, or whoever is its assignee, its team, or a lead by now. A failure where that is nobody.
base::Result<void> tell_people(store::Transaction& transaction, const event::ConversationState& state,
                               const automation::Action& action, const std::string& text);

}  // namespace workflow
