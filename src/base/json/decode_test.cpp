#include "base/json/decode.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

#include "base/json/encode.hpp"

namespace base {
namespace {

struct HatTag;

enum class Colour { red, blue };
BOOST_DESCRIBE_ENUM(Colour, red, blue)

struct Hat {
  Id<HatTag> id;
  std::string name;
  Colour colour = Colour::red;
  std::optional<std::int64_t> size;
};
BOOST_DESCRIBE_STRUCT(Hat, (), (id, name, colour, size))

struct Shelf {
  std::vector<Hat> hats;
  std::map<std::string, std::int32_t> counts;
  double height = 0;
  bool full = false;
  std::optional<Time> dusted_at;
};
BOOST_DESCRIBE_STRUCT(Shelf, (), (hats, counts, height, full, dusted_at))

struct Change {
  std::optional<std::optional<std::string>> name;
  std::optional<std::optional<Colour>> colour;
};
BOOST_DESCRIBE_STRUCT(Change, (), (name, colour))

struct Extent {
  std::int32_t small = 0;
  std::uint16_t tiny = 0;
  std::int64_t large = 0;
};
BOOST_DESCRIBE_STRUCT(Extent, (), (small, tiny, large))

template <class T>
std::string why_not(std::string_view text) {
  const auto decoded = decode_text<T>(text);
  return decoded ? "taken" : decoded.error().message;
}

template <class T>
std::string wrong_field(std::string_view text) {
  const auto decoded = decode_text<T>(text);
  return decoded ? "taken" : decoded.error().field;
}

TEST(Decode, ReadsDescribedStructs) {
  const auto shelf = decode_text<Shelf>(
      R"({"hats":[{"id":7,"name":"Chapéu \ud83c\udfa9","colour":"blue","size":57},{"id":8,"name":"","colour":"red"}],
          "counts":{"red":1},"height":1.5,"full":true,"dusted_at":"2026-11-21T19:27:06+01:00"})");
  ASSERT_TRUE(shelf) << shelf.error().message;
  EXPECT_EQ(shelf->hats.at(0).name, "Chapéu 🎩");
  EXPECT_EQ(shelf->hats.at(0).id.value, 7);
  EXPECT_EQ(shelf->hats.at(1).size, std::nullopt);
  EXPECT_EQ(shelf->counts.at("red"), 1);
  EXPECT_EQ(to_rfc3339(shelf->dusted_at.value()), "2026-11-21T18:27:06Z");
}

TEST(Decode, NamesThePlaceOfTheFault) {
  const std::string rest = R"("counts":{},"height":1,"full":false)";
  EXPECT_EQ(why_not<Shelf>(R"({"hats":[{"id":1,"name":"a","colour":"red"},{"id":2,"name":7,"colour":"red"}],)" + rest + "}"),
            "hats[1].name: expected a string");
  EXPECT_EQ(why_not<Shelf>(R"({"hats":[{"id":1,"colour":"red"}],)" + rest + "}"), "hats[0].name: missing");
  EXPECT_EQ(why_not<Shelf>(R"({"hats":[{"id":1,"name":"a","colour":"green"}],)" + rest + "}"),
            "hats[0].colour: expected one of red, blue");
  EXPECT_EQ(why_not<Shelf>(R"({"hats":{},)" + rest + "}"), "hats: expected a list");
  EXPECT_EQ(why_not<Shelf>(R"({"hats":[],"counts":{"a":1.5},"height":1,"full":false})"),
            "counts.a: expected a whole number within range");
  EXPECT_EQ(why_not<Shelf>(R"({"hats":[],"dusted_at":"yesterday",)" + rest + "}"),
            "dusted_at: expected a time like 2026-11-21T19:27:06Z");
  EXPECT_EQ(why_not<Shelf>("[]"), "expected an object");
  EXPECT_EQ(wrong_field<Shelf>(R"({"hats":[null],)" + rest + "}"), "hats[0]");
  EXPECT_EQ(wrong_field<Shelf>(R"({"hats":[],"counts":{},"height":"1","full":false})"), "height");
  EXPECT_EQ(wrong_field<Shelf>(R"({"hats":[],"counts":{},"height":1,"full":0})"), "full");
}

TEST(Decode, TellsAbsentFromNullFromAValue) {
  const auto absent = decode_text<Change>("{}");
  const auto null = decode_text<Change>(R"({"name":null,"colour":null})");
  const auto value = decode_text<Change>(R"({"name":"","colour":"blue"})");
  ASSERT_TRUE(absent && null && value);
  EXPECT_FALSE(absent->name.has_value());
  ASSERT_TRUE(null->name.has_value());
  EXPECT_FALSE(null->name->has_value());
  EXPECT_FALSE(null->colour.value().has_value());
  EXPECT_EQ(value->name.value().value(), "");
  EXPECT_EQ(value->colour.value().value(), Colour::blue);
  EXPECT_EQ(why_not<Change>(R"({"name":1})"), "name: expected a string");
}

TEST(Decode, ANullThatIsNotOptionalIsRefused) {
  EXPECT_EQ(why_not<Hat>(R"({"id":null,"name":"a","colour":"red"})"), "id: expected a whole number");
  EXPECT_EQ(why_not<Hat>(R"({"id":1,"name":null,"colour":"red"})"), "name: expected a string");
}

TEST(Decode, WholeNumbersStayInTheirRange) {
  const auto all = decode_text<Extent>(R"({"small":-2147483648,"tiny":65535,"large":9223372036854775807})");
  ASSERT_TRUE(all) << all.error().message;
  EXPECT_EQ(all->large, std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(decode_text<Extent>(R"({"small":1.0,"tiny":1e3,"large":-9223372036854775808})")->tiny, 1000) << "1e3 is whole";
  const auto field = [](const std::string& small, const std::string& tiny, const std::string& large) {
    return wrong_field<Extent>("{\"small\":" + small + ",\"tiny\":" + tiny + ",\"large\":" + large + "}");
  };
  EXPECT_EQ(field("2147483648", "0", "0"), "small");
  EXPECT_EQ(field("-2147483649", "0", "0"), "small");
  EXPECT_EQ(field("0", "65536", "0"), "tiny");
  EXPECT_EQ(field("0", "-1", "0"), "tiny");
  EXPECT_EQ(field("0", "0", "9223372036854775808"), "large");
  EXPECT_EQ(field("0", "0", "-9223372036854775809"), "large");
  EXPECT_EQ(field("0", "0", "9223372036854775807.0"), "large") << "2^63 as a double";
  EXPECT_EQ(field("0", "0", "1e300"), "large");
  EXPECT_EQ(field("0", "0", "0.5"), "large");
  EXPECT_EQ(field("0", "0", "\"1\""), "large");
  EXPECT_EQ(field("0", "0", "true"), "large");
}

TEST(Decode, SuggestsTheMemberThatWasMeant) {
  EXPECT_EQ(why_not<Hat>(R"({"id":1,"name":"a","colour":"red","sise":3})"), "sise: unknown; did you mean size?");
  EXPECT_EQ(why_not<Hat>(R"({"id":1,"name":"a","colour":"red","feather":3})"), "feather: unknown");
  EXPECT_EQ(why_not<Hat>(R"({"id":1,"nmae":"a","colour":"red"})"), "name: missing");
  EXPECT_TRUE(decode_text<Hat>(R"({"id":1,"name":"a","colour":"red","feather":3})", UnknownMembers::ignore));
}

TEST(Decode, AHugeUnknownNameIsNotRepeatedBack) {
  const std::string name(100'000, 'x');
  const auto decoded = decode_text<Hat>(R"({"id":1,"name":"a","colour":"red",")" + name + "\":1}");
  ASSERT_FALSE(decoded);
  EXPECT_LT(decoded.error().message.size(), 300U);
  EXPECT_LT(decoded.error().field.size(), 300U);
}

TEST(Decode, OfAMemberThatComesTwiceTheLastCounts) {
  EXPECT_EQ(decode_text<Hat>(R"({"id":1,"name":"a","colour":"red","name":"b"})")->name, "b");
}

TEST(ParseJson, RefusesWhatIsNotJson) {
  for (const char* wrong : {"", " ", "{", "{}}", "[1,]", "{\"a\":1,}", "{a:1}", "'a'", "nul", "01", "1.", "+1", "NaN",
                            "Infinity", "\"\t\"", "\"\\x41\"", "// no\n{}", "{} {}", "\xEF\xBB\xBF{}"})
    EXPECT_FALSE(parse_json(wrong)) << wrong;
  EXPECT_TRUE(parse_json(" \n{}\r\n "));
  EXPECT_EQ(parse_json("[1,2").error().kind, FailureKind::invalid);
  EXPECT_EQ(parse_json("{\"a\": tru}").error().message.substr(0, 19), "not JSON at byte 6:");
}

TEST(ParseJson, RefusesTextThatIsNotUtf8) {
  for (const char* wrong : {"\"\xFF\"", "\"\xC3\"", "\"\xED\xA0\x80\"", "\"\xC0\xAF\""})
    EXPECT_FALSE(parse_json(wrong)) << wrong;
}

TEST(ParseJson, RefusesHalfASurrogatePair) {
  for (const char* wrong : {R"("\ud83d")", R"("\ud83d\ud83d")", R"("\udeb2")", R"("\ud83dx")", R"("\ud83d\n")"})
    EXPECT_FALSE(parse_json(wrong)) << wrong;
  EXPECT_EQ(parse_json(R"("\ud83d\udeb2")")->as_string(), "🚲");
}

TEST(ParseJson, KeepsControlCharactersThatAreEscaped) {
  const auto text = parse_json(R"("a\u0000b\u001f\n")");
  ASSERT_TRUE(text);
  EXPECT_EQ(std::string_view(text->as_string()), std::string_view("a\0b\x1f\n", 5));
}

TEST(ParseJson, GoesThirtyTwoLevelsDeep) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(parse_json(nested(32)));
  EXPECT_FALSE(parse_json(nested(33)));
  EXPECT_FALSE(parse_json(std::string(1'000'000, '[')));
}

}  // namespace
}  // namespace base
