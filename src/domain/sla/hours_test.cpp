#include "domain/sla/hours.hpp"

#include <gtest/gtest.h>

namespace sla {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr base::Time time_at(std::chrono::year_month_day day, std::chrono::milliseconds ahead) {
  return std::chrono::sys_days(day) + ahead;
}
constexpr auto kFriday = std::chrono::year(2026) / 3 / 27;
constexpr auto kMonday = std::chrono::year(2026) / 3 / 30;

HoursText office() {
  HoursText text;
  for (const char* day : {"mon", "tue", "wed", "thu", "fri"}) text.week[day] = {{"09:00", "12:00"}, {"13:00", "17:00"}};
  return text;
}

base::Time due(const HoursText& text, base::Time start, std::chrono::milliseconds working) {
  return Hours::read(text, Zone()).value().deadline(start, working).value();
}

TEST(Hours, CountOnlyWhatIsWorked) {
  EXPECT_EQ(due(office(), time_at(kFriday, hours(16) + minutes(30)), hours(1)), time_at(kMonday, hours(9) + minutes(30)));
  EXPECT_EQ(due(office(), time_at(kFriday, hours(16)), hours(1)), time_at(kFriday, hours(17))) << "the last moment counts";
  EXPECT_EQ(due(office(), time_at(kFriday, hours(11)), hours(2)), time_at(kFriday, hours(14))) << "lunch does not";
  EXPECT_EQ(due(office(), time_at(kFriday, hours(3)), minutes(1)), time_at(kFriday, hours(9) + minutes(1)));
  EXPECT_EQ(due(office(), time_at(kFriday, hours(9)), hours(70)), time_at(std::chrono::year(2026) / 4 / 9, hours(17)));
}

TEST(Hours, LeaveHolidaysOut) {
  HoursText text = office();
  text.holidays = std::vector<std::string>{"2026-03-31", "2026-03-30"};
  EXPECT_EQ(due(text, time_at(kFriday, hours(17)), minutes(1)),
            time_at(std::chrono::year(2026) / 4 / 1, hours(9) + minutes(1)));
}

TEST(Hours, AreAlwaysWithoutAWeek) {
  EXPECT_EQ(Hours().deadline(time_at(kFriday, hours(23)), hours(1000)), time_at(kFriday, hours(1023)));
}

TEST(Hours, GoByTheClockOnTheWall) {
  const auto apia = Hours::read({"", {{"fri", {{"00:00", "24:00"}}}}, {}}, Zone::fixed(hours(14))).value();
  EXPECT_EQ(apia.deadline(time_at(kFriday, hours(0)), hours(10)), time_at(kFriday, hours(10))) << "until midnight there";
  EXPECT_EQ(apia.deadline(time_at(kFriday, hours(0)), hours(11)), time_at(std::chrono::year(2026) / 4 / 2, hours(11)));
}

TEST(Hours, AreRefusedByField) {
  const auto field_of = [](const HoursText& text) {
    const auto read = Hours::read(text, Zone());
    return read ? std::string("none") : read.error().field;
  };
  EXPECT_EQ(field_of({"", {}, {}}), "week");
  EXPECT_EQ(field_of({"", {{"mon", {}}}, {}}), "week");
  EXPECT_EQ(field_of({"", {{"monday", {{"09:00", "17:00"}}}}, {}}), "week.monday");
  EXPECT_EQ(field_of({"", {{"mon", {{"09:00"}}}}, {}}), "week.mon[0]");
  EXPECT_EQ(field_of({"", {{"mon", {{"09:00", "24:01"}}}}, {}}), "week.mon[0]");
  EXPECT_EQ(field_of({"", {{"mon", {{"9:00", "17:00"}}}}, {}}), "week.mon[0]");
  EXPECT_EQ(field_of({"", {{"mon", {{"-9:00", "17:00"}}}}, {}}), "week.mon[0]");
  EXPECT_EQ(field_of({"", {{"mon", {{"22:00", "06:00"}}}}, {}}), "week.mon[0]");
  EXPECT_EQ(field_of({"", {{"mon", {{"09:00", "12:00"}, {"11:59", "17:00"}}}}, {}}), "week.mon");
  EXPECT_EQ(field_of({"", {{"mon", {{"09:00", "12:00"}, {"12:00", "17:00"}}}}, {}}), "none");
  EXPECT_EQ(field_of({"", {{"mon", {{"09:00", "12:00"}}}}, std::vector<std::string>{"2026-12-25", "2026-02-29"}}),
            "holidays[1]");
}

TEST(Hours, SayWhenTheTimeIsNeverWorked) {
  const auto short_week = Hours::read({"", {{"mon", {{"09:00", "09:01"}}}}, {}}, Zone()).value();
  EXPECT_FALSE(short_week.deadline(time_at(kFriday, hours(0)), hours(24 * 365)));
}

}  // namespace
}  // namespace sla
