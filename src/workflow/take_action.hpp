#pragma once
// What rules and macros do, each action through the function that people's own doing goes through: rights, events and the ledger of
// owed answers are the same.

#include <optional>
#include <string>

#include "base/result.hpp"
#include "domain/automation/rule.hpp"
#include "domain/rights/rights.hpp"
#include "store/transaction.hpp"

namespace workflow {

// A rule acts for the organization; nobody's name stands at what it does.
[[nodiscard]] rights::Principal as_rule(ids::Organization organization);

struct ActionSource {
  std::optional<ids::Rule> rule_id;  // None: a macro that somebody applies.
  std::string name;                  // Of the rule or the macro.
};

// Nothing changes, and that is no failure, where all is so already.
base::Result<void> take_action(store::Transaction& transaction, const rights::Principal& who, ids::Conversation conversation,
                               const automation::Action& action, const ActionSource& source);

}  // namespace workflow
