#pragma once
// Who is there: said by people themselves, or found out by the server that serves their screens.

#include <vector>

#include "base/result.hpp"
#include "domain/rights/rights.hpp"
#include "domain/routing/decision.hpp"
#include "store/transaction.hpp"

namespace workflow {

// Of oneself anything; leads say of others that they are away or off, never that they are there.
base::Result<void> set_presence(store::Transaction& transaction, const rights::Principal& who, ids::User user,
                                routing::Presence presence);

// Nobody looks at a screen of theirs any more: who said that they are there is away.
bool find_gone(store::Transaction& transaction, ids::Organization organization, ids::User user);
// They are back: who was found away is there again. What somebody said stays said.
bool find_back(store::Transaction& transaction, ids::Organization organization, ids::User user);

}  // namespace workflow
