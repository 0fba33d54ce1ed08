#include "domain/sla/holiday_feed.hpp"

#include <algorithm>

namespace sla {
namespace {

// "2026-12-25"; days compare as texts.
std::string day_of(base::Time time) { return base::to_rfc3339(time).substr(0, 10); }

}  // namespace

base::Result<std::vector<Holiday>> read_feed(std::string_view text, base::Time now) {
  auto days = read_ical(text);
  if (!days) return days;
  const std::string since = day_of(now - std::chrono::days(366));
  std::erase_if(*days, [&](const Holiday& one) { return !one.yearly && one.day < since; });
  if (days->size() > kMostFeedHolidays)
    return base::fail(base::FailureKind::invalid, "The calendar has more than 300 days off from a year ago on.");
  return days;
}

Calendar with_feed(Calendar calendar, const HolidayFeed& feed) {
  const auto own = calendar.holidays;
  for (const auto& one : feed.holidays) {
    if (std::ranges::find(own, one.day, &Holiday::day) == own.end()) calendar.holidays.push_back(one);
  }
  return calendar;
}

}  // namespace sla
