#include "domain/triage/features.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "domain/triage/feature_key.hpp"

namespace triage {
namespace {

constexpr std::size_t kLongestWord = 64;  // Points whose letters are counted.
constexpr std::size_t kFewestLetters = 2;
constexpr std::size_t kMostLetters = 5;
constexpr std::uint64_t kNegated = 0x9E3779B97F4A7C15ULL;
constexpr std::uint64_t kPair = 0x5BD1E9955BD1E995ULL;
constexpr std::uint64_t kTriple = 0x1B8735931B873593ULL;
constexpr std::uint64_t kLetters = 0xA0761D6478BD642FULL;
constexpr std::uint64_t kConcept = 0xC2B2AE3D27D4EB4FULL;
constexpr std::size_t kMostConcepts = 24;  // Of a post: each stands with each other once.

float weight_of(std::uint32_t count) {
  static const auto kWeights = [] {
    std::array<float, 64> weights{};
    for (std::size_t i = 1; i < weights.size(); ++i) weights[i] = 1.0F + std::log(static_cast<float>(i));
    return weights;
  }();
  return kWeights[std::min<std::size_t>(count, kWeights.size() - 1)];
}

template <class Count>
void count_letters(std::u32string_view word, Count&& count) {
  // The word between two spaces: beginnings and endings are features of their own.
  std::array<char32_t, kLongestWord + 2> padded{};
  const std::size_t length = std::min(word.size(), kLongestWord);
  padded[0] = ' ';
  std::copy_n(word.begin(), length, padded.begin() + 1);
  padded[length + 1] = ' ';
  const std::size_t size = length + 2;
  for (std::size_t first = 0; first + 1 < size; ++first) {
    std::uint64_t hash = (kLetters ^ padded[first]) * kHashStep;
    const std::size_t end = std::min(size, first + kMostLetters);
    for (std::size_t i = first + kFewestLetters - 1; i < end; ++i) {
      hash = (hash ^ padded[i]) * kHashStep;
      count(key_of(hash));
    }
  }
}

// Words alone, in twos and in threes, with the first and the last token of each.
template <class Count>
void for_each_word(std::span<const Token> tokens, Count&& count) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    count(key_of(tokens[i].negated ? tokens[i].hash * kNegated : tokens[i].hash), i, i);
    if (i + 1 == tokens.size()) break;
    const std::uint64_t pair = tokens[i].hash * 31 + tokens[i + 1].hash;
    count(key_of(pair ^ kPair), i, i + 1);
    if (i + 2 == tokens.size()) continue;
    count(key_of((pair * 31 + tokens[i + 2].hash) ^ kTriple), i, i + 2);
  }
}

// Each concept alone, and with each that comes after it.
template <class Take>
void for_each_concept(std::span<const Concept> concepts, const Take& take) {
  for (std::size_t i = 0; i < concepts.size(); ++i) {
    const std::uint64_t hash = (kConcept ^ concepts[i]) * kHashStep;
    take(key_of(hash), i, i);
    for (std::size_t k = i + 1; k < concepts.size(); ++k) take(key_of((hash ^ concepts[k]) * kHashStep), i, k);
  }
}

}  // namespace

void FeatureReader::Counter::begin(std::size_t most, std::vector<Feature>& out) {
  out.clear();
  out_ = &out;
  const std::size_t wanted = std::bit_ceil(std::max<std::size_t>(most * 2, 64));
  if (slots_.size() < wanted) {
    slots_.assign(wanted, {});
    round_ = 0;
  }
  if (++round_ == 0) {
    std::ranges::fill(slots_, Slot{});
    round_ = 1;
  }
  mask_ = static_cast<std::uint32_t>(wanted - 1);
}

void FeatureReader::Counter::count(std::uint32_t key) {
  for (std::uint32_t place = key & mask_;; place = (place + 1) & mask_) {
    Slot& slot = slots_[place];
    if (slot.round != round_) {
      slot = {key, round_, static_cast<std::uint16_t>(out_->size())};
      out_->push_back({key, 1});
      return;
    }
    if (slot.key == key) {
      (*out_)[slot.index].weight += 1;
      return;
    }
  }
}

void FeatureReader::Counter::end() {
  for (Feature& feature : *out_)
    if (feature.weight > 1) feature.weight = weight_of(static_cast<std::uint32_t>(feature.weight));
}

const Features& FeatureReader::read(std::string_view post) {
  const auto tokens = normaliser_.read(post);
  counter_.begin(tokens.size() * 3, features_.words);
  for_each_word(tokens, [this](std::uint32_t key, std::size_t, std::size_t) { counter_.count(key); });
  counter_.end();

  std::size_t letters = 0;
  for (const Token& token : tokens)
    if (token.kind == TokenKind::word) letters += std::min<std::size_t>(token.end - token.begin, kLongestWord) + 1;
  counter_.begin(letters * (kMostLetters - kFewestLetters + 1), features_.letters);
  for (const Token& token : tokens) {
    if (token.kind == TokenKind::word)
      count_letters(normaliser_.points(token), [this](std::uint32_t key) { counter_.count(key); });
  }
  counter_.end();
  count_concepts(tokens);
  return features_;
}

void FeatureReader::list(const Normaliser& normaliser, std::span<const Token> tokens, std::vector<StandingFeature>& words,
                         std::vector<StandingFeature>& letters) {
  words.clear();
  letters.clear();
  for_each_word(tokens, [&words](std::uint32_t key, std::size_t first, std::size_t last) {
    words.push_back({key, static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last)});
  });
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind == TokenKind::word)
      count_letters(normaliser.points(tokens[i]), [&](std::uint32_t key) { letters.push_back({key, i, i}); });
  }
}

void FeatureReader::count_concepts(std::span<const Token> tokens) {
  found_.clear();
  if (lexicon_ != nullptr) lexicon_->find(tokens, normaliser_, found_);
  std::ranges::sort(found_);
  found_.erase(std::ranges::unique(found_).begin(), found_.end());
  if (found_.size() > kMostConcepts) found_.resize(kMostConcepts);
  counter_.begin(found_.size() * (found_.size() + 1) / 2, features_.concepts);
  for_each_concept(found_, [this](std::uint32_t key, std::size_t, std::size_t) { counter_.count(key); });
  counter_.end();
}

void FeatureReader::list_concepts(std::span<const Concept> concepts, std::vector<StandingFeature>& out) {
  out.clear();
  for_each_concept(concepts, [&out](std::uint32_t key, std::size_t first, std::size_t last) {
    out.push_back({key, static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last)});
  });
}

}  // namespace triage
