#pragma once
// One line of a scenario file, read word by word. A word is what stands between spaces; "…" holds a text with spaces.

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace workflow {

// The failure, where there is one.
template <class T>
std::optional<base::Failure> refusal_of(const base::Result<T>& outcome) {
  return outcome ? std::nullopt : std::optional(outcome.error());
}

// The scenario itself is wrong, not the product: a word nobody knows, a time that is none.
class ScenarioError : public std::runtime_error {
 public:
  using runtime_error::runtime_error;
};

class ScenarioLine {
 public:
  // Empty lines and those that begin with # have no words.
  ScenarioLine(int number, std::string_view text);

  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool more() const { return at_ < words_.size(); }

  // Takes the next word where it is this one.
  bool take(std::string_view word);
  // Takes the next two words where they are this one and a number.
  std::optional<std::int64_t> take_count(std::string_view word);
  // The next word, whatever it is; `what` names it where the line ends too early.
  std::string word(std::string_view what);
  // The next word, which stands in quotes.
  std::string text(std::string_view what);
  // The next word where it stands in quotes, else `otherwise`.
  std::string text_or(std::string_view otherwise);
  // "#2" → 2
  std::size_t conversation();
  // Whether the next word is such a number.
  [[nodiscard]] bool at_conversation() const { return more() && words_[at_].text.starts_with('#'); }
  void expect_end() const;

 private:
  struct Word {
    std::string text;
    bool quoted = false;
  };
  int number_;
  std::vector<Word> words_;
  std::size_t at_ = 0;
};

}  // namespace workflow
