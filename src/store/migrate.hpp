#pragma once
// Brings a database to this program's schema: forward only, each migration in a transaction of its own.

#include "base/clock.hpp"
#include "store/engine.hpp"

namespace store {

// Throws StoreError when the database was written by a newer Heed.
void migrate(EngineConnection& connection, const Catalogue& catalogue, base::Time now);

}  // namespace store
