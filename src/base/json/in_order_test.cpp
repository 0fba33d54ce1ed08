#include "base/json/in_order.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "base/json/decode.hpp"

namespace base {
namespace {

enum class Colour { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)

struct Part {
  std::string name;
  std::optional<std::int64_t> size;
};
BOOST_DESCRIBE_STRUCT(Part, (), (name, size))

struct Whole {
  std::int64_t number = 0;
  Colour colour = Colour::red;
  Time at{};
  std::optional<Part> part;
  std::vector<Part> parts;
  std::optional<std::string> word;
  std::optional<Time> later;
};
BOOST_DESCRIBE_STRUCT(Whole, (), (number, colour, at, part, parts, word, later))

// As a later program has it.
struct Longer {
  std::int64_t number = 0;
  Colour colour = Colour::red;
  std::optional<std::string> word;
  bool loud = true;
};
BOOST_DESCRIBE_STRUCT(Longer, (), (number, colour, word, loud))

template <class T>
T back(std::string_view text) {
  auto value = parse_json(text).value();
  name_members<T>(value);
  return decode<T>(value, UnknownMembers::ignore).value();
}

template <class T>
std::string written(const T& value) {
  std::string out = "before";
  encode_in_order_to(out, value);
  return out.substr(6);
}

TEST(InOrder, WritesValuesWithoutNamesAndNothingForAnEmptyEnd) {
  EXPECT_EQ(written(Whole{7, Colour::green, Time(std::chrono::milliseconds(1500)), std::nullopt, {{"a", {}}, {"b", 2}}}),
            R"([7,"green",1500,null,[["a"],["b",2]]])");
  EXPECT_EQ(written(Part{",null", {}}), R"([",null"])");
}

TEST(InOrder, GivesBackWhatWasWritten) {
  const Whole whole{-3,
                    Colour::green,
                    Time(std::chrono::milliseconds(1'795'390'526'888)),
                    Part{"\"x\"", 5},
                    {{"", {}}},
                    std::nullopt,
                    Time(std::chrono::milliseconds(-1))};
  EXPECT_EQ(encode(back<Whole>(written(whole))), encode(whole));
  EXPECT_EQ(encode(back<Whole>(written(Whole{}))), encode(Whole{}));
}

TEST(InOrder, ReadsWhatIsWrittenWithNamesToo) {
  const Whole whole{1, Colour::green, {}, Part{"p", 1}, {}, "w", {}};
  EXPECT_EQ(encode(back<Whole>(encode(whole))), encode(whole));
}

TEST(InOrder, ShorterListsHaveTheBeginningsOfWhatTheyLackAndLongerOnesAreCut) {
  const auto longer = back<Longer>(R"([4,"green"])");
  EXPECT_EQ(encode(longer), R"({"number":4,"colour":"green","word":null,"loud":true})");
  EXPECT_EQ(back<Part>(R"(["a",1,"of a later program",[1]])").size, 1);
}

TEST(InOrder, WhatDoesNotFitIsRefusedByTheDecoder) {
  auto value = parse_json(R"([[1],"green"])").value();
  name_members<Longer>(value);
  EXPECT_EQ(decode<Longer>(value).error().field, "number");
}

}  // namespace
}  // namespace base
