#include "domain/triage/rules.hpp"

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <algorithm>
#include <utility>

#include "base/check.hpp"
#include "domain/triage/literals.hpp"
#include "domain/triage/rule_lines.hpp"

// src/domain/triage/rules/*.rules one after the other, by cmake/embed.cmake.
extern "C" {
extern const char heed_triage_rules_begin[];  // NOLINT(readability-identifier-naming)
extern const char heed_triage_rules_end[];    // NOLINT(readability-identifier-naming)
}

namespace triage {
namespace {

constexpr int kPatternBytes = 1 << 18;  // Memory that matching one pattern may take.
constexpr int kMostPlaces = 4;          // Of one pattern in one message.

RE2::Options options() {
  RE2::Options options(RE2::Quiet);
  options.set_max_mem(kPatternBytes);
  return options;
}

void find_places(const RE2& pattern, std::string_view plain, std::vector<RuleFinder::Place>& out) {
  const re2::StringPiece text(plain.data(), plain.size());
  re2::StringPiece place;
  for (std::size_t from = 0; pattern.Match(text, from, text.size(), RE2::UNANCHORED, &place, 1) && !place.empty();) {
    const auto begin = static_cast<std::size_t>(place.data() - text.data());
    out.push_back({begin, begin + place.size()});
    from = begin + place.size() - (place.size() > 1 ? 1 : 0);  // The space behind a word is the one before the next too.
  }
}

struct Guarded {
  std::uint32_t rule = 0;
  int line = 0;
};

// Spares what any pattern of its rule finds, for a figure of speech may look like another language's plain word.
struct Guard {
  std::uint32_t rule = 0;
  RE2 pattern;
};

}  // namespace

struct Rules::Compiled {
  re2::FilteredRE2 patterns{static_cast<int>(Literals::kShortest)};
  std::vector<Guarded> of;  // Each pattern.
  std::vector<std::unique_ptr<Guard>> guards;
  Literals words;  // Of which a pattern needs one or several.
};

Rules::Rules() : compiled_(std::make_unique<Compiled>()) {}
Rules::Rules(Rules&&) noexcept = default;
Rules& Rules::operator=(Rules&&) noexcept = default;
Rules::~Rules() = default;

base::Result<Rules> Rules::read(std::string_view text) {
  const auto lines = read_rule_lines(text);
  if (!lines) return base::pass_on(lines.error());
  Rules rules;
  Compiled& compiled = *rules.compiled_;
  const auto refuse = [](const RuleLine& line, const std::string& why) {
    return base::fail(base::FailureKind::invalid,
                      "Line " + std::to_string(line.line) + ": the pattern is refused: " + why + ".", "rules");
  };
  for (const RuleLine& line : *lines) {
    if (line.kind == RuleLine::Kind::rule) rules.rules_.push_back({line.text, line.intent, line.urgency});
    const auto rule = static_cast<std::uint32_t>(rules.rules_.size() - 1);
    const bool is_pattern = line.kind == RuleLine::Kind::match || line.kind == RuleLine::Kind::unless;
    if (const RE2 as_written(is_pattern ? line.text : "", options()); !as_written.ok())
      return refuse(line, as_written.error());
    if (line.kind == RuleLine::Kind::match) {
      const std::string pattern = written_out(line.text, line.language);
      int id = 0;
      if (compiled.patterns.Add(pattern, options(), &id) != RE2::NoError) return refuse(line, "it is too large");
      compiled.of.push_back({rule, line.line});
    } else if (line.kind == RuleLine::Kind::unless) {
      compiled.guards.push_back(
          std::unique_ptr<Guard>(new Guard{rule, RE2(written_out(line.text, line.language), options())}));
      if (!compiled.guards.back()->pattern.ok()) return refuse(line, "it is too large");
    }
  }
  std::vector<std::string> words;
  if (!compiled.of.empty()) compiled.patterns.Compile(&words);
  compiled.words = Literals(std::move(words));
  return rules;
}

std::string_view Rules::shipped_text() {
  return {heed_triage_rules_begin, static_cast<std::size_t>(heed_triage_rules_end - heed_triage_rules_begin)};
}

const Rules& Rules::shipped() {
  static const Rules kRules = [] {
    auto rules = read(shipped_text());
    HEED_CHECK(rules.has_value(), rules.error().message);
    return *std::move(rules);
  }();
  return kRules;
}

std::size_t Rules::patterns() const { return compiled_->of.size(); }
int Rules::line_of(std::uint32_t pattern) const { return compiled_->of[pattern].line; }

std::vector<std::uint32_t> Rules::always_matched() const {
  std::vector<int> always;
  if (!compiled_->of.empty()) compiled_->patterns.AllPotentials({}, &always);
  return {always.begin(), always.end()};
}

std::vector<RuleExample> read_examples(std::string_view text) {
  std::vector<RuleExample> examples;
  const auto lines = read_rule_lines(text);
  if (!lines) return examples;
  std::uint32_t rules = 0;
  for (const RuleLine& line : *lines) {
    if (line.kind == RuleLine::Kind::rule) ++rules;
    if (line.kind == RuleLine::Kind::yes || line.kind == RuleLine::Kind::no)
      examples.push_back({rules - 1, line.language, line.text, line.kind == RuleLine::Kind::yes, line.line});
  }
  return examples;
}

RuleFinder::RuleFinder(const Rules& rules) : rules_(rules), seen_(rules.compiled_->words.size(), 0) {}

std::span<const RuleHit> RuleFinder::find(const PlainText& plain) {
  hits_.clear();
  words_.clear();
  if (++round_ == 0) {
    std::ranges::fill(seen_, 0U);
    round_ = 1;
  }
  rules_.compiled_->words.find(plain.text(), [this](std::uint32_t word, std::size_t) {
    if (std::exchange(seen_[word], round_) != round_) words_.push_back(static_cast<int>(word));
  });
  if (words_.empty()) return {};
  rules_.compiled_->patterns.AllPotentials(words_, &wanted_);
  for (const int pattern : wanted_) find_all(static_cast<std::uint32_t>(pattern), plain);
  return hits_;
}

void RuleFinder::find_all(std::uint32_t pattern, const PlainText& plain) {
  const Rules::Compiled& compiled = *rules_.compiled_;
  const std::uint32_t rule = compiled.of[pattern].rule;
  places_.clear();
  find_places(compiled.patterns.GetRE2(static_cast<int>(pattern)), plain.text(), places_);
  if (places_.empty()) return;
  spared_.clear();
  for (const auto& guard : compiled.guards)
    if (guard->rule == rule) find_places(guard->pattern, plain.text(), spared_);
  std::ranges::sort(spared_, {}, &Place::begin);
  int found = 0;
  std::size_t passed = 0;  // Of spared_; what ends before a place ends before all later ones.
  for (const Place& place : places_) {
    while (passed < spared_.size() && spared_[passed].end <= place.begin + 1) ++passed;
    if (passed < spared_.size() && spared_[passed].begin + 1 < place.end) continue;
    hits_.push_back({rule, pattern, plain.origin(place.begin, place.end)});
    if (++found == kMostPlaces) return;
  }
}

}  // namespace triage
