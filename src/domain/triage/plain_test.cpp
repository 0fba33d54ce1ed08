#include "domain/triage/plain.hpp"

#include <gtest/gtest.h>

#include <string>

#include "domain/triage/literals.hpp"

namespace triage {
namespace {

std::string plain(std::string_view message) {
  PlainText text;
  text.read(message);
  return std::string(text.text());
}

TEST(PlainText, IsOneLineOfSmallLettersWithSpacesAroundWordsAndSigns) {
  EXPECT_EQ(plain("Don't SHOUT,\nm\u00FC\u00DFig!"), " don't shout , mussig ! ");
  EXPECT_EQ(plain(""), " ");
  EXPECT_EQ(plain("   "), " ");
  EXPECT_EQ(plain("self-harm e\u2013mail under_score"), " self harm e mail under score ");
  EXPECT_EQ(plain("\u201CYes\u201D, \u00AB oui \u00BB"), " \" yes \" , \" oui \" ");
  EXPECT_EQ(plain("#Fail @shop"), " fail @ shop ");
  EXPECT_EQ(plain("1.299,90 at 10:30. Ok."), " 1.299,90 at 10:30 . ok . ");
}

TEST(PlainText, UndoesWhatHidesWords) {
  EXPECT_EQ(plain("stoooooop NOOO!!!!"), " stop no ! ");
  EXPECT_EQ(plain("k\u200Bi\u00ADll"), " kill ");
  EXPECT_EQ(plain("k\u0301i\u0335ll"), " kill ") << "piled accents";
  EXPECT_EQ(plain("\uFF2B\uFF29\uFF2C\uFF2C"), " kill ") << "full width";
  EXPECT_EQ(plain("good need"), " good need ") << "two are spelling";
}

TEST(PlainText, FoldsTheLettersOfOtherScripts) {
  EXPECT_EQ(plain("\u0130PTAL \u00C7\u0131k\u0131\u015F \u0142\u00F3d\u017A"), " iptal cikis lodz ");
  EXPECT_EQ(plain("\u0421\u0422\u041E\u041F \u0401\u043B\u043A\u0430"),
            " \u0441\u0442\u043E\u043F \u0435\u043B\u043A\u0430 ");
  EXPECT_EQ(plain("\u0623\u0646\u062A\u064E \u061F"), " \u0627\u0646\u062A ? ");
  EXPECT_EQ(plain("\u6B7B\u306B\u305F\u3044\u3002"), " \u6B7B\u306B\u305F\u3044 . ");
}

TEST(PlainText, KnowsWhereItsBytesCameFrom) {
  const std::string message = "\u00C4h,  STO\u00ADPPP!";
  PlainText text;
  text.read(message);
  ASSERT_EQ(text.text(), " ah , stop ! ");
  const std::size_t at = text.text().find("stop");
  const Span place = text.origin(at - 1, at + 5);
  EXPECT_EQ(message.substr(static_cast<std::size_t>(place.begin), static_cast<std::size_t>(place.end - place.begin)),
            "STO\u00ADPPP")
      << "with what was left out inside";
}

TEST(PlainText, IsCutWhereACharacterBegins) {
  std::string message(kMostPlainBytes - 1, 'a');
  for (std::size_t i = 2; i < message.size(); i += 2) message[i] = 'b';
  PlainText text;
  text.read(message + "\u6B7B");
  EXPECT_EQ(text.text().size(), kMostPlainBytes + 1);
}

TEST(Literals, FindsEveryWordAtEveryPlace) {
  const Literals literals({"abcd", "bcde", " cd ", "\u6B7B\u306B"});
  std::string found;
  literals.find("xabcdex cd abcd\u6B7B\u306B",
                [&](std::uint32_t word, std::size_t at) { found += std::to_string(word) + "@" + std::to_string(at) + " "; });
  EXPECT_EQ(found, "0@1 1@2 2@7 0@11 3@15 ");
  literals.find("", [](std::uint32_t, std::size_t) { FAIL(); });
  Literals().find("abcd", [](std::uint32_t, std::size_t) { FAIL(); });
}

}  // namespace
}  // namespace triage
