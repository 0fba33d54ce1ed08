#include "domain/triage/literals.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace triage {
namespace {

// The commonest first, roughly as they are in the languages that most people write; other bytes are rarer.
constexpr std::string_view kCommon = " eainorstldcumpghbvfykwzjxq";

std::size_t rarity(std::string_view four) {
  std::size_t sum = 0;
  for (const char c : four) sum += std::min(kCommon.find(c), kCommon.size());
  return sum;
}

std::uint32_t rarest_four(std::string_view word) {
  std::uint32_t best = 0;
  for (std::uint32_t at = 1; at + Literals::kShortest <= word.size(); ++at)
    if (rarity(word.substr(at, Literals::kShortest)) > rarity(word.substr(best, Literals::kShortest))) best = at;
  return best;
}

}  // namespace

Literals::Literals(std::vector<std::string> words) : words_(std::move(words)) {
  bits_.assign((1U << kSlotBits) / 64, 0);
  for (std::uint32_t word = 0; word < words_.size(); ++word) {
    HEED_CHECK(words_[word].size() >= kShortest, words_[word]);
    const std::uint32_t offset = rarest_four(words_[word]);
    const std::uint32_t slot = slot_of(words_[word].data() + offset);
    bits_[slot / 64] |= std::uint64_t{1} << (slot % 64);
    known_.push_back({slot, word, offset});
  }
  std::ranges::sort(known_, {}, &Known::slot);
  for (std::uint32_t start = 0; start <= (1U << kSlotBits) / kSlotsAStart; ++start)
    starts_.push_back(static_cast<std::uint32_t>(std::ranges::lower_bound(known_, start * kSlotsAStart, {}, &Known::slot) -
                                                 known_.begin()));
}

}  // namespace triage
