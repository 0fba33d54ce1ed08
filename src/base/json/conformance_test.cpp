// What RFC 8259 calls JSON, and what it does not: each row of the tables is one way in which parsers are known to differ.
// Where the RFC leaves the choice to us, the last table says what ours is.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <boost/json/serialize.hpp>

#include "base/json/decode.hpp"
#include "base/text.hpp"

namespace base {
namespace {

using std::string_literals::operator""s;

std::string repeated(const std::string& text, std::size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

std::string shown(const std::string& text) {
  std::string out;
  for (const char c : text.substr(0, 60)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f) out += c;
    else out += "\\x" + std::string(1, "0123456789abcdef"[byte >> 4]) + "0123456789abcdef"[byte & 15];
  }
  return out;
}

// --- Must be taken; the second column is what it says, written out again where that differs.

struct Taken {
  std::string text;
  std::string says = text;
};

std::vector<Taken> must_be_taken() {
  return {
      // Anything may stand alone.
      {"null"},
      {"true"},
      {"false"},
      {"0"},
      {"-0", "0"},
      {"\"\""},
      {"[]"},
      {"{}"},
      {"42"},
      {"-1"},
      // Space.
      {" \t\n\r[ \t\n\r] \t\n\r", "[]"},
      {"[1 , 2]", "[1,2]"},
      {"{\"a\" : 1}", "{\"a\":1}"},
      {"\n{}\n", "{}"},
      // Structure.
      {"[[]]"},
      {"[[[[[[]]]]]]"},
      {"[null,1,\"1\",{}]"},
      {"[[],[[]]]"},
      {"{\"\":0}"},
      {"{\"a\":[]}"},
      {"{\"a\":{\"a\":{\"a\":1}}}"},
      {"[\"a\"]"},
      {"[false]"},
      {"{\"a\":null,\"b\":true,\"c\":false}"},
      // Numbers.
      {"[123]"},
      {"[-123]"},
      {"[1.5]", "[1.5E0]"},
      {"[-1.5]", "[-1.5E0]"},
      {"[0.5]", "[5E-1]"},
      {"[1e2]", "[1E2]"},
      {"[1E2]", "[1E2]"},
      {"[1e+2]", "[1E2]"},
      {"[1E-2]", "[1E-2]"},
      {"[0e1]", "[0E0]"},
      {"[0e+1]", "[0E0]"},
      {"[1.5e3]", "[1.5E3]"},
      {"[9223372036854775807]"},
      {"[-9223372036854775808]"},
      {"[18446744073709551615]"},
      {"[-0.0]", "[-0E0]"},
      {"[1.0]", "[1E0]"},
      {"[0.000000000000000000000000000000000000000000000000000000000000000000000000000001]", "[1E-78]"},
      // Strings.
      {R"(["\"\\\/\b\f\n\r\t"])", R"(["\"\\/\b\f\n\r\t"])"},
      {R"(["\u0041\u00e9\u20AC"])", "[\"A\u00e9\u20ac\"]"},
      {R"(["\uD83D\uDE00"])", "[\"\U0001F600\"]"},
      {R"(["\ud834\udd1e"])", "[\"\U0001D11E\"]"},
      {R"(["\u0000"])", R"(["\u0000"])"},
      {R"(["\u001f"])", R"(["\u001f"])"},
      {R"(["\u007f"])", "[\"\x7f\"]"},
      {R"(["\u2028\u2029"])", "[\"\u2028\u2029\"]"},
      {R"(["\\u0041"])"},
      {R"(["\uFFFF"])", "[\"\uFFFF\"]"},
      {R"(["\uDBFF\uDFFF"])", "[\"\U0010FFFF\"]"},
      {"[\"\x7f\"]"},
      {"[\"\u00e9\u20ac\u4e2d\U0001F600\"]"},
      {"[\"\u2028\"]"},
      {"[\"\ufeff\"]"},
      {"[\"\ufdd0\U0001FFFE\"]"},
      {R"({"\u0061":1})", R"({"a":1})"},
      {R"({"a\u0000b":1})", R"({"a\u0000b":1})"},
  };
}

TEST(JsonConformance, TakesWhatIsJson) {
  for (const auto& [text, says] : must_be_taken()) {
    const auto parsed = parse_json(text);
    ASSERT_TRUE(parsed.has_value()) << shown(text) << ": " << parsed.error().message;
    EXPECT_EQ(boost::json::serialize(*parsed), says) << shown(text);
  }
}

// --- Must be refused.

std::vector<std::string> must_be_refused() {
  return {
      // Nothing, or not enough.
      "",
      " ",
      "[",
      "]",
      "{",
      "}",
      "[1",
      "[1,",
      "[\"",
      "[\"a",
      "{\"a\"",
      "{\"a\":",
      "{\"a\":1",
      "{\"a\":1,",
      "tru",
      "nul",
      "fals",
      "-",
      "\"",
      "\"\\",
      "[{",
      "[[",
      "[\"a\",",
      // Too much.
      "[]]",
      "{}}",
      "[][]",
      "{}{}",
      "1 2",
      "null null",
      "[1]x",
      "[]\"\"",
      "{}#",
      "{}//",
      "{}/**/",
      "true,",
      // Commas and colons.
      "[,]",
      "[,1]",
      "[1,]",
      "[1,,2]",
      "[1,\n]",
      "[\"\",]",
      "[1 2]",
      "[1:2]",
      "{,}",
      "{\"a\":1,}",
      "{\"a\":1,,\"b\":2}",
      "{\"a\" 1}",
      "{\"a\"::1}",
      "{\"a\",1}",
      "{\"a\":1 \"b\":2}",
      "{\"a\":1;\"b\":2}",
      "[1;2]",
      "{:1}",
      "{\"a\":}",
      "{\"a\":1:2}",
      // Names that are no strings.
      "{a:1}",
      "{1:1}",
      "{'a':1}",
      "{null:1}",
      "{[]:1}",
      "{\"a\":1,b}",
      // Brackets that do not match.
      "[}",
      "{]",
      "[{]}",
      "[1}",
      "{\"a\":1]",
      "[\"a\"}",
      // Words.
      "True",
      "NULL",
      "nan",
      "NaN",
      "Infinity",
      "-Infinity",
      "inf",
      "undefined",
      "none",
      "[truth]",
      "[nul1]",
      "a",
      "[a]",
      "*",
      "<null>",
      // Numbers.
      "+1",
      "[+1]",
      "01",
      "[-01]",
      "[00]",
      "[012]",
      "[-]",
      "[--1]",
      "[++1]",
      "[1.]",
      "[.5]",
      "[-.5]",
      "[1.e1]",
      "[.e1]",
      "[1e]",
      "[1e+]",
      "[1E-]",
      "[1eE2]",
      "[1e1.5]",
      "[0x10]",
      "[0b1]",
      "[1_000]",
      "[1 000]",
      "[1a]",
      "[-a]",
      "[1-2]",
      "[1+2]",
      "[2.e+3]",
      "[0.]",
      "[0e]",
      "[1.5.5]",
      "[-NaN]",
      "[\xef\xbc\x91]",  // A full-width digit.
      // Strings.
      "'a'",
      "['a']",
      "[\"a]",
      "[a\"]",
      "[\"\\x41\"]",
      "[\"\\a\"]",
      "[\"\\v\"]",
      "[\"\\0\"]",
      "[\"\\'\"]",
      "[\"\\ \"]",
      "[\"\\U0041\"]",
      "[\"\\u\"]",
      "[\"\\u1\"]",
      "[\"\\u12\"]",
      "[\"\\u123\"]",
      "[\"\\u123g\"]",
      "[\"\\u{41}\"]",
      "[\"\\uD83D\\u\"]",
      "[\"\\",
      "[\"\\\"]",
      "[\"\n\"]",
      "[\"\t\"]",
      "[\"\r\"]",
      "[\"\b\"]",
      "[\"\x1f\"]",
      "[\"\0\"]"s,
      "[\"a\0b\"]"s,
      "{\"a\0\":1}"s,
      "\0"s,
      "[1]\0"s,
      "\0[1]"s,
      "[\"\\\n\"]",
      // Space that JSON does not know.
      "[\f]",
      "[\v]",
      "[\u00a0]",
      "[\u2060]",
      "\u3000[]",
      "[\x1b]",
      // Comments.
      "[1/**/]",
      "[1] // one",
      "/* */[]",
      "#\n[]",
      "<!-- -->[]",
      // Other encodings.
      "\xef\xbb\xbf{}",
      "\xef\xbb\xbf",
      "\xff\xfe[\0]\0"s,
      "\xfe\xff\0[\0]"s,
      "[\0]\0"s,
      // Not UTF-8.
      "[\"\x80\"]",
      "[\"\xbf\xbf\"]",
      "[\"\xc0\x80\"]",
      "[\"\xc0\xaf\"]",
      "[\"\xc3\"]",
      "[\"\xc3(\"]",
      "[\"\xe0\x80\xaf\"]",
      "[\"\xe0\xff\"]",
      "[\"\xe2\x82\"]",
      "[\"\xed\xa0\x80\"]",
      "[\"\xed\xbf\xbf\"]",
      "[\"\xf0\x80\x80\xaf\"]",
      "[\"\xf0\x9f\x98\"]",
      "[\"\xf4\x90\x80\x80\"]",
      "[\"\xf8\x88\x80\x80\x80\"]",
      "[\"\xfc\x84\x80\x80\x80\x80\"]",
      "[\"\xfe\"]",
      "[\"\xff\"]",
      "[\xe5]",
      "{\"\xb9\":\"0\",}",
      "\xc3\xa5",
      "[1\xe5]",
      "[1e1\xe5]",
      "[0\xe5]",
      "[\"\\u\xe5\"]",
      "[\"\\\xe5\"]",
      "[\"\\uD800\\\xe5\"]",
  };
}

TEST(JsonConformance, RefusesWhatIsNot) {
  for (const auto& text : must_be_refused()) {
    const auto parsed = parse_json(text);
    EXPECT_FALSE(parsed.has_value()) << shown(text) << " was taken as " << (parsed ? boost::json::serialize(*parsed) : "");
    if (!parsed) EXPECT_TRUE(parsed.error().message.starts_with("not JSON at byte ")) << parsed.error().message;
  }
}

// --- Left to us.

TEST(JsonConformance, HalfASurrogateIsRefused) {
  for (const auto* text :
       {R"(["\uD800"])", R"(["\uDC00"])", R"(["\uD800\uD800"])", R"(["\uDC00\uD800"])", R"(["\uD800x"])", R"(["\uD800\n"])",
        R"(["x\uDFFF"])", R"(["\uD800\u0041"])", R"({"\uD800":1})", R"(["\ud83d\ude0"])"})
    EXPECT_FALSE(parse_json(text)) << text << ": no UTF-8 could say it";
}

TEST(JsonConformance, OfTwoMembersOfANameTheLastHolds) {
  EXPECT_EQ(boost::json::serialize(*parse_json(R"({"a":1,"b":2,"a":3})")), R"({"a":3,"b":2})");
  EXPECT_EQ(boost::json::serialize(*parse_json(R"({"a":1,"\u0061":2})")), R"({"a":2})") << "however it is written";
}

TEST(JsonConformance, NumbersBeyondAnyTypeAreTakenAsNearAsADoubleIs) {
  EXPECT_TRUE(parse_json("[1e400]").has_value());
  EXPECT_TRUE(parse_json("[-1e400]").has_value());
  EXPECT_TRUE(parse_json("[1e-400]").has_value());
  EXPECT_TRUE(parse_json("[123456789012345678901234567890]").has_value());
  EXPECT_TRUE(parse_json("[" + std::string(10'000, '9') + "]").has_value());
  EXPECT_TRUE(parse_json("[0." + std::string(10'000, '0') + "1]").has_value());
}

TEST(JsonConformance, DeepOnesAreRefusedWithoutGoingDown) {
  const auto nested = [](std::size_t levels) { return repeated("[", levels) + repeated("]", levels); };
  EXPECT_TRUE(parse_json(nested(32)).has_value());
  for (const std::size_t levels : {std::size_t{33}, std::size_t{1'000}, std::size_t{100'000}}) {
    EXPECT_FALSE(parse_json(nested(levels)).has_value()) << levels;
    EXPECT_FALSE(parse_json(repeated("[", levels)).has_value()) << levels;
    EXPECT_FALSE(parse_json(repeated("{\"a\":", levels) + "1" + repeated("}", levels)).has_value()) << levels;
    EXPECT_FALSE(parse_json(repeated("[{\"\":", levels)).has_value()) << levels;
  }
}

TEST(JsonConformance, LongOnesAreTaken) {
  const std::string word(1 << 20, 'a');
  EXPECT_EQ(parse_json("\"" + word + "\"")->as_string().size(), word.size());
  EXPECT_EQ(parse_json("{\"" + word + "\":1}")->as_object().size(), 1U);
  EXPECT_EQ(parse_json("[" + repeated("1,", 100'000) + "1]")->as_array().size(), 100'001U);
  EXPECT_EQ(parse_json("\"" + repeated("\\uD83D\\uDE00", 10'000) + "\"")->as_string().size(), 40'000U);
}

// Whatever is taken is text that any database takes, but for NUL.
TEST(JsonConformance, WhatIsTakenIsUtf8) {
  for (const auto& [text, says] : must_be_taken()) EXPECT_TRUE(is_utf8(boost::json::serialize(*parse_json(text)))) << text;
}

}  // namespace
}  // namespace base
