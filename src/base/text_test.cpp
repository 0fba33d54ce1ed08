#include "base/text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace base {
namespace {

using Strings = std::vector<std::string>;

TEST(Utf8, TakesWellFormedText) {
  for (const char* good : {"", "bicicleta", "Olá, João", "自転車", "دراجة", "🚲", "👩‍🔧", "\x7F", "\xEF\xBF\xBF",
                           "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF", "\xEE\x80\x80"})
    EXPECT_TRUE(is_utf8(good)) << good;
  EXPECT_TRUE(is_utf8(std::string_view("a\0b", 3)));
}

TEST(Utf8, RefusesEveryKindOfFault) {
  const std::pair<const char*, const char*> faults[] = {
      {"\x80", "a lone continuation"},
      {"\xC3", "a cut sequence"},
      {"\xC0\xAF", "an overlong slash"},
      {"\xC1\xBF", "overlong, two bytes"},
      {"\xE0\x9F\xBF", "overlong, three"},
      {"\xF0\x8F\xBF\xBF", "overlong, four"},
      {"\xED\xA0\x80", "a high surrogate"},
      {"\xED\xBF\xBF", "a low surrogate"},
      {"\xF4\x90\x80\x80", "U+110000"},
      {"\xF5\x80\x80\x80", "a byte that begins nothing"},
      {"\xFF", "never in UTF-8"},
      {"\xE2\x82", "cut after two of three"},
      {"\xF0\x9F\x9A", "cut after three"},
      {"\xE2\x82\x41", "broken by a letter"},
      {"abc\xFE", "at the end"},
  };
  for (const auto& [text, what] : faults) EXPECT_FALSE(is_utf8(text)) << what;
}

TEST(Storable, MendsWhatADatabaseWouldRefuse) {
  EXPECT_EQ(to_storable("Olá 🚲"), "Olá 🚲");
  EXPECT_EQ(to_storable("a\xFF"
                        "b"),
            "a\uFFFD"
            "b");
  EXPECT_EQ(to_storable("\xF0\x9F\x9A"), "\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(to_storable("caf\xE9 au lait"), "caf\uFFFD au lait") << "Latin-1";
  EXPECT_EQ(to_storable(std::string_view("a\0b\0", 4)), "ab");
  EXPECT_EQ(to_storable("\xED\xA0\xBD\xED\xBA\xB2"), "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD") << "a surrogate pair";
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_TRUE(is_utf8(to_storable(all)));
  EXPECT_EQ(to_storable(to_storable(all)), to_storable(all));
}

// Plain text is passed over eight bytes at a time: what is not plain is found wherever it stands.
TEST(Storable, FindsTheFaultAtEveryPlace) {
  for (std::size_t length = 1; length < 20; ++length) {
    for (std::size_t at = 0; at < length; ++at) {
      std::string text(length, 'x');
      text[at] = '\xFF';
      EXPECT_FALSE(is_utf8(text)) << length << " " << at;
      EXPECT_FALSE(is_storable(text)) << length << " " << at;
      EXPECT_EQ(to_storable(text), text.substr(0, at) + "\uFFFD" + text.substr(at + 1));
      text[at] = '\0';
      EXPECT_TRUE(is_utf8(text));
      EXPECT_FALSE(is_storable(text)) << length << " " << at;
      EXPECT_EQ(to_storable(text), text.substr(0, at) + text.substr(at + 1));
      text[at] = '\x7F';
      EXPECT_TRUE(is_storable(text)) << length << " " << at;
    }
  }
}

TEST(Shorten, CutsBetweenCodePoints) {
  EXPECT_EQ(shorten("bicicleta", 20), "bicicleta");
  EXPECT_EQ(shorten("bicicleta", 9), "bicicleta");
  EXPECT_EQ(shorten("bicicleta", 8), "biciclet…");
  EXPECT_EQ(shorten("🚲🚲🚲", 2), "🚲🚲…");
  EXPECT_EQ(shorten("bicicleta azul 🚲🚲", 16), "bicicleta azul 🚲…");
  EXPECT_EQ(shorten("ç", 0), "…");
  EXPECT_EQ(shorten("", 0), "");
  EXPECT_EQ(shorten("\xFF\xFF\xFF", 2), "\xFF\xFF…") << "also text that is none";
}

TEST(CountPoints, CountsWhatAPersonWouldType) {
  EXPECT_EQ(count_points(""), 0U);
  EXPECT_EQ(count_points("Olá"), 3U);
  EXPECT_EQ(count_points("🚲 دراجة"), 7U);
}

TEST(Trim, TakesSpaceFromBothEnds) {
  EXPECT_EQ(trim(" \t\r\n a b \v\f"), "a b");
  EXPECT_EQ(trim(" \n "), "");
  EXPECT_EQ(trim(""), "");
  EXPECT_EQ(trim("\u00A0x"), "\u00A0x") << "ASCII space only";
}

TEST(Case, IsOfAsciiLettersOnly) {
  EXPECT_EQ(to_lower_ascii("ÀBC-Z@[`{"), "Àbc-z@[`{");
  EXPECT_TRUE(equal_ignoring_case("Lisbon", "LISBON"));
  EXPECT_FALSE(equal_ignoring_case("Lisbon", "Lisbon "));
  EXPECT_FALSE(equal_ignoring_case("é", "É"));
}

TEST(Split, KeepsEmptyParts) {
  using Parts = std::vector<std::string_view>;
  EXPECT_EQ(split("a/b", '/'), (Parts{"a", "b"}));
  EXPECT_EQ(split("", '/'), (Parts{""}));
  EXPECT_EQ(split("/", '/'), (Parts{"", ""}));
  EXPECT_EQ(split("a//", '/'), (Parts{"a", "", ""}));
}

TEST(Nearest, FindsTheWordThatWasMeant) {
  const Strings words{"listen", "log_level", "workers", "store"};
  EXPECT_EQ(nearest("lsiten", words), "listen") << "two neighbours swapped";
  EXPECT_EQ(nearest("Listen", words), "listen") << "without case";
  EXPECT_EQ(nearest("loglevel", words), "log_level");
  EXPECT_EQ(nearest("worker", words), "workers");
  EXPECT_EQ(nearest("stroe", words), "store");
  EXPECT_EQ(nearest("banana", words), "");
  EXPECT_EQ(nearest("listen", {}), "");
}

TEST(Nearest, FindsNothingForAWordOfNoLength) { EXPECT_EQ(nearest("", {"a", "id"}), ""); }

// A caller may send a member's name of a megabyte: it must cost nothing to find that no word is near.
TEST(Nearest, PassesOverWhatIsFarTooLong) {
  const Strings words(200, "snoozed_until");
  EXPECT_EQ(nearest(std::string(4'000'000, 's'), words), "");
}

}  // namespace
}  // namespace base
