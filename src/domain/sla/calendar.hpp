#pragma once
// Business hours as an organization keeps them, under a name: a week, holidays, a time zone; or always open.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/ids.hpp"
#include "domain/sla/hours.hpp"

namespace sla {

struct Holiday {
  std::string day;  // "2026-12-25"
  std::string name;
  bool yearly = false;  // On that day of every year from then on.
};
BOOST_DESCRIBE_STRUCT(Holiday, (), (day, name, yearly))

using Week = std::map<std::string, std::vector<std::vector<std::string>>>;  // As HoursText has it.

struct Calendar {
  ids::BusinessHours id;
  ids::Organization organization_id;
  std::string name;
  bool always_open = false;
  std::string timezone;
  Week week;
  std::vector<Holiday> holidays;
  bool is_default = false;  // Of every team that has none of its own.
  base::Time created_at{};
  base::Time changed_at{};
};

// What teams work where nobody said: Monday to Friday, nine to five.
[[nodiscard]] Week standard_week();

inline constexpr std::size_t kMostHolidays = 500;

// The hours to count with. `zone` is what `timezone` names. A failure names the field.
[[nodiscard]] base::Result<Hours> hours_of(const Calendar& calendar, Zone zone);

// The all-day events of an iCalendar file (RFC 5545), days that last several each by itself; a plain yearly repetition is kept
// as one. Refused, with the line, is what cannot be read, and what repeats in any other way: a holiday that is silently left
// out would be worked.
[[nodiscard]] base::Result<std::vector<Holiday>> read_ical(std::string_view text);

}  // namespace sla
