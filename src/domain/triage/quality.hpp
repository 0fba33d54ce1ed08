#pragma once
// How good triage is for one company, by what its own people put right, and whether what is said has changed.

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "domain/triage/verdict.hpp"

namespace triage {

// How often one was said and another meant; of intents, each name for itself, kNone where there was none.
inline constexpr const char* kNone = "none";
struct Confused {
  std::string said;
  std::string meant;
  std::int64_t count = 0;
};
// In order of the letters.
[[nodiscard]] std::vector<Confused> confusion(Field field, std::span<const Correction> corrections);

// The population stability index of shares then and now: below 0.1 nothing to speak of, above kDrifted something has changed. Values
// that came up never count as having come up half a time.
inline constexpr double kDrifted = 0.25;
using Counts = std::map<std::string, std::int64_t>;
[[nodiscard]] double stability_index(const Counts& before, const Counts& now);

}  // namespace triage
