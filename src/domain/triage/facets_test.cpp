#include "domain/triage/facets.hpp"

#include <gtest/gtest.h>

namespace triage {
namespace {

Triage said(const std::vector<std::string>& intents, const std::string& feeling, const std::string& language) {
  Triage out;
  for (const auto& name : intents) out.intents.push_back({name, 0.9});
  out.sentiment.label = feeling;
  out.language = language;
  return out;
}

TEST(Facets, OfSeveralWordsAreThoseOfEach) {
  auto first = said({"refund", "delivery"}, "negative", "de");
  auto second = said({"refund"}, kUnsure, "en");
  second.urgency = 2;
  second.abuse = second.spam = true;
  const auto facets = facets_of({first, second});
  EXPECT_EQ(facets.intents, (std::vector<std::string>{"delivery", "refund"}));
  EXPECT_EQ(facets.sentiments, std::vector<std::string>{"negative"});
  EXPECT_EQ(facets.languages, (std::vector<std::string>{"de", "en"}));
  EXPECT_EQ(facets.urgency, 2);
  EXPECT_TRUE(facets.abuse);
  EXPECT_FALSE(facets.spam) << "the first is not";
  EXPECT_TRUE(facets_of({second}).spam);
  EXPECT_FALSE(facets_of({}).spam);
}

TEST(Facets, AreKeptAsATextAndReadBack) {
  Facets facets{{"delivery", "recall: frame, 2"}, {"negative", "positive"}, {"de"}, 1, true, true};
  const auto again = read_facets(to_text(facets));
  EXPECT_EQ(to_text(again), to_text(facets));
  EXPECT_EQ(again.intents, facets.intents);
  EXPECT_EQ(again.urgency, 1);
  EXPECT_TRUE(again.spam && again.abuse);
  EXPECT_EQ(to_text(read_facets("of a newer program:3\nurgency:9\n\nabuse")), "urgency:0\nabuse");
}

TEST(Facets, MatchWhereEachFieldDoes) {
  const Facets facets{{"delivery", "refund"}, {"negative"}, {"de"}, 1, false, true};
  const auto is_in = [&](const FacetFilter& filter) { return matches(facets, filter); };
  EXPECT_FALSE(narrows({}));
  EXPECT_TRUE(is_in({}));
  EXPECT_TRUE(is_in({.intents = {"billing", "refund"}}));
  EXPECT_FALSE(is_in({.intents = {"billing"}}));
  EXPECT_TRUE(is_in({.intents = {"refund"}, .languages = {"de"}, .urgency = 1, .spam = false, .abuse = true}));
  EXPECT_FALSE(is_in({.intents = {"refund"}, .languages = {"en"}}));
  EXPECT_FALSE(is_in({.urgency = 2}));
  EXPECT_FALSE(is_in({.spam = true}));
  EXPECT_FALSE(is_in({.abuse = false}));
  EXPECT_FALSE(is_in({.sentiments = {"positive", "neutral"}}));
  EXPECT_TRUE(narrows({.spam = false}));
}

}  // namespace
}  // namespace triage
