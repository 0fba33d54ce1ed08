#pragma once
// Waiting, for coroutines on the event loop. Cancelling (terminal) ends it at once.

#include <chrono>

#include "net/task.hpp"

namespace net {

Task<void> sleep_for(std::chrono::milliseconds time);

}  // namespace net
