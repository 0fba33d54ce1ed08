#pragma once
// A model that is trained in a moment, for tests of what becomes of models.

#include <cstdint>
#include <string>

#include "domain/triage/train.hpp"

namespace workflow {

// Says "red" or "blue" of a post, by its words.
inline std::string small_model(std::uint64_t seed) {
  triage::LabelledSet set;
  set.task = triage::task_called("colour");
  set.labels = {"blue", "red"};
  for (int i = 0; i < 40; ++i) {
    const std::string filler = " number " + std::to_string(i + static_cast<int>(seed));
    set.training.push_back({"the sky is blue" + filler, {0}, 0});
    set.training.push_back({"the rose is red" + filler, {1}, 0});
  }
  set.validation = set.training;
  return triage::write_model(triage::train({set}, {}).value().parts);
}

}  // namespace workflow
