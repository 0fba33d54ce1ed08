#pragma once
// What happens on an inbox, counted in buckets of ten minutes: the series that spikes are seen in (spike.hpp) and charts
// are drawn from.

#include <chrono>
#include <cstdint>

#include <boost/describe.hpp>

#include "base/clock.hpp"

namespace signals {

// What is counted: every kind of signal by its name (signal.hpp), and what customers say.
enum class Series { message, edit, deletion, like, unlike, share, unshare, follow, unfollow, read, block, unblock };
BOOST_DESCRIBE_ENUM(Series, message, edit, deletion, like, unlike, share, unshare, follow, unfollow, read, block, unblock)

inline constexpr std::chrono::minutes kBucket{10};

// The bucket that `at` falls into: how many of them have passed since the epoch.
[[nodiscard]] constexpr std::int64_t bucket_of(base::Time at) {
  const auto since = at.time_since_epoch();
  const auto count = since / kBucket;
  return since < std::chrono::milliseconds(0) && since % kBucket != std::chrono::milliseconds(0) ? count - 1 : count;
}

[[nodiscard]] constexpr base::Time begin_of(std::int64_t bucket) { return base::Time(kBucket * bucket); }

}  // namespace signals
