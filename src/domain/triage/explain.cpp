#include "domain/triage/explain.hpp"

#include <algorithm>
#include <cstdint>
#include <unordered_map>

namespace triage {
namespace {

constexpr std::size_t kMostPlaces = 4;
constexpr std::size_t kMostConcepts = 4;
constexpr float kLeastShare = 0.1F;   // Of the strongest word: what is weaker is not worth showing.
constexpr double kLeastOfAll = 0.05;  // Of all that spoke for it: a concept that had less did not decide it.

// What a feature added, over all the places where it stands.
void share_out(const std::vector<Feature>& block, const std::vector<float>& added,
               const std::vector<StandingFeature>& standing, std::vector<float>& of_token) {
  struct Sum {
    float added = 0;
    int times = 0;
  };
  std::unordered_map<std::uint32_t, Sum> by_key;
  for (std::size_t i = 0; i < block.size(); ++i)
    if (added[i] != 0) by_key[block[i].key].added = added[i];
  for (const StandingFeature& one : standing)
    if (const auto found = by_key.find(one.key); found != by_key.end()) ++found->second.times;
  for (const StandingFeature& one : standing) {
    const auto found = by_key.find(one.key);
    if (found == by_key.end()) continue;
    const float each =
        found->second.added / static_cast<float>(found->second.times) / static_cast<float>(one.last - one.first + 1);
    for (std::uint32_t token = one.first; token <= one.last; ++token) of_token[token] += each;
  }
}

}  // namespace

void Explainer::read(std::string_view text) {
  tokens_ = normaliser_.read_with_places(text);
  FeatureReader::list(normaliser_, tokens_, words_, letters_);
}

std::vector<Explainer::Piece> Explainer::weigh_words(const Scorer& scorer) {
  shares_.assign(tokens_.size(), 0);
  share_out(scorer.features().words, weighed_.words, words_, shares_);
  share_out(scorer.features().letters, weighed_.letters, letters_, shares_);
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    const Span place = normaliser_.place(i);
    if (pieces.empty() || pieces.back().place.begin != place.begin) pieces.push_back({place, 0});
    pieces.back().added += shares_[i];
  }
  std::ranges::sort(pieces, std::greater<>(), &Piece::added);
  return pieces;
}

std::vector<SpokenOf> Explainer::weigh_concepts(const Scorer& scorer) {
  if (weighed_.concepts.empty()) return {};
  if (!names_) names_ = scorer.concept_names();
  const auto found = scorer.concepts();
  FeatureReader::list_concepts(found, concepts_);
  shares_.assign(found.size(), 0);
  std::unordered_map<std::uint32_t, float> added;
  for (std::size_t i = 0; i < weighed_.concepts.size(); ++i)
    added.emplace(scorer.features().concepts[i].key, weighed_.concepts[i]);
  for (const StandingFeature& one : concepts_) {  // Of what two concepts added together, each has half.
    shares_[one.first] += added[one.key] / 2;
    shares_[one.last] += added[one.key] / 2;
  }
  std::vector<SpokenOf> spoken;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const std::size_t number = found[i] % Concepts::kNegatedConcept;
    std::string name = number < names_->size() ? (*names_)[number] : std::string();
    spoken.push_back({std::move(name), found[i] >= Concepts::kNegatedConcept, shares_[i]});
  }
  std::ranges::sort(spoken, std::greater<>(), &SpokenOf::weight);
  return spoken;
}

Reason Explainer::reason(const Scorer& scorer, const TaskModel& task, Label label, std::string about) {
  scorer.weigh(task, label, weighed_);
  const auto pieces = weigh_words(scorer);
  auto concepts = weigh_concepts(scorer);
  double all = 0;
  for (const Piece& piece : pieces) all += std::max(piece.added, 0.0F);
  for (const SpokenOf& one : concepts) all += std::max(one.weight, 0.0);
  Reason reason{.about = std::move(about), .rule = {}, .weight = 0, .places = {}, .concepts = {}};
  if (all <= 0) return reason;
  for (const Piece& piece : pieces) {
    if (reason.places.size() == kMostPlaces || piece.added <= kLeastShare * pieces.front().added) break;
    reason.places.push_back(piece.place);
    reason.weight += piece.added / all;
  }
  for (SpokenOf& one : concepts) {
    one.weight /= all;
    if (reason.concepts.size() == kMostConcepts || one.weight < kLeastOfAll) break;
    if (!one.name.empty()) reason.concepts.push_back(std::move(one));
  }
  return reason;
}

}  // namespace triage
