#include "domain/triage/rules.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "domain/triage/rule_lines.hpp"

namespace triage {
namespace {

struct Fired {
  std::set<std::uint32_t> rules;
  std::set<std::uint32_t> patterns;
  std::vector<RuleHit> hits;
};

Fired fired(const Rules& rules, std::string_view text) {
  PlainText plain;
  plain.read(text);
  RuleFinder finder(rules);
  Fired out;
  for (const RuleHit& hit : finder.find(plain)) {
    out.rules.insert(hit.rule);
    out.patterns.insert(hit.pattern);
    out.hits.push_back(hit);
  }
  return out;
}

Rules read(std::string_view text) {
  auto rules = Rules::read(text);
  EXPECT_TRUE(rules.has_value()) << rules.error().message;
  return *std::move(rules);
}

TEST(ShippedRules, EveryExampleHolds) {
  const Rules& rules = Rules::shipped();
  for (const RuleExample& example : read_examples(Rules::shipped_text()))
    EXPECT_EQ(fired(rules, example.text).rules.contains(example.rule), example.fires)
        << rules.rule(example.rule).name << ", " << example.language << ": " << example.text;
}

TEST(ShippedRules, EveryPatternIsShownByAnExample) {
  const Rules& rules = Rules::shipped();
  std::set<std::uint32_t> shown;
  for (const RuleExample& example : read_examples(Rules::shipped_text()))
    if (example.fires) shown.merge(fired(rules, example.text).patterns);
  std::map<int, std::string> text_of;
  const auto lines = read_rule_lines(Rules::shipped_text());
  for (const RuleLine& line : *lines) text_of[line.line] = line.language + " " + line.text;
  for (std::uint32_t pattern = 0; pattern < rules.patterns(); ++pattern)
    EXPECT_TRUE(shown.contains(pattern)) << text_of[rules.line_of(pattern)];
}

// What a figure of speech is spared by is shown by an example that fires without it.
TEST(ShippedRules, EveryGuardSparesAnExample) {
  const std::string text(Rules::shipped_text());
  const auto lines = read_rule_lines(text);
  std::string unguarded;
  for (const RuleLine& line : *lines) {
    if (line.kind == RuleLine::Kind::rule) unguarded += "rule " + line.text + "\n";
    if (line.kind == RuleLine::Kind::match) unguarded += line.language + " match " + line.text + "\n";
  }
  const Rules rules = read(unguarded);
  std::map<std::string, int> guards;
  std::map<std::string, int> spared;
  std::string rule;
  std::set<std::string> named;
  std::uint32_t index = 0;
  for (const RuleLine& line : *lines) {
    if (line.kind == RuleLine::Kind::rule) {
      rule = line.text;
      index = static_cast<std::uint32_t>(named.size());
      EXPECT_TRUE(named.insert(rule).second) << "Two rules are called " << rule;
    }
    if (line.kind == RuleLine::Kind::unless) ++guards[rule + " " + line.language];
    if (line.kind == RuleLine::Kind::no && fired(rules, line.text).rules.contains(index))
      ++spared[rule + " " + line.language];
  }
  for (const auto& [where, count] : guards) EXPECT_GT(spared[where], 0) << where << " spares nothing that any example shows";
}

TEST(ShippedRules, EveryLanguageOfARuleHasExamplesOfBothKinds) {
  const auto lines = read_rule_lines(Rules::shipped_text());
  std::map<std::string, std::set<RuleLine::Kind>> kinds;
  std::string rule;
  for (const RuleLine& line : *lines) {
    if (line.kind == RuleLine::Kind::rule) rule = line.text;
    else kinds[rule + " " + line.language].insert(line.kind);
  }
  for (const auto& [where, there] : kinds) {
    EXPECT_TRUE(there.contains(RuleLine::Kind::match)) << where;
    EXPECT_TRUE(there.contains(RuleLine::Kind::yes)) << where;
    EXPECT_TRUE(there.contains(RuleLine::Kind::no)) << where;
  }
}

TEST(ShippedRules, AreAllLookedForByAWord) {
  for (const std::uint32_t pattern : Rules::shipped().always_matched())
    ADD_FAILURE() << "line " << Rules::shipped().line_of(pattern) << " of the rules has no word to look for";
  EXPECT_GT(Rules::shipped().patterns(), 300U);
}

TEST(Rules, AFigureOfSpeechHidesNothingThatIsMeant) {
  const Rules rules =
      read("rule harm intent safety urgency 2\nen match killing my ?self\nen unless killing my ?self laughing\n");
  EXPECT_TRUE(fired(rules, "killing myself laughing").hits.empty());
  const std::string both = "Killing myself laughing. No, really: I am KILLING MYSELF!";
  const auto found = fired(rules, both).hits;
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(both.substr(static_cast<std::size_t>(found[0].place.begin),
                        static_cast<std::size_t>(found[0].place.end - found[0].place.begin)),
            "KILLING MYSELF");
}

TEST(Rules, PlacesAreBytesOfTheMessage) {
  const Rules rules = read("rule one\nde match müssen wir kündigen\n");
  const std::string text = "„Ja“,  MÜSSEN\nwir  künd\xC2\xADigen!!";
  const auto found = fired(rules, text).hits;
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(text.substr(static_cast<std::size_t>(found[0].place.begin),
                        static_cast<std::size_t>(found[0].place.end - found[0].place.begin)),
            "MÜSSEN\nwir  künd\xC2\xADigen");
}

TEST(Rules, RefuseWhatCannotBeReadWithLineAndReason) {
  EXPECT_EQ(Rules::read("rule one\nen match (open\n").error().message, "Line 2: the pattern is refused: missing ): (open.");
  EXPECT_EQ(Rules::read("en match stop\n").error().message, "Line 1: This stands under no rule.");
  EXPECT_EQ(Rules::read("rule one urgency 3\n").error().message, "Line 1: An urgency is 0, 1 or 2.");
  EXPECT_FALSE(Rules::read("rule one\nen matches stop\n").has_value());
  EXPECT_FALSE(Rules::read("rule one\nen match\n").has_value());
  EXPECT_FALSE(Rules::read("rule\n").has_value());
}

// Half a megabyte of almost-matches: the time is that of reading it, or this test does not end.
TEST(Rules, TakeLongMessagesInLinearTime) {
  for (const std::string_view piece : {"want to ", "kill ", "a", "killing myself laughing ", "gave code ", "!!", "死"}) {
    std::string text;
    while (text.size() < 500'000) text += piece;
    EXPECT_LE(fired(Rules::shipped(), text).hits.size(), 4 * Rules::shipped().patterns()) << piece;
  }
}

}  // namespace
}  // namespace triage
