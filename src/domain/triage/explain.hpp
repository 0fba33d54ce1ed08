#pragma once
// Which words of a message, and which concepts in it, spoke for what a model said of it: what each feature added to the label's
// score, given to the words or the concepts that the feature is made of.

#include <optional>
#include <string>
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
  // The words and the concepts that spoke most for the label, the strongest first, at most a few; their weight is their share of
  // all that spoke for it. None where nothing did. Always of the same scorer.
  [[nodiscard]] Reason reason(const Scorer& scorer, const TaskModel& task, Label label, std::string about);

 private:
  // Tokens that share a place, a word and its marks, speak together.
  struct Piece {
    Span place;
    float added = 0;
  };
  // Both as they added to the score, the strongest first.
  [[nodiscard]] std::vector<Piece> weigh_words(const Scorer& scorer);
  [[nodiscard]] std::vector<SpokenOf> weigh_concepts(const Scorer& scorer);

  Normaliser normaliser_;
  std::span<const Token> tokens_;
  std::vector<StandingFeature> words_;
  std::vector<StandingFeature> letters_;
  std::vector<StandingFeature> concepts_;
  Scorer::Weighed weighed_;
  std::vector<float> shares_;                      // Of each token, then of each concept.
  std::optional<std::vector<std::string>> names_;  // Of the model's concepts; found when they are asked for first.
};

}  // namespace triage
