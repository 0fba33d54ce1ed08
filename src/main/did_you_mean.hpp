#pragma once
// The end of a sentence about a wrong word: "; did you mean 'import'?", or "" when no candidate is near.

#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"

namespace heed {

[[nodiscard]] inline std::string did_you_mean(std::string_view wrong, const std::vector<std::string>& candidates) {
  const auto near = base::nearest(wrong, candidates);
  return near.empty() ? "" : "; did you mean '" + near + "'?";
}

}  // namespace heed
