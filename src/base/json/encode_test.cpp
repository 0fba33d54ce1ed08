#include "base/json/encode.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "base/json/decode.hpp"

namespace base {
namespace {

using namespace std::chrono_literals;

enum class Pace { slow, quick };
BOOST_DESCRIBE_ENUM(Pace, slow, quick)

struct LegTag;

struct Stop {
  std::string place;
};
BOOST_DESCRIBE_STRUCT(Stop, (), (place))

struct Ride {
  Id<LegTag> id;
  Pace pace = Pace::quick;
  std::optional<Time> ended_at;
  std::vector<Stop> stops;
  std::map<std::string, double> costs;
  bool raining = false;
  Secret code;
};
BOOST_DESCRIBE_STRUCT(Ride, (), (id, pace, ended_at, stops, costs, raining, code))

struct LongRide : Ride {
  std::int64_t nights = 0;
};
BOOST_DESCRIBE_STRUCT(LongRide, (Ride), (nights))

TEST(Encode, WritesEveryMember) {
  Ride ride;
  ride.id = {42};
  ride.costs = {{"bread", 1.5}, {"tram", 3}};
  ride.stops = {{"Cais"}, {"Belém"}};
  ride.code = Secret("4711");
  EXPECT_EQ(encode(ride), R"({"id":42,"pace":"quick","ended_at":null,"stops":[{"place":"Cais"},{"place":"Belém"}],)"
                          R"("costs":{"bread":1.5,"tram":3},"raining":false,"code":"***"})");
}

TEST(Encode, WritesInheritedMembersFirst) {
  LongRide ride;
  ride.nights = 2;
  EXPECT_TRUE(encode(ride).starts_with(R"({"id":0,)"));
  EXPECT_TRUE(encode(ride).ends_with(R"("nights":2})"));
}

TEST(Encode, EscapesWhatJsonDoesNotTake) {
  EXPECT_EQ(encode(std::string("\"\\/\b\f\n\r\t\x01\x1f\x7f")), "\"\\\"\\\\/\\u0008\\u000c\\n\\r\\t\\u0001\\u001f\x7f\"");
  EXPECT_EQ(encode(std::string("a\0b", 3)), R"("a\u0000b")");
  EXPECT_EQ(encode(std::string("🚲 دراجة \u2028")), "\"🚲 دراجة \u2028\"");
  std::string every;
  for (char c = 0; c < 0x7f; ++c) every += c;
  EXPECT_EQ(parse_json(encode(every))->as_string(), every);
}

TEST(Encode, EscapesAtEveryPlace) {
  for (std::size_t length = 1; length < 20; ++length) {
    for (std::size_t at = 0; at < length; ++at) {
      for (const auto& [plain, escaped] : {std::pair("\"", "\\\""), {"\\", "\\\\"}, {"\x1f", "\\u001f"}, {"\x7f", "\x7f"}}) {
        const std::string before(at, 'a'), after(length - at - 1, '\xC3');
        EXPECT_EQ(encode(before + plain + after), '"' + before + escaped + after + '"');
      }
    }
  }
}

TEST(Encode, WritesNumbersThatReadBackTheSame) {
  EXPECT_EQ(encode(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(encode(std::int64_t{9007199254740991}), "9007199254740991");
  EXPECT_EQ(encode(0.1), "0.1");
  EXPECT_EQ(encode(1e300), "1e+300");
  EXPECT_EQ(encode(-0.0), "-0");
  for (const double number : {1.0 / 3, 123456.789, 5e-324, 1.7976931348623157e308})
    EXPECT_EQ(parse_json(encode(number))->to_number<double>(), number);
}

TEST(Encode, HasNoWordForWhatIsNoNumber) {
  EXPECT_EQ(encode(std::nan("")), "null");
  EXPECT_EQ(encode(std::numeric_limits<double>::infinity()), "null");
}

TEST(Encode, WritesVariantsAndListsOfFlags) {
  const std::variant<Stop, Pace> either = Stop{"Sé"};
  EXPECT_EQ(encode(either), R"({"place":"Sé"})");
  EXPECT_EQ(encode(std::vector<bool>{true, false}), "[true,false]");
  EXPECT_EQ(encode(std::vector<std::optional<Pace>>{Pace::slow, std::nullopt}), R"(["slow",null])");
  EXPECT_EQ(encode(Time{1ms}), R"("1970-01-01T00:00:00.001Z")");
}

}  // namespace
}  // namespace base
