#include "domain/triage/explain.hpp"

#include <algorithm>
#include <unordered_map>

namespace triage {
namespace {

constexpr std::size_t kMostPlaces = 4;
constexpr float kLeastShare = 0.1F;  // Of the strongest word: what is weaker is not worth showing.

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

Reason Explainer::reason(const Scorer& scorer, const TaskModel& task, Label label, std::string about) {
  scorer.weigh(task, label, of_words_, of_letters_);
  of_token_.assign(tokens_.size(), 0);
  share_out(scorer.features().words, of_words_, words_, of_token_);
  share_out(scorer.features().letters, of_letters_, letters_, of_token_);

  // Tokens that share a place, a word and its marks, speak together.
  struct Piece {
    Span place;
    float added = 0;
  };
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    const Span place = normaliser_.place(i);
    if (pieces.empty() || pieces.back().place.begin != place.begin) pieces.push_back({place, 0});
    pieces.back().added += of_token_[i];
  }
  float all = 0;
  for (const Piece& piece : pieces) all += std::max(piece.added, 0.0F);
  std::ranges::sort(pieces, std::greater<>(), &Piece::added);
  Reason reason{.about = std::move(about), .rule = {}, .weight = 0, .places = {}};
  float told = 0;
  for (const Piece& piece : pieces) {
    if (reason.places.size() == kMostPlaces || piece.added <= kLeastShare * pieces.front().added) break;
    reason.places.push_back(piece.place);
    told += piece.added;
  }
  if (all > 0) reason.weight = told / all;
  return reason;
}

}  // namespace triage
