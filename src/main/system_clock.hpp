#pragma once
// The real time; the only place that reads it for the program.

#include "base/clock.hpp"

namespace heed {

class SystemClock final : public base::Clock {
 public:
  [[nodiscard]] base::Time now() const override {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
};

}  // namespace heed
