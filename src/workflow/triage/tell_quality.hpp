#pragma once
// The triage page: how often the models were right by what people put right, how much was put right, and whether what is said has
// changed.

#include <cstdint>
#include <string>
#include <vector>

#include "domain/ids.hpp"
#include "domain/triage/quality.hpp"
#include "store/transaction.hpp"

namespace workflow {

inline constexpr int kQualityWeeks = 12;
inline constexpr int kRecentDays = 7;
inline constexpr int kDaysBefore = 28;
// Fewer messages than that, now or before, say nothing of a change.
inline constexpr std::int64_t kEnoughToDrift = 100;

// Of one field: all of it, or what was said in one language, or on one channel.
struct ConfusionTable {
  triage::Field field = triage::Field::sentiment;
  std::string language;  // Empty for all of them.
  std::string channel;
  std::vector<triage::Confused> cells;
};

struct TriageWeek {
  std::int64_t first_day = 0;  // Since the epoch, UTC.
  std::int64_t messages = 0;   // Said in that week and read.
  std::int64_t corrected = 0;  // Messages of whom somebody said, in that week, that the models were wrong,
  std::int64_t confirmed = 0;  // or right and nothing else.
};

struct DriftedValue {
  std::string value;
  std::int64_t recent = 0;
  std::int64_t before = 0;
};
struct Drift {
  triage::Field field = triage::Field::sentiment;
  double index = 0;
  bool alarm = false;
  std::vector<DriftedValue> values;
};

struct TriageQuality {
  std::vector<ConfusionTable> tables;
  std::vector<TriageWeek> weeks;  // The latest last: seven days each, the last one ends today.
  std::vector<Drift> drifts;
};
[[nodiscard]] TriageQuality tell_quality(store::Reading& reading, ids::Organization organization);

}  // namespace workflow
