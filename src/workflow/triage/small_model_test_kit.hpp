#pragma once
// A model that is trained in a moment, for tests of what becomes of models.

#include <string>

#include "domain/triage/train.hpp"

namespace workflow {

// Says of a post that it is "red", or that it is not; another name for what is not makes another model.
inline std::string small_model(const std::string& other) {
  triage::LabelledSet set;
  set.task = triage::task_called("colour");
  set.labels = {other, "red"};
  for (int i = 0; i < 40; ++i) {
    set.training.push_back({"the sky is blue", {0}, 0});
    set.training.push_back({"the rose is red", {1}, 0});
  }
  set.validation = set.training;
  return triage::write_model(triage::train({set}, {}).value().parts);
}

}  // namespace workflow
