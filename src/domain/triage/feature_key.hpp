#pragma once
// How what a post shows becomes the key of a feature. Part of a model's file: whoever changes it makes all models anew.

#include <cstdint>

namespace triage {

inline constexpr std::uint64_t kHashStep = 0x100000001B3ULL;  // FNV-1a, over points.

// A last stir, so that keys of what differs in its last letter share no bits.
[[nodiscard]] constexpr std::uint32_t key_of(std::uint64_t hash) {
  hash ^= hash >> 32U;
  hash *= 0xD6E8FEB86659FD93ULL;
  return static_cast<std::uint32_t>(hash >> 32U);
}

}  // namespace triage
