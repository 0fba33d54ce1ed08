#pragma once
// Which words of a message spoke for what a model said of it: what each feature added to the label's score, given to the
// words that the feature is made of.

#include <string_view>
#include <vector>

#include "domain/triage/features.hpp"
#include "domain/triage/model.hpp"
#include "domain/triage/triage.hpp"

namespace triage {

class Explainer {
 public:
  // `scorer` has read the same text.
  void read(std::string_view text);
  // The words that spoke most for the label, the strongest first, at most a few; their weight is their share of all that
  // spoke for it. No place where nothing did.
  [[nodiscard]] Reason reason(const Scorer& scorer, const TaskModel& task, Label label, std::string about);

 private:
  Normaliser normaliser_;
  std::span<const Token> tokens_;
  std::vector<StandingFeature> words_;
  std::vector<StandingFeature> letters_;
  std::vector<float> of_words_;
  std::vector<float> of_letters_;
  std::vector<float> of_token_;
};

}  // namespace triage
