#pragma once
// What time alone brings: clocks that ran out, conversations that wake.

#include <cstdint>

#include "store/transaction.hpp"

namespace workflow {

// Does what is due for running clocks and tells of each once: a warning, a breach, a step after it. Each is claimed in this
// transaction, so that of several servers one does it. Gives how many were looked at; call again while it is `limit`.
std::int64_t sweep_clocks(store::Transaction& transaction, std::int64_t limit);

// After policies or hours changed: gives running clocks the deadline that holds now, and tells of each that moves. Gives 0 when
// nothing is left to do; call again until then.
std::int64_t reckon_clocks(store::Transaction& transaction, std::int64_t limit);

// Opens snoozed conversations whose time has come.
std::int64_t wake_conversations(store::Transaction& transaction, std::int64_t limit);

}  // namespace workflow
