#include "domain/sla/holiday_feed.hpp"

#include <gtest/gtest.h>

namespace sla {
namespace {

constexpr std::string_view kFile =
    "BEGIN:VCALENDAR\r\n"
    "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20240101\r\nSUMMARY:Long ago\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20251225\r\nSUMMARY:Last Christmas\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261225\r\nSUMMARY:Christmas\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20100425\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Freedom day\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n";

base::Time now() { return base::parse_rfc3339("2026-06-01T00:00:00Z").value(); }

std::vector<std::string> names(const std::vector<Holiday>& days) {
  std::vector<std::string> out;
  for (const auto& one : days) out.push_back(one.name);
  return out;
}

TEST(HolidayFeed, KeepsWhatCanStillMatter) {
  const auto days = read_feed(kFile, now());
  ASSERT_TRUE(days);
  EXPECT_EQ(names(*days), (std::vector<std::string>{"Freedom day", "Last Christmas", "Christmas"}));
}

TEST(HolidayFeed, RefusesWhatIsNoCalendarOrTooLarge) {
  EXPECT_FALSE(read_feed("<html>", now()));
  std::string many = "BEGIN:VCALENDAR\r\n";
  for (int i = 0; i < 31 * 10; ++i) {
    const auto day = std::to_string(1 + i % 28);
    many += "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20" + std::to_string(27 + i / 28) + "01" + (day.size() == 1 ? "0" : "") +
            day + "\r\nSUMMARY:Off\r\nEND:VEVENT\r\n";
  }
  const auto refused = read_feed(many + "END:VCALENDAR\r\n", now());
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("300"), std::string::npos);
}

TEST(HolidayFeed, WhatIsTypedInCountsBeforeIt) {
  Calendar calendar;
  calendar.holidays = {{"2026-12-25", "Ours", false}};
  HolidayFeed feed;
  feed.holidays = {{"2026-12-25", "Theirs", false}, {"2026-12-26", "Second day", false}};
  EXPECT_EQ(names(with_feed(calendar, feed).holidays), (std::vector<std::string>{"Ours", "Second day"}));
}

}  // namespace
}  // namespace sla
