#include "channel/text_measure.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace {

using channel::measure;
using channel::split_text;
using channel::TextUnit;

TEST(TextMeasure, CountsAsPlatformsDo) {
  const std::string family = "👨‍👩‍👧";  // Three people and two joiners.
  EXPECT_EQ(measure(family, TextUnit::graphemes), 1U);
  EXPECT_EQ(measure(family, TextUnit::code_points), 5U);
  EXPECT_EQ(measure(family, TextUnit::utf16_units), 8U);
  EXPECT_EQ(measure(family, TextUnit::bytes), 18U);
  EXPECT_EQ(measure("🇩🇪🇫🇷", TextUnit::graphemes), 2U);
  EXPECT_EQ(measure("e\u0301", TextUnit::graphemes), 1U);
  EXPECT_EQ(measure("한국어", TextUnit::graphemes), 3U);
  EXPECT_EQ(measure("", TextUnit::graphemes), 0U);
}

TEST(TextMeasure, CountsLinksAndMentionsAsTheFediverseDoes) {
  const auto count = [](std::string_view text) { return measure(text, TextUnit::graphemes_links_23); };
  EXPECT_EQ(count("https://example.com"), 23U);
  EXPECT_EQ(count("https://example.com/a/very/long/path?with=more&and=more"), 23U);
  EXPECT_EQ(count("(see https://example.com/a_(b)), or http://x.io!"), 5U + 23U + 6U + 23U + 1U);
  EXPECT_EQ(count("@ann@example.social hi"), 7U);
  EXPECT_EQ(count("@ann@example.social."), 5U);
  EXPECT_EQ(count("@ann hi"), 7U);
  EXPECT_EQ(count("ann@example.com"), 15U) << "an address is no mention";
  EXPECT_EQ(count("https:// @ @@ @a@ xhttps://a.b"), 30U);
  EXPECT_EQ(count("👨‍👩‍👧 é"), 3U);
  EXPECT_EQ(count("مرحبا"), 5U);
}

TEST(TextMeasure, NeverCutsALink) {
  const std::string link = "https://example.com/" + std::string(60, 'x');
  std::string text;
  for (int i = 0; i < 9; ++i) text += "See " + link + " ";
  std::string again;
  for (const auto& piece : split_text(text, 70, TextUnit::graphemes_links_23)) {
    EXPECT_LE(measure(piece, TextUnit::graphemes_links_23), 70U);
    again += piece.substr(0, piece.rfind('('));
  }
  EXPECT_EQ(again, text);
}

TEST(TextMeasure, LeavesWhatFits) {
  const std::string text(300, 'x');
  EXPECT_EQ(split_text(text, 300, TextUnit::graphemes), std::vector<std::string>{text});
}

TEST(TextMeasure, CutsBetweenSentences) {
  const auto pieces = split_text("We are very sorry for that. Your parcel is on its way. It comes on Friday, before noon.",
                                 60, TextUnit::graphemes);
  ASSERT_EQ(pieces.size(), 2U);
  EXPECT_EQ(pieces[0], "We are very sorry for that. Your parcel is on its way. (1/2)");
  EXPECT_EQ(pieces[1], "It comes on Friday, before noon. (2/2)");
}

TEST(TextMeasure, CutsBetweenWordsWhereASentenceIsTooLong) {
  std::string words;
  for (int i = 0; i < 60; ++i) words += "word ";
  const auto pieces = split_text(words, 50, TextUnit::code_points);
  EXPECT_GT(pieces.size(), 5U);
  for (const auto& piece : pieces) {
    EXPECT_LE(measure(piece, TextUnit::code_points), 50U) << piece;
    EXPECT_TRUE(piece.starts_with("word ")) << piece;
  }
}

TEST(TextMeasure, NeverCutsAGrapheme) {
  std::string flags;
  for (int i = 0; i < 200; ++i) flags += "👨‍👩‍👧";
  std::string again;
  for (const auto& piece : split_text(flags, 60, TextUnit::graphemes)) {
    EXPECT_LE(measure(piece, TextUnit::graphemes), 60U);
    again += piece.substr(0, piece.rfind(" ("));
  }
  EXPECT_EQ(again, flags);
}

TEST(TextMeasure, CutsScriptsWithoutBlanks) {
  std::string text;
  for (int i = 0; i < 40; ++i) text += "ご連絡ありがとうございます。";
  const auto pieces = split_text(text, 100, TextUnit::graphemes);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    EXPECT_LE(measure(pieces[i], TextUnit::graphemes), 100U);
    EXPECT_NE(pieces[i].find("。 ("), std::string::npos) << pieces[i];
  }
}

}  // namespace
