#pragma once
// What a post speaks of, whatever its language: a lexicon of words and phrases that show a concept ("refund", "still waiting",
// "since this morning"). A model that counts concepts learns from the posts of one language for the others.
//
// The lexicon is text, a file a language: a line a concept, "name<TAB>entry, entry, …". An entry is a word or up to three; a star
// at its end stands for any ending; in scripts without spaces it may stand anywhere in the text. Entries are read as posts are
// (normalise.hpp). In a model's file only their keys are left.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "domain/triage/normalise.hpp"

namespace triage {

using Concept = std::uint16_t;

// The lexicon as a model's file has it: keys ascending, the concept of each beside it.
struct ConceptParts {
  std::vector<std::uint32_t> keys;
  std::vector<Concept> concepts;
  std::vector<std::string> names;
};
// Refuses a line that is none, and a concept that an earlier file did not have, by the file's name and the line's number.
struct LexiconText {
  std::string name;
  std::string text;
};
[[nodiscard]] base::Result<ConceptParts> read_lexicon(std::span<const LexiconText> files);
// The English file that the program's own models were made with.
[[nodiscard]] std::string_view shipped_lexicon();

class Concepts {
 public:
  Concepts() = default;  // Knows nothing.
  Concepts(std::span<const std::uint32_t> keys, std::span<const Concept> concepts /*both outlive*/);

  // Appends the number of each concept that the tokens show, as often as they do; a concept under a negation is another,
  // kNegatedConcept added.
  static constexpr Concept kNegatedConcept = 0x4000;
  void find(std::span<const Token> tokens, const Normaliser& normaliser, std::vector<Concept>& out) const;
  [[nodiscard]] bool empty() const { return keys_.empty(); }
  // What a file of the lexicon calls each concept, by number; empty where it knows none. Of a model, only the keys are there: a
  // concept is the one that most entries of a line lead to, so a model of another lexicon is not given wrong names.
  [[nodiscard]] std::vector<std::string> names(std::string_view lexicon) const;

 private:
  [[nodiscard]] std::span<const Concept> at(std::uint32_t key) const;
  void look_up(std::uint64_t hash, bool negated, std::vector<Concept>& out) const;
  void find_word(std::u32string_view word, std::uint64_t before, bool negated, std::vector<Concept>& out) const;

  std::span<const std::uint32_t> keys_;
  std::span<const Concept> concepts_;
  std::vector<std::uint64_t> there_;  // A bit for each of some bits of a key: most that is asked for is not there.
};

}  // namespace triage
