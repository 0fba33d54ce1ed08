#include "domain/search/analyze.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/search/document.hpp"
#include "domain/search/stem.hpp"

namespace search {
namespace {

std::string words(std::string_view text) {
  std::string out;
  for (const auto& token : analyze(text)) out += (out.empty() ? "" : " ") + token.folded;
  return out;
}

TEST(Analyze, FoldsCaseAccentsAndCompatibilityForms) {
  EXPECT_EQ(words("Where's my PARCEL?"), "where s my parcel");
  EXPECT_EQ(words("Häuser Straße réclamation"), "hauser strasse reclamation");
  EXPECT_EQ(words("ﬁne ＡＢＣ ①"), "fine abc 1");
  EXPECT_EQ(words("re\xCC\x81sume\xCC\x81"), "resume");  // Accents as marks of their own.
  EXPECT_EQ(words("зелёный"), "зеленыи");
  EXPECT_EQ(words("مُحَمَّد"), "محمد");
  EXPECT_EQ(words("soft\xC2\xADhyphen"), "softhyphen");
}

TEST(Analyze, WritesScriptsWithoutSpacesAsPairs) {
  EXPECT_EQ(words("東京駅"), "東京 京駅 駅");
  EXPECT_EQ(words("iPhoneケース"), "iphone ケー ース ス");
  EXPECT_EQ(words("猫"), "猫");
  EXPECT_EQ(words("ｶﾞﾗｽ"), words("ガラス"));  // Half width, with its mark apart.
  EXPECT_EQ(words("한국어"), "한국 국어 어");
}

TEST(Analyze, KeepsHandlesTagsAndNumbersFindable) {
  const auto handle = analyze("ask @heed_help about #sale");
  ASSERT_EQ(handle.size(), 5U);
  EXPECT_EQ(handle[1].sign, "@heed_help");
  EXPECT_EQ(handle[4].sign, "#sale");
  EXPECT_EQ(words("48-2210 ann@example.com"), "48 2210 ann example com");
  for (const auto& token : analyze("ann@example.com")) EXPECT_EQ(token.sign, "");
  EXPECT_EQ(words("🎉 yes"), "🎉 yes");
}

TEST(Analyze, PlacesAreThoseOfTheText) {
  const std::string text = "Ça va, Straße!";
  const auto tokens = analyze(text);
  ASSERT_EQ(tokens.size(), 3U);
  EXPECT_EQ(text.substr(tokens[0].begin, tokens[0].end - tokens[0].begin), "Ça");
  EXPECT_EQ(text.substr(tokens[2].begin, tokens[2].end - tokens[2].begin), "Straße");
}

TEST(Analyze, StemsInTheTextsLanguage) {
  const auto forms = [](std::string_view text, std::string_view language) {
    return make_document(text, language).at(0).forms;
  };
  EXPECT_EQ(forms("parcels", "en"), (Forms{"parcels", "parcel"}));
  EXPECT_EQ(forms("Häuser", "de"), (Forms{"hauser", "haus"}));
  EXPECT_EQ(forms("réclamations", "fr"), (Forms{"reclamations", "reclam"}));
  EXPECT_EQ(forms("parcels", ""), (Forms{"parcels"}));
  EXPECT_EQ(forms("b2b4s", "en"), (Forms{"b2b4s"}));
}

// Hostile texts: bounded tokens, every byte of them inside the text.
TEST(Stem, IsTheSameAgain) {
  std::vector<std::string> words, stems;
  for (int i = 0; i < 20'000; ++i) words.push_back("par" + std::to_string(i) + (i % 2 == 0 ? "ings" : "ed"));
  words.push_back(std::string(60, 'x') + "ings");
  stems.reserve(words.size());
  for (const auto& word : words) stems.push_back(stem(word, "en"));
  EXPECT_EQ(stems[0], "par0");
  for (std::size_t i = words.size(); i-- > 0;) ASSERT_EQ(stem(words[i], "en"), stems[i]) << "of those kept or stemmed anew";
  EXPECT_EQ(stem("running", "en"), "run");
  EXPECT_EQ(stem("running", "de"), "running") << "each language by its own rules";
  EXPECT_EQ(stem("running", "en"), "run");
}

TEST(Analyze, HostileTextIsBounded) {
  std::string marks = "a";
  for (int i = 0; i < 10'000; ++i) marks += "\xCC\x81";
  std::string vowels = "क";
  for (int i = 0; i < 10'000; ++i) vowels += "\xE0\xA4\xBF";
  std::string joined;
  for (int i = 0; i < 5'000; ++i) joined += "👩\xE2\x80\x8D";
  std::string thai_marks = "ก";
  for (int i = 0; i < 10'000; ++i) thai_marks += "\xE0\xB9\x88";
  const std::vector<std::string> texts = {marks,
                                          vowels,
                                          joined,
                                          thai_marks,
                                          std::string(20'000, 'x'),
                                          std::string(500'000, '#'),
                                          "\xFF\xFE\xED\xA0\x80 ok",
                                          std::string("a\0b", 3),
                                          std::string(100'000, '@') + "x",
                                          "ﷺ ﷺ"};
  for (const auto& text : texts) {
    const auto tokens = analyze(text);
    EXPECT_LE(tokens.size(), kMostTokens);
    for (const auto& token : tokens) {
      EXPECT_LE(token.begin, token.end);
      EXPECT_LE(token.end, text.size());
      EXPECT_LE(token.folded.size(), 4 * 2 * kLongestToken);
      EXPECT_FALSE(token.folded.empty());
      EXPECT_EQ(token.folded.find(' '), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace search
