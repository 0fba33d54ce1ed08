#include "domain/triage/normalise.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "domain/search/fold.hpp"

namespace triage {
namespace {

std::string as_utf8(char32_t point) {
  switch (point) {
    case kUrl: return "<url>";
    case kHandle: return "<handle>";
    case kNumber: return "<number>";
    case kSmile: return "<smile>";
    case kFrown: return "<frown>";
    case kCapitals: return "<capitals>";
    case kElongated: return "<elongated>";
    case kRepeated: return "<repeated>";
    default: break;
  }
  std::string out;
  search::append_utf8(out, point);
  return out;
}

// The tokens with spaces between, a negated one with a - before it.
std::string normalised(std::string_view post) {
  Normaliser normaliser;
  std::string out;
  for (const Token& token : normaliser.read(post)) {
    if (!out.empty()) out += ' ';
    if (token.negated) out += '-';
    for (const char32_t point : normaliser.points(token)) out += as_utf8(point);
  }
  return out;
}

TEST(TriageNormalise, WhatDiffersWithoutMeaningIsMadeAlike) {
  EXPECT_EQ(normalised("@Shop_UK my order 1,234.50 is late https://t.co/x?y=1 www.shop.example/a"),
            "<handle> my order <number> is late <url> <url>");
  EXPECT_EQ(normalised("4g 3rd 10:30"), "4g 3rd <number>");
  EXPECT_EQ(normalised("Tom &amp; Ann &lt;3 it\xE2\x80\x99s"), "tom & ann <smile> it's");
}

TEST(TriageNormalise, EmphasisIsMarkedAndTheWordKept) {
  EXPECT_EQ(normalised("SOOOO slow!!!"), "soo <capitals> <elongated> slow ! <repeated>");
  EXPECT_EQ(normalised("OK"), "ok");
}

TEST(TriageNormalise, HashtagsStandWholeAndInParts) {
  EXPECT_EQ(normalised("#BadService2nd"), "#badservice2nd bad service 2 nd");
  EXPECT_EQ(normalised("#UKMail #fail"), "#ukmail uk mail #fail fail");
}

TEST(TriageNormalise, FacesAndEmojiAreSigns) {
  EXPECT_EQ(normalised(":-) :( xD =/ 8"), "<smile> <frown> <smile> <frown> <number>");
  EXPECT_EQ(normalised("great\xF0\x9F\x98\x8D\xF0\x9F\x8F\xBD\xF0\x9F\x98\x8D"), "great \xF0\x9F\x98\x8D <repeated>");
  EXPECT_EQ(normalised("http://a: b"), "<url> b");
}

TEST(TriageNormalise, ANegationReachesFourWordsOrTheNextSign) {
  EXPECT_EQ(normalised("not a good day at all"), "not -a -good -day -at all");
  EXPECT_EQ(normalised("don't like it, works well"), "don't -like -it , works well");
  EXPECT_EQ(normalised("das ist nicht gut"), "das ist nicht -gut");
}

TEST(TriageNormalise, LettersOfOtherScriptsAreSmallAndPlain) {
  EXPECT_EQ(normalised("ÄRGER Привет ΚΑΛΗ"), "ärger <capitals> привет καλη <capitals>");
  // Tatweel and vowel signs are written or not as one likes.
  EXPECT_EQ(normalised("مُـمتاز"), "ممتاز");
}

TEST(TriageNormalise, AnyBytesAreAnswered) {
  EXPECT_EQ(normalised(""), "");
  EXPECT_EQ(normalised(std::string("a\0b", 3)), "a b");
  std::string zalgo = "h";
  for (int i = 0; i < 20'000; ++i) zalgo += "\xCC\xB5";
  EXPECT_EQ(normalised(zalgo), "h");
  EXPECT_EQ(normalised("\xFF\xC3"), "\xEF\xBF\xBD");
}

TEST(TriageNormalise, ALongPostIsReadToItsBoundOnly) {
  std::string post(100'000, 'a');
  for (std::size_t i = 5; i < post.size(); i += 6) post[i] = ' ';
  Normaliser normaliser;
  EXPECT_LE(normaliser.read(post).size(), kMostBytes);
  // Cut before a point, never in it.
  std::string wide;
  while (wide.size() < 5000) wide += "\xE2\x82\xAC";
  for (const Token& token : normaliser.read("x" + wide))
    for (const char32_t point : normaliser.points(token)) EXPECT_NE(point, 0xFFFDU);
}

TEST(TriageNormalise, RandomBytesNeverLeaveTheText) {
  std::mt19937_64 random(20'260'122);
  const std::string_view pieces[] = {"#", "@", "http://",          ":",     "-",    ")",    "A", "a", "9",
                                     " ", "'", "\xF0\x9F\x98\x8D", "&amp;", "\xE2", "\x80", "ß", "Й", "\xCC\x81",
                                     "!", "\n"};
  Normaliser normaliser;
  for (int round = 0; round < 20'000; ++round) {
    std::string post;
    const auto length = random() % 80;
    for (std::size_t i = 0; i < length; ++i) {
      if (random() % 4 == 0) post += static_cast<char>(random());
      else post += pieces[random() % std::size(pieces)];
    }
    std::uint32_t last = 0;
    for (const Token& token : normaliser.read(post)) {
      ASSERT_LT(token.begin, token.end) << round;
      ASSERT_GE(token.begin, last) << round;
      last = token.end;
      ASSERT_EQ(normaliser.points(token).size(), token.end - token.begin) << round;
    }
  }
}

}  // namespace
}  // namespace triage
