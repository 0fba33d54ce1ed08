#pragma once
// When a team works, and when a clock that counts only that time is due.
//
// A team is at work while the clock on its wall shows a time within one of the day's intervals, on a day that is no holiday. So an
// hour that clocks skip is not worked, one that they show twice is worked twice, and a day that a country leaves out
// (Samoa, 30 December 2011) is not there.

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/sla/zone.hpp"

namespace sla {

// As people write them: {"timezone": "Europe/Berlin", "week": {"mon": [["09:00", "17:00"]]}, "holidays": ["2026-12-25"]}.
struct HoursText {
  std::string timezone;
  std::map<std::string, std::vector<std::vector<std::string>>> week;  // Days in three letters; one that is missing is free.
  std::optional<std::vector<std::string>> holidays = {};
};
BOOST_DESCRIBE_STRUCT(HoursText, (), (timezone, week, holidays))

struct Interval {
  std::chrono::minutes from{0}, to{0};  // After local midnight; `to` is not part of it, and 24 hours at most.
};

class Hours {
 public:
  // Always at work.
  explicit Hours(Zone zone = {});
  // Refuses, by its field, a day or time that is none, an interval that ends before it begins or meets another, and hours that never
  // come. `timezone` is not looked at: `zone` is what it names.
  [[nodiscard]] static base::Result<Hours> read(const HoursText& text, Zone zone);

  [[nodiscard]] const Zone& zone() const { return zone_; }

  // The moment at which the team has worked for so long since `start`; within two hundred years, or a failure.
  [[nodiscard]] base::Result<base::Time> deadline(base::Time start, std::chrono::milliseconds working) const;

  // How long it works between the two moments.
  [[nodiscard]] std::chrono::milliseconds worked(base::Time from, base::Time to) const;

 private:
  // Tells each stretch of work from `start` on, in order, until `take(begin, length)` says that it has enough, or `end`.
  template <class Take>
  void each_stretch(base::Time start, base::Time end, Take take) const;

  Zone zone_;
  std::array<std::vector<Interval>, 7> week_;      // From Sunday on, as std::chrono counts; ascending.
  std::vector<std::chrono::local_days> holidays_;  // Ascending.
};

}  // namespace sla
