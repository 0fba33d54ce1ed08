#pragma once
// From a URL to the first connection. Internal to the store.

#include <memory>

#include "store/engine.hpp"

namespace store {

// Tries until options.connect_limit has passed while the server is merely away; tells options.on_wait.
[[nodiscard]] std::unique_ptr<EngineConnection> connect_waiting(Engine& engine, const StoreOptions& options);

}  // namespace store
