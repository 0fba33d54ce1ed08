#pragma once
// What can truthfully be said about when an answer comes.

#include <optional>

#include "base/clock.hpp"
#include "domain/forecast/forecast.hpp"
#include "domain/sla/hours.hpp"

namespace acknowledgement {

// Of ten customers eight have their answer by the time that is named.
constexpr double kShare = 0.8;

struct Estimate {
  // When the team is back; none while it is at work.
  std::optional<base::Time> opens_at;
  // By when the answer will probably be there, as the queue stands. None where nobody is at work who could be counted on.
  std::optional<base::Time> by;
  // By when the company wants to answer: what is said where nothing can be foreseen.
  base::Time promised_at{};
};

// `hours`: of the team; null where every minute counts. `ahead`: with a nearer deadline, in the queue.
[[nodiscard]] Estimate estimate(const forecast::Queue& queue, std::int64_t ahead, const sla::Hours* hours,
                                base::Time promised_at, base::Time now);

}  // namespace acknowledgement
