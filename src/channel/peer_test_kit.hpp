#pragma once
// What tests beside real software share (tests/peers): where it is, and the time as it is there.

#include <chrono>
#include <cstdlib>
#include <string>

#include "base/clock.hpp"

namespace channel {

// "" when it is not set.
inline std::string environment(const char* name) {
  const char* found = std::getenv(name);
  return found == nullptr ? "" : found;
}

class WorldClock final : public base::Clock {
 public:
  [[nodiscard]] base::Time now() const override {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
};

}  // namespace channel
