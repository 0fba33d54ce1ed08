#pragma once
// When is there much more of something than usual? What is usual comes from the same inbox's past: the same time of the
// week (of the day while the inbox is young), raised by how busy the last hours were. A spike is what neither chance nor a
// busy day explains: on the scale of square roots, where the noise of counts is equally wide everywhere, the last twenty
// minutes or the last hour stand kWidth noises above the usual. docs/decisions/0016-alerts.md has the reasons.
//
// Counts are per bucket (series.hpp); times are UTC. Nothing here fails.

#include <cstdint>
#include <vector>

#include "base/clock.hpp"
#include "domain/signal/series.hpp"

namespace signals {

// How far back a History reaches to be of use.
inline constexpr std::int64_t kPastBuckets = 30 * 144;
// Fewer than this in the window are never a spike, however quiet it was.
inline constexpr std::int64_t kFewest = 10;

// Which series are watched: what customers say, and what they do when they turn away.
[[nodiscard]] constexpr bool is_watched(Series series) {
  return series == Series::message || series == Series::unlike || series == Series::unshare || series == Series::unfollow ||
         series == Series::block;
}

struct BucketCount {
  std::int64_t bucket = 0;
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(BucketCount, (), (bucket, count))

// What is usual in a bucket, and how much wider the series scatters than pure chance (1).
struct Level {
  double expected = 0;
  double noise = 1;
  // The most in a bucket that chance explains: the edge of the band in a chart.
  [[nodiscard]] double most() const;
};

// The counts of one series up to now.
class History {
 public:
  // `rows`: buckets that are not empty, in any order; those older than kPastBuckets before `now` are left out. `known_since`:
  // since when the inbox would have counted; what was before says nothing.
  History(const std::vector<BucketCount>& rows, base::Time known_since, base::Time now);

  // How many from bucket `from`, before bucket `until`.
  [[nodiscard]] std::int64_t count(std::int64_t from, std::int64_t until) const;
  // What is usual in a bucket of the `length` from `at` on, judged by what was up to an hour before the last of them.
  [[nodiscard]] Level usual(std::int64_t at, std::int64_t length = 1) const;
  // False in the first day of an inbox, when nothing is known to be usual.
  [[nodiscard]] bool may_judge(std::int64_t at) const;

 private:
  [[nodiscard]] double seasonal(std::int64_t from, std::int64_t length) const;
  [[nodiscard]] double per_bucket(std::int64_t at, std::int64_t length) const;
  [[nodiscard]] std::int64_t hours(std::int64_t from, std::int64_t how_many) const;
  [[nodiscard]] double noise(std::int64_t at) const;

  std::int64_t first_ = 0;          // The bucket of sums_[0].
  std::int64_t known_ = 0;          // The first bucket that counts.
  std::vector<std::int64_t> sums_;  // sums_[i]: how many before bucket first_ + i.
};

struct Judgement {
  bool is_spike = false;
  bool is_calm = false;       // Nothing unusual in the last half an hour: an alert that is open ends.
  base::Time began_at{};      // Of a spike: since when.
  std::int64_t observed = 0;  // How many since then.
  double expected = 0;        // How many would be usual.
};

// Looks at the series as it stands at `now`, within the bucket that is not over yet too.
[[nodiscard]] Judgement judge(const History& history, base::Time now);
// How many there are since `began_at`, and how many would be usual.
[[nodiscard]] Judgement measure(const History& history, base::Time began_at, base::Time now);

}  // namespace signals
