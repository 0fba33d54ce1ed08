#pragma once
// A calendar on the web whose days off are those of business hours, beside what is typed in.

#include <chrono>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/sla/calendar.hpp"

namespace sla {

inline constexpr std::chrono::hours kReadFeedAgain{24};
inline constexpr std::chrono::hours kReadFeedAgainAfterFailure{1};
inline constexpr std::size_t kMostFeedHolidays = 300;  // Room is left for what is typed in (kMostHolidays).

struct HolidayFeed {
  ids::BusinessHours hours_id;
  ids::Organization organization_id;
  std::string sealed;  // Its address.
  std::string host;    // For people: "calendar.example.com".
  std::vector<Holiday> holidays;
  base::Time due_at{};
  base::Time read_at{};
  std::string error;  // Why it could not be read the last time: then the days of the time before count.
};

// The days of an iCalendar file that can still matter: from a year ago on. Refused as read_ical() refuses, and what has too many.
[[nodiscard]] base::Result<std::vector<Holiday>> read_feed(std::string_view text, base::Time now);

// The calendar with the feed's days beside its own; of a day that both have, its own counts.
[[nodiscard]] Calendar with_feed(Calendar calendar, const HolidayFeed& feed);

}  // namespace sla
