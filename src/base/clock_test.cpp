#include "base/clock.hpp"

#include <gtest/gtest.h>

namespace base {
namespace {

using namespace std::chrono_literals;

constexpr Time kEvening{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + 19h + 27min + 6s};

TEST(Rfc3339, PrintsMillisecondsOnlyWhereThereAreSome) {
  EXPECT_EQ(to_rfc3339(kEvening), "2026-11-21T19:27:06Z");
  EXPECT_EQ(to_rfc3339(kEvening + 250ms), "2026-11-21T19:27:06.250Z");
  EXPECT_EQ(to_rfc3339(kEvening + 1ms), "2026-11-21T19:27:06.001Z");
  EXPECT_EQ(to_rfc3339(Time{}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(to_rfc3339(Time{-1ms}), "1969-12-31T23:59:59.999Z") << "also before 1970";
}

TEST(Rfc3339, ReadsWhatItPrints) {
  for (const auto time : {kEvening, kEvening + 7ms, Time{}, Time{-1ms}, Time{-86'400'000ms * 365 * 100}})
    EXPECT_EQ(parse_rfc3339(to_rfc3339(time)), time) << to_rfc3339(time);
}

TEST(Rfc3339, ReadsEveryFormOfAnOffset) {
  for (const char* same : {"2026-11-21T19:27:06Z", "2026-11-21t19:27:06z", "2026-11-21 19:27:06Z",
                           "2026-11-21T19:27:06+00:00", "2026-11-21T19:27:06-00:00", "2026-11-21T21:27:06+02:00",
                           "2026-11-22T01:12:06+05:45", "2026-11-21T15:57:06-03:30", "2026-11-22T19:26:06+23:59"})
    EXPECT_EQ(parse_rfc3339(same), kEvening) << same;
}

TEST(Rfc3339, CutsFractionsToMilliseconds) {
  EXPECT_EQ(parse_rfc3339("2026-11-21T19:27:06.2Z"), kEvening + 200ms);
  EXPECT_EQ(parse_rfc3339("2026-11-21T19:27:06.25Z"), kEvening + 250ms);
  EXPECT_EQ(parse_rfc3339("2026-11-21T19:27:06.0019Z"), kEvening + 1ms) << "cut, not rounded";
  EXPECT_EQ(parse_rfc3339("2026-11-21T19:27:06.999999999Z"), kEvening + 999ms);
}

TEST(Rfc3339, KnowsTheCalendar) {
  EXPECT_TRUE(parse_rfc3339("2024-02-29T00:00:00Z"));
  EXPECT_FALSE(parse_rfc3339("2026-02-29T00:00:00Z"));
  EXPECT_FALSE(parse_rfc3339("1900-02-29T00:00:00Z"));
  EXPECT_TRUE(parse_rfc3339("2000-02-29T00:00:00Z"));
  EXPECT_EQ(parse_rfc3339("2016-12-31T23:59:60Z"), parse_rfc3339("2017-01-01T00:00:00Z").value())
      << "a leap second is the next one";
}

TEST(Rfc3339, RefusesWhatIsNoTime) {
  for (const char* wrong : {"",
                            "Z",
                            "now",
                            "2026-11-21",
                            "2026-11-21T19:27Z",
                            "2026-11-21T19:27:06",
                            "2026-11-21T19:27:06.Z",
                            "2026-11-21T19:27:06,5Z",
                            "2026-11-21T19:27:06.1234567890Z",
                            "2026-13-21T19:27:06Z",
                            "2026-00-21T19:27:06Z",
                            "2026-11-00T19:27:06Z",
                            "2026-11-31T19:27:06Z",
                            "2026-11-21T24:00:00Z",
                            "2026-11-21T19:60:06Z",
                            "2026-11-21T19:27:61Z",
                            "2026-11-21T19:27:06+2:00",
                            "2026-11-21T19:27:06+0200",
                            "2026-11-21T19:27:06+24:00",
                            "2026-11-21T19:27:06+02:60",
                            "2026-11-21T19:27:06ZZ",
                            " 2026-11-21T19:27:06Z",
                            "2026-11-21T19:27:06Z ",
                            "26-11-21T19:27:06Z",
                            "2026/11/21T19:27:06Z",
                            "-026-11-21T19:27:06Z",
                            "2026-11-21T+9:27:06Z",
                            "2026-11-21T19:27:06\xE2\x88\x92"
                            "02:00"})
    EXPECT_FALSE(parse_rfc3339(wrong)) << wrong;
  EXPECT_FALSE(parse_rfc3339(std::string_view("2026-11-21T19:27:06Z\0", 21)));
  EXPECT_EQ(parse_rfc3339("soon").error().kind, FailureKind::invalid);
}

TEST(Rfc3339, KeepsToTheYearsThatItCanPrint) {
  EXPECT_TRUE(parse_rfc3339("0000-01-01T00:00:00Z"));
  EXPECT_TRUE(parse_rfc3339("9999-12-31T23:59:59.999Z"));
  EXPECT_FALSE(parse_rfc3339("9999-12-31T23:59:59-00:01")) << "the year 10000 in UTC";
  EXPECT_FALSE(parse_rfc3339("9999-12-31T23:59:60Z"));
  EXPECT_FALSE(parse_rfc3339("0000-01-01T00:00:00+00:01")) << "the year -1 in UTC";
}

TEST(FixedClock, StandsStillUntilTold) {
  FixedClock clock(kEvening);
  EXPECT_EQ(clock.now(), kEvening);
  clock.advance(90s);
  EXPECT_EQ(clock.now(), kEvening + 90s);
  clock.set(kEvening);
  EXPECT_EQ(clock.now(), kEvening);
}

}  // namespace
}  // namespace base
