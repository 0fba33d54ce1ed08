#include "domain/triage/learning.hpp"

namespace triage {

base::Time last_night(base::Time now, std::int64_t hour, std::chrono::seconds offset) {
  const auto there = now + offset;
  auto night = std::chrono::floor<std::chrono::days>(there) + std::chrono::hours(hour);
  if (night > there) night -= std::chrono::days(1);
  return base::Time(std::chrono::duration_cast<base::Time::duration>(night.time_since_epoch() - offset));
}

}  // namespace triage
