#pragma once
// Rows of macros, and of the drafts that rules made of them.

#include <optional>
#include <vector>

#include "domain/automation/macro.hpp"
#include "store/transaction.hpp"

namespace store {

// By their names.
[[nodiscard]] std::vector<automation::Macro> list_macros(Reading& reading, ids::Organization organization);
[[nodiscard]] std::optional<automation::Macro> find_macro(Reading& reading, ids::Organization organization, ids::Macro id);
void insert_macro(Transaction& transaction, const automation::Macro& macro);
void update_macro(Transaction& transaction, const automation::Macro& macro);
void delete_macro(Transaction& transaction, ids::Organization organization, ids::Macro id);

// Those that are offered, the oldest first.
[[nodiscard]] std::vector<automation::Draft> list_drafts(Reading& reading, ids::Organization organization,
                                                         ids::Conversation conversation);
[[nodiscard]] std::optional<automation::Draft> find_draft(Reading& reading, ids::Organization organization, ids::Draft id);
void insert_draft(Transaction& transaction, const automation::Draft& draft);
// False where it was settled before.
[[nodiscard]] bool settle_draft(Transaction& transaction, ids::Organization organization, ids::Draft id,
                                automation::DraftState state, std::optional<ids::User> by);

}  // namespace store
