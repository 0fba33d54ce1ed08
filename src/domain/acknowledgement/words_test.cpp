#include "domain/acknowledgement/words.hpp"

#include <gtest/gtest.h>

namespace acknowledgement {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;

// A Friday.
constexpr base::Time kNow = sys_days{std::chrono::year(2026) / 3 / 6} + 14h + 30min;

forecast::Queue queue_of(std::int64_t agents, double handling_s) { return {0, agents, handling_s, 100, 0}; }

sla::Hours weekdays() {
  sla::HoursText text;
  for (const auto* day : {"mon", "tue", "wed", "thu", "fri"}) text.week[day] = {{"09:00", "17:00"}};
  return sla::Hours::read(text, sla::Zone::fixed(1h)).value();
}

std::string told(const Estimate& estimate, std::string_view language = "en", const std::string& help = "") {
  const auto zone = sla::Zone::fixed(1h);
  return compose({estimate, kNow, &zone, "Europe/Berlin", help}, language);
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(AcknowledgementEstimate, EightOfTenHaveTheirAnswerByThen) {
  const auto made = estimate(queue_of(1, 60), 0, nullptr, kNow + 1h, kNow);
  // Exponential with a mean of a minute: 80 of 100 are over after ln 5 minutes.
  EXPECT_EQ(made.by, kNow + 97s);
  EXPECT_FALSE(made.opens_at);
}

TEST(AcknowledgementEstimate, OnlyWorkingTimeCounts) {
  const auto hours = weekdays();
  // Half an hour before the weekend in Berlin, an hour of work before it is their turn.
  const auto made = estimate(queue_of(1, 3600), 0, &hours, kNow + 1h, kNow + 1h);
  EXPECT_FALSE(made.opens_at);
  EXPECT_EQ(made.by, sys_days{std::chrono::year(2026) / 3 / 9} + 8h + 1h + 6min + 34s);
}

TEST(AcknowledgementEstimate, ClosedSaysWhenTheyAreBack) {
  const auto hours = weekdays();
  const auto monday = sys_days{std::chrono::year(2026) / 3 / 9} + 8h;
  const auto made = estimate(queue_of(0, 60), 0, &hours, monday + 2h, kNow + 4h);
  EXPECT_EQ(made.opens_at, monday);
  EXPECT_FALSE(made.by) << "nobody is at work who could be counted";
}

TEST(AcknowledgementWords, SoonIsToldInMinutes) {
  EXPECT_TRUE(has(told({std::nullopt, kNow + 97s, kNow + 1h}), "in about 5 minutes."));
  EXPECT_TRUE(has(told({std::nullopt, kNow + 21min, kNow + 1h}), "in about 25 minutes."));
  EXPECT_FALSE(has(told({std::nullopt, kNow + 21min, kNow + 1h}), "Berlin")) << "no time on the clock, no place";
}

TEST(AcknowledgementWords, LaterIsAnHourOfTheCompanysClock) {
  EXPECT_TRUE(has(told({std::nullopt, kNow + 2h, kNow + 1h}), "by 17:30. (Times are those of Berlin.)"));
  EXPECT_TRUE(has(told({std::nullopt, kNow + 72h, kNow + 1h}), "by Monday, 15:30."));
  EXPECT_TRUE(has(told({std::nullopt, kNow + 24h * 9 + 1s, kNow + 1h}), "by 2026-03-15, 15:31."));
}

TEST(AcknowledgementWords, WithoutAForecastOnlyWhatIsWanted) {
  const auto text = told({kNow + 18h, std::nullopt, kNow + 20h});
  EXPECT_TRUE(has(text, "back on Saturday, 09:30. We want to answer by Saturday, 11:30."));
  EXPECT_FALSE(has(told({std::nullopt, std::nullopt, kNow - 1h}), "want to answer")) << "that is over";
}

TEST(AcknowledgementWords, SaysWhatTheyCanDoNow) {
  EXPECT_TRUE(told({}, "en", "Look at status.example.com.").ends_with("\n\nLook at status.example.com."));
  EXPECT_TRUE(has(told({}), "just write it here"));
}

TEST(AcknowledgementWords, InTheirLanguageAndAlwaysAsAMachine) {
  for (const auto* language : {"en", "de", "fr", "es", "pt", "ar"}) {
    ASSERT_TRUE(speaks(language));
    const auto text = told({kNow + 64h, kNow + 70h, kNow + 71h}, language);
    EXPECT_FALSE(has(text, "{")) << text;
    EXPECT_TRUE(has(text, "09:30") || has(text, "07:30")) << text;
  }
  EXPECT_TRUE(has(told({}, "de"), "automatische Nachricht"));
  EXPECT_FALSE(speaks("fi"));
  EXPECT_TRUE(has(told({}, "fi"), "automatic message"));
}

}  // namespace
}  // namespace acknowledgement
