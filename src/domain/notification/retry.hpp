#pragma once
// When what could not be told outside is tried again.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

namespace notification {

// How long to wait after the n-th attempt (from 1): 15 seconds, then twice as long each time, up to ten minutes; as long as the
// other end asks for, where that is longer.
[[nodiscard]] inline std::chrono::seconds pause_after_try(std::int64_t tries,
                                                          std::optional<std::chrono::seconds> asked = std::nullopt) {
  constexpr std::chrono::seconds kFirst{15}, kLongest{600};
  auto pause = kFirst;
  for (std::int64_t i = 1; i < tries && pause < kLongest; ++i) pause *= 2;
  return std::max(std::min(pause, kLongest), asked.value_or(std::chrono::seconds(0)));
}

}  // namespace notification
