#include "domain/sla/calendar.hpp"

#include <charconv>
#include <utility>

#include "base/blank.hpp"
#include "base/text.hpp"

namespace sla {
namespace {

// As far as deadlines are reckoned ahead, and more.
constexpr int kYearsAhead = 60;
constexpr std::size_t kLongestName = 80;

tl::unexpected<base::Failure> refuse(const std::string& field, const std::string& sentence) {
  return base::fail(base::FailureKind::invalid, field + ": " + sentence, field);
}

// The same day of the years that follow; a 29th of February only where there is one.
void add_years(const std::string& day, std::vector<std::string>& days) {
  int year = 0;
  (void)std::from_chars(day.data(), day.data() + 4, year);
  for (int next = year + 1; next <= year + kYearsAhead; ++next) {
    const bool leap = std::chrono::year(next).is_leap();
    if (day.ends_with("-02-29") && !leap) continue;
    days.push_back(std::to_string(next) + day.substr(4));
  }
}

}  // namespace

Week standard_week() {
  Week week;
  for (const char* day : {"mon", "tue", "wed", "thu", "fri"}) week[day] = {{"09:00", "17:00"}};
  return week;
}

base::Result<Hours> hours_of(const Calendar& calendar, Zone zone) {
  if (base::is_blank(calendar.name)) return refuse("name", "give them one");
  if (base::count_points(calendar.name) > kLongestName) return refuse("name", "at most 80 characters");
  if (calendar.holidays.size() > kMostHolidays) return refuse("holidays", "at most 500");
  if (calendar.always_open) return Hours(std::move(zone));
  HoursText text;
  text.timezone = calendar.timezone;
  text.week = calendar.week;
  std::vector<std::string> days;
  for (const auto& holiday : calendar.holidays) days.push_back(holiday.day);
  text.holidays = days;
  auto hours = Hours::read(text, zone);
  if (!hours) return hours;
  for (const auto& holiday : calendar.holidays)
    if (holiday.yearly) add_years(holiday.day, days);
  text.holidays = std::move(days);
  return Hours::read(text, std::move(zone));
}

}  // namespace sla
