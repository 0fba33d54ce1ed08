#include "domain/search/query.hpp"

#include <gtest/gtest.h>

#include "domain/search/expression.hpp"
#include "domain/search/snippet.hpp"

namespace search {
namespace {

std::string failure_of(std::string_view text) {
  const auto query = parse_query(text);
  return query ? "" : query.error().message;
}

TEST(SearchQuery, ReadsWordsPhrasesAndFields) {
  const auto query = parse_query(R"(lost "my parcel" -refund pack* team:"North West" -status:open from:@ann http://x.test)");
  ASSERT_TRUE(query);
  ASSERT_EQ(query->words.size(), 5U);
  EXPECT_TRUE(query->words[1].is_phrase);
  EXPECT_EQ(query->words[1].text, "my parcel");
  EXPECT_TRUE(query->words[2].is_not);
  EXPECT_TRUE(query->words[3].is_prefix);
  EXPECT_EQ(query->words[4].text, "http://x.test");
  ASSERT_EQ(query->fields.size(), 3U);
  EXPECT_EQ(query->fields[0].value, "North West");
  EXPECT_TRUE(query->fields[1].is_not);
  EXPECT_EQ(query->fields[2].value, "@ann");
}

TEST(SearchQuery, ReadsQuotesOfPhones) {
  const auto query = parse_query("“lost parcel”");
  ASSERT_TRUE(query);
  EXPECT_EQ(query->words.at(0).text, "lost parcel");
}

TEST(SearchQuery, NamesWhatIsWrong) {
  EXPECT_EQ(failure_of("lost \"parcel"), "The quotation mark before \"parcel\" is not closed.");
  EXPECT_EQ(failure_of("teem:sales"), "There is no field \"teem:\"; did you mean \"team:\"?");
  EXPECT_EQ(failure_of("team:"), "team: a value is missing behind the colon");
  EXPECT_EQ(failure_of(std::string(1001, 'x')), "At most 1000 characters.");
  std::string many;
  for (int i = 0; i < 40; ++i) many += "w" + std::to_string(i) + " ";
  EXPECT_EQ(failure_of(many), "At most 32 words and fields.");
}

TEST(SearchQuery, OddInputIsReadOrRefused) {
  for (const std::string text :
       {"", "   ", "-", "*", "\"\"", "--x", ":", "a:", ":b", "\"", "-\"x", "()[]{}", "NOT OR AND NEAR(", "^x", "1.x"}) {
    const auto query = parse_query(text);
    if (query) static_cast<void>(express_words(*query, {"en"}));
  }
}

Expression ask(std::string_view text, const std::vector<std::string>& languages = {"en", "de"}) {
  const auto query = parse_query(text);
  EXPECT_TRUE(query);
  return *express_words(*query, languages);
}

bool finds(std::string_view asked, std::string_view text, std::string_view language = "en") {
  return matches(ask(asked), make_document(text, language));
}

TEST(SearchExpression, FindsWordsInAnyForm) {
  EXPECT_TRUE(finds("parcel", "All PARCELS arrived"));
  EXPECT_TRUE(finds("parcels", "one parcel"));
  EXPECT_TRUE(finds("hauser", "die Häuser", "de"));
  EXPECT_TRUE(finds("Haus", "die Häuser", "de"));
  EXPECT_FALSE(finds("parcel", "nothing here"));
  EXPECT_TRUE(finds("lost parcel", "the parcel got lost"));
  EXPECT_FALSE(finds("lost parcel -refund", "the lost parcel: refunds please"));
}

TEST(SearchExpression, PhrasesAreAsWritten) {
  EXPECT_TRUE(finds("\"lost parcel\"", "a Lost Parcel!"));
  EXPECT_FALSE(finds("\"lost parcel\"", "lost: the parcel"));
  EXPECT_FALSE(finds("\"lost parcels\"", "lost parcel"));  // No other form of it.
  EXPECT_TRUE(finds("48-2210", "order 48-2210."));
  EXPECT_TRUE(finds("ann@example.com", "mail Ann@Example.com now"));
  EXPECT_FALSE(finds("ann@example.com", "ann@example.org"));
}

TEST(SearchExpression, SignsAreTheirOwn) {
  EXPECT_TRUE(finds("@heed_help", "hey @heed_help!"));
  EXPECT_TRUE(finds("heed", "hey @heed_help!"));
  EXPECT_FALSE(finds("@heed_help", "heed help"));
  EXPECT_FALSE(finds("#sale", "a sale"));
}

TEST(SearchExpression, ScriptsWithoutSpaces) {
  EXPECT_TRUE(finds("東京", "昨日東京駅に行きました", "ja"));
  EXPECT_TRUE(finds("京駅", "昨日東京駅に行きました", "ja"));
  EXPECT_TRUE(finds("駅", "東京駅", "ja"));
  EXPECT_TRUE(finds("東", "東京駅", "ja"));
  EXPECT_FALSE(finds("東駅", "東京駅", "ja"));
  EXPECT_FALSE(finds("京東", "東京駅", "ja"));
  EXPECT_TRUE(finds("ケース", "iPhoneケースが欲しい", "ja"));
  EXPECT_TRUE(finds("iphoneケース", "iPhoneケースが欲しい", "ja"));
}

TEST(SearchExpression, BeginningsOfWords) {
  EXPECT_TRUE(finds("parc*", "parcels"));
  EXPECT_FALSE(finds("arc*", "parcels"));
  const auto short_one = parse_query("p*");
  ASSERT_TRUE(short_one);
  EXPECT_FALSE(express_words(*short_one, {}));
}

std::string shown(const std::string& text, std::string_view asked) {
  const auto snippet = make_snippet(text, make_document(text, "en"), ask(asked));
  std::string out = snippet.starts_inside ? "…" : "";
  for (const auto& part : snippet.parts) out += part.hit ? "[" + part.text + "]" : part.text;
  return out + (snippet.ends_inside ? "…" : "");
}

TEST(Snippet, MarksWhatWasFound) {
  EXPECT_EQ(shown("Both parcels are lost", "parcel lost"), "Both [parcels] are [lost]");
  EXPECT_EQ(shown("the lost parcel", "\"lost parcel\""), "the [lost parcel]");
  EXPECT_EQ(shown("<b>parcel</b>", "parcel"), "<b>[parcel]</b>");
  EXPECT_EQ(shown("東京駅です", "東京駅"), "[東京駅]です");
}

TEST(Snippet, ShowsTheBestWindow) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "something else entirely ";
  text += "the parcel was lost on the way ";
  for (int i = 0; i < 100; ++i) text += "and more of it ";
  const std::string out = shown("parcel first. " + text, "parcel lost");
  EXPECT_NE(out.find("the [parcel] was [lost] on"), std::string::npos) << out;
  EXPECT_TRUE(out.starts_with("…")) << out;
  EXPECT_LT(out.size(), kSnippetBytes + 40);
}

TEST(Snippet, CutsNoLetterApart) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "日本語";
  const auto snippet = make_snippet(text, make_document(text, "ja"), ask("語日"));
  for (const auto& part : snippet.parts) EXPECT_EQ(part.text.size() % 3, 0U);
}

// Looked for among all pairs of hits, such texts held a reader for tens of seconds.
TEST(Snippet, OfATextThatIsNothingElseIsAsShortAsAnyOther) {
  std::string text, asked;
  for (int i = 0; i < 200'000; ++i) text += "bike ";
  for (int i = 0; i < 12; ++i) asked += "bike ";
  const auto snippet = make_snippet(text, make_document(text, "en"), ask(asked));
  std::size_t size = 0;
  for (const auto& part : snippet.parts) size += part.text.size();
  EXPECT_LE(size, kSnippetBytes + 40);
  EXPECT_TRUE(snippet.ends_inside);
}

}  // namespace
}  // namespace search
