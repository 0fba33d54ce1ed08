#include "domain/sla/calendar.hpp"

#include <gtest/gtest.h>

namespace sla {
namespace {

using namespace std::chrono_literals;

Calendar calendar() {
  Calendar c;
  c.name = "Care";
  c.timezone = "UTC";
  c.week = standard_week();
  return c;
}

std::string due(const Calendar& c, const char* start, std::chrono::milliseconds working) {
  const auto hours = hours_of(c, {});
  if (!hours) return hours.error().field + ": " + hours.error().message;
  return base::to_rfc3339(hours->deadline(base::parse_rfc3339(start).value(), working).value());
}

TEST(Calendar, CountsItsWeekAndItsHolidays) {
  auto c = calendar();
  EXPECT_EQ(due(c, "2026-12-24T16:00:00Z", 2h), "2026-12-25T10:00:00Z");
  c.holidays = {{"2026-12-25", "Christmas Day", false}};
  EXPECT_EQ(due(c, "2026-12-24T16:00:00Z", 2h), "2026-12-28T10:00:00Z") << "a weekend follows";
  EXPECT_EQ(due(c, "2028-12-22T16:00:00Z", 2h), "2028-12-25T10:00:00Z") << "another year";
}

TEST(Calendar, AYearlyHolidayComesEveryYear) {
  auto c = calendar();
  c.holidays = {{"2020-12-25", "Christmas Day", true}, {"2024-02-29", "Leap day", true}};
  EXPECT_EQ(due(c, "2028-12-22T16:00:00Z", 2h), "2028-12-26T10:00:00Z");
  EXPECT_EQ(due(c, "2028-02-28T16:00:00Z", 2h), "2028-03-01T10:00:00Z");
}

TEST(Calendar, AlwaysOpenIsAlwaysOpen) {
  auto c = calendar();
  c.always_open = true;
  c.week.clear();
  EXPECT_EQ(due(c, "2026-12-26T23:00:00Z", 2h), "2026-12-27T01:00:00Z");
}

TEST(Calendar, RefusesByItsField) {
  auto c = calendar();
  c.week.clear();
  EXPECT_TRUE(due(c, "2026-03-02T09:00:00Z", 1h).starts_with("week: ")) << "it never opens";
  c.week["mon"] = {{"09:00", "12:00"}, {"11:00", "17:00"}};
  EXPECT_TRUE(due(c, "2026-03-02T09:00:00Z", 1h).starts_with("week.mon: ")) << "overlapping";
  c = calendar();
  c.holidays = {{"2026-02-30", "", false}};
  EXPECT_TRUE(due(c, "2026-03-02T09:00:00Z", 1h).starts_with("holidays[0]: "));
  c = calendar();
  c.name.clear();
  EXPECT_TRUE(due(c, "2026-03-02T09:00:00Z", 1h).starts_with("name: "));
}

std::string ical(const std::string& events) { return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + events + "END:VCALENDAR\r\n"; }

std::string event(const std::string& lines) { return "BEGIN:VEVENT\r\n" + lines + "END:VEVENT\r\n"; }

std::string refusal(const std::string& text) {
  const auto read = read_ical(text);
  return read ? "read" : read.error().message;
}

TEST(Ical, ReadsDaysSpansAndYearlyOnes) {
  const auto read =
      read_ical(ical(event("SUMMARY:New Year\r\nDTSTART;VALUE=DATE:20270101\r\nRRULE:FREQ=YEARLY\r\n") +
                     event("DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227\r\nSUMMARY:Christmas\\, all\r\n"
                           "  of it\r\n")));
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->size(), 4U);
  EXPECT_EQ(read->at(0).day, "2026-12-24");
  EXPECT_EQ(read->at(0).name, "Christmas, all of it");
  EXPECT_EQ(read->at(2).day, "2026-12-26") << "DTEND is not part of it";
  EXPECT_EQ(read->at(3).day, "2027-01-01");
  EXPECT_TRUE(read->at(3).yearly);
}

TEST(Ical, PassesOverWhatIsNoEvent) {
  const auto read =
      read_ical(ical("BEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nEND:STANDARD\r\n"
                     "END:VTIMEZONE\r\n" +
                     event("DTSTART;VALUE=DATE:20261225\r\nBEGIN:VALARM\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\n")));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->size(), 1U);
}

TEST(Ical, RefusesWithLineAndReason) {
  EXPECT_EQ(refusal(ical(event("DTSTART;VALUE=DATE:20261325\r\n"))), "ical: line 4: \"20261325\" is no day like 20261225.");
  EXPECT_NE(refusal(ical(event("DTSTART:20261225T100000Z\r\n"))).find("line 4: This event is of a time of the day"),
            std::string::npos);
  EXPECT_NE(refusal(ical(event("DTSTART:20261225\r\nRRULE:FREQ=WEEKLY\r\n"))).find("line 5: \"FREQ=WEEKLY\" is not read"),
            std::string::npos);
  EXPECT_NE(refusal(ical(event("RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\r\n"))).find("line 4"), std::string::npos);
  EXPECT_NE(refusal(ical(event("SUMMARY:X\r\n"))).find("line 3: This event does not say when it begins"), std::string::npos);
  EXPECT_NE(refusal(ical(event("DTSTART:20261225\r\nDTEND:20261225\r\n"))).find("ends before it begins"), std::string::npos);
  EXPECT_NE(refusal("hello").find("line 1: \"hello\" has no colon"), std::string::npos);
  EXPECT_NE(refusal("X:1").find("BEGIN:VCALENDAR"), std::string::npos);
  EXPECT_NE(refusal("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225\n").find("cut off"), std::string::npos);
  EXPECT_NE(refusal("BEGIN:VCALENDAR\nEND:VEVENT\n").find("line 2: END:VEVENT ends what did not begin"), std::string::npos);
  EXPECT_NE(refusal("").find("nothing in it"), std::string::npos);
  EXPECT_NE(refusal(std::string(1'000'001, 'x')).find("1 MB"), std::string::npos);
  EXPECT_NE(refusal(ical(event("DTSTART:20260101\r\nDTEND:20270101\r\n"))).find("longer than 31 days"), std::string::npos);
}

}  // namespace
}  // namespace sla
