#pragma once
// What a linear model counts in a post: the words alone, in twos and threes, and the letters inside each word in twos to
// fives; and, where a model has a lexicon, the concepts it shows, alone and in twos. A feature is known by 32 bits of hash; a word
// under a negation is another feature than the word.
//
//   FeatureReader reader;                                 // Keep it: after a few posts it allocates no more.
//   const Features& found = reader.read(post);            // Holds until the next read().
//   for (const Feature& feature : found.words) …

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "domain/triage/concepts.hpp"
#include "domain/triage/normalise.hpp"

namespace triage {

struct Feature {
  std::uint32_t key = 0;
  float weight = 0;  // 1 + ln(how often it stands there).
};

// The blocks are scaled apart, or the many letters would drown the few words. No key stands twice in a block.
struct Features {
  std::vector<Feature> words;
  std::vector<Feature> letters;
  std::vector<Feature> concepts;
  [[nodiscard]] std::array<const std::vector<Feature>*, 3> blocks() const { return {&words, &letters, &concepts}; }
};

// A feature where it stands: which tokens it is made of, the last included.
struct StandingFeature {
  std::uint32_t key = 0;
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};

class FeatureReader {
 public:
  explicit FeatureReader(const Concepts* concepts = nullptr /*outlives*/) : lexicon_(concepts) {}

  const Features& read(std::string_view post);
  // Of the tokens of a post, every feature as often as it stands there: to say which words spoke for an answer.
  static void list(const Normaliser& normaliser, std::span<const Token> tokens, std::vector<StandingFeature>& words,
                   std::vector<StandingFeature>& letters);
  // The concepts of the last read(), and every feature that they made, known by its place among them.
  [[nodiscard]] std::span<const Concept> concepts() const { return found_; }
  static void list_concepts(std::span<const Concept> concepts, std::vector<StandingFeature>& out);
  // The normaliser of the last read(), to see which tokens there were.
  [[nodiscard]] const Normaliser& normaliser() const { return normaliser_; }

 private:
  // Counts the keys of one block, in a table that is not cleared between blocks but told apart by the round.
  class Counter {
   public:
    void begin(std::size_t most, std::vector<Feature>& out);
    void count(std::uint32_t key);
    void end();

   private:
    struct Slot {
      std::uint32_t key = 0;
      std::uint16_t round = 0;
      std::uint16_t index = 0;
    };
    std::vector<Slot> slots_;
    std::vector<Feature>* out_ = nullptr;
    std::uint32_t mask_ = 0;
    std::uint16_t round_ = 0;
  };

  void count_concepts(std::span<const Token> tokens);

  const Concepts* lexicon_;
  std::vector<Concept> found_;
  Normaliser normaliser_;
  Counter counter_;
  Features features_;
};

}  // namespace triage
