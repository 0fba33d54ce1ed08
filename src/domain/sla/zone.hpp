#pragma once
// A time zone as data: when its clocks were put forward and back, and the rule by which they will be. Read from the compiled files
// that systems keep (TZif, RFC 9636), which somebody else opens.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace sla {

// How far local clocks are ahead of UTC, and until when.
struct ZoneOffset {
  std::chrono::seconds ahead{0};
  std::optional<base::Time> until;  // None: for good.
};

// A day on which clocks change, as POSIX writes it.
struct ChangeDay {
  enum class Kind { weekday_of_month, day_of_year, day_without_leap } kind = Kind::weekday_of_month;
  int month = 1;              // Of weekday_of_month: which month,
  int week = 1;               // which such weekday in it, 5 being the last,
  int day = 0;                // and which: 0 is Sunday. Else the day of the year.
  std::chrono::seconds at{};  // After local midnight; may be negative or beyond a day.
};

struct SummerTime {
  std::chrono::seconds ahead{0};
  ChangeDay begins, ends;
};

// What the future is expected to be.
struct ZoneRule {
  std::chrono::seconds standard{0};
  std::optional<SummerTime> summer;
};

class Zone {
 public:
  // UTC.
  Zone() = default;
  [[nodiscard]] static Zone fixed(std::chrono::seconds ahead);
  // Refuses, with a sentence, what is no such file.
  [[nodiscard]] static base::Result<Zone> read(std::string_view bytes);

  [[nodiscard]] ZoneOffset at(base::Time time) const;

 private:
  struct Change {
    base::Time from;
    std::chrono::seconds ahead;
  };
  std::chrono::seconds before_{0};  // Of all changes.
  std::vector<Change> changes_;     // Ascending.
  std::optional<ZoneRule> after_;   // Of the last of them.
};

// "CET-1CEST,M3.5.0,M10.5.0/3".
[[nodiscard]] base::Result<ZoneRule> read_zone_rule(std::string_view text);

}  // namespace sla
