#pragma once
// What time alone brings: clocks that ran out, conversations that wake.

#include <cstdint>

#include "store/transaction.hpp"

namespace workflow {

// Marks running clocks whose time is over and tells of each once. Gives how many; call again while it is `limit`.
std::int64_t sweep_clocks(store::Transaction& transaction, std::int64_t limit);

// Opens snoozed conversations whose time has come.
std::int64_t wake_conversations(store::Transaction& transaction, std::int64_t limit);

}  // namespace workflow
