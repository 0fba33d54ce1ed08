#pragma once
// What must never depend on a model: danger, crime under way, law and press, leaving, opting out. Rules are patterns over
// PlainText, read once from text that people can read and mend (src/domain/triage/rules/*.rules; its README.md says how they
// are written), and hold whatever language a message is taken for: what is said of a life is not lost to a wrong guess.
//
//   RuleFinder finder(Rules::shipped());      // One a thread; the rules are shared.
//   for (const RuleHit& hit : finder.find(plain)) …
//
// Most messages hold none of the words that any pattern needs, and cost one pass over their bytes; the others are matched in
// linear time with bounded memory, whatever they hold.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "domain/triage/plain.hpp"
#include "domain/triage/triage.hpp"

namespace triage {

struct Rule {
  std::string name;    // "self_harm"
  std::string intent;  // What it says the message is; empty where it says nothing of that.
  int urgency = 0;     // The least that the message has then.
};

struct RuleExample {
  std::uint32_t rule = 0;
  std::string language;
  std::string text;
  bool fires = false;
  int line = 0;
};

struct RuleHit {
  std::uint32_t rule = 0;
  std::uint32_t pattern = 0;
  Span place;  // In the message.
};

class Rules {
 public:
  // Refuses, with the line and the reason, what cannot be read.
  [[nodiscard]] static base::Result<Rules> read(std::string_view text);
  // Those of the program.
  [[nodiscard]] static const Rules& shipped();
  [[nodiscard]] static std::string_view shipped_text();

  Rules(Rules&&) noexcept;
  Rules& operator=(Rules&&) noexcept;
  ~Rules();

  [[nodiscard]] const Rule& rule(std::uint32_t index) const { return rules_[index]; }
  [[nodiscard]] std::span<const Rule> rules() const { return rules_; }
  [[nodiscard]] std::size_t patterns() const;
  [[nodiscard]] int line_of(std::uint32_t pattern) const;
  [[nodiscard]] std::vector<std::uint32_t> always_matched()
      const;  // Patterns without a word to look for: there should be none.

 private:
  friend class RuleFinder;
  struct Compiled;
  Rules();

  std::vector<Rule> rules_;
  std::unique_ptr<Compiled> compiled_;
};

[[nodiscard]] std::vector<RuleExample> read_examples(std::string_view text);

class RuleFinder {
 public:
  explicit RuleFinder(const Rules& rules /*outlives*/);
  // Of each pattern the first few places; they hold until the next find().
  std::span<const RuleHit> find(const PlainText& plain);

  struct Place {
    std::size_t begin = 0;  // In the plain text.
    std::size_t end = 0;
  };

 private:
  void find_all(std::uint32_t pattern, const PlainText& plain);

  const Rules& rules_;
  std::vector<RuleHit> hits_;
  std::vector<std::uint32_t> seen_;  // Of each needed word, the round it was last seen in.
  std::uint32_t round_ = 0;
  std::vector<int> words_;
  std::vector<int> wanted_;
  std::vector<Place> places_;
  std::vector<Place> spared_;
};

}  // namespace triage
