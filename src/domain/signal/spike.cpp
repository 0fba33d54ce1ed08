#include "domain/signal/spike.hpp"

#include <algorithm>
#include <cmath>

namespace signals {
namespace {

constexpr std::int64_t kHour = 6;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kWeek = 7 * kDay;
constexpr std::int64_t kWeeks = 4;
constexpr std::int64_t kMargin = 3;  // Half an hour on either side: nobody is on time to the minute.
constexpr std::int64_t kHoursBefore = 6;
constexpr double kWidth = 5.5;     // Of a spike, in noises: by chance once in some ten million looks.
constexpr double kCalmWidth = 2;   // Below this it is over.
constexpr double kBeginWidth = 3;  // A single bucket above this belongs to the spike.
constexpr double kTimesUsual = 2;  // At least, however many there are.
constexpr double kMostNoise = 16;  // Times that of pure chance; a series cannot be too wild to be watched.
constexpr double kLeastVariance = 6;
constexpr std::size_t kEnough = 8;
// Four of five squares of a normal deviate are smaller; as many hours as one spike takes do not reach it.
constexpr double kChi = 1.642;

double median(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  if (values.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

// What four of five are smaller than.
double most_of(std::vector<double>& values) {
  const auto place = values.begin() + static_cast<std::ptrdiff_t>(values.size() * 4 / 5);
  std::ranges::nth_element(values, place);
  return *place;
}

// The count that lies `width` noises above the expected one.
double above(double expected, double width, double noise) {
  const double root = std::sqrt(expected) + width / 2 * std::sqrt(noise);
  return root * root;
}

double share_of_bucket(base::Time now) {
  const auto inside = now - begin_of(bucket_of(now));
  return std::chrono::duration<double>(inside) / std::chrono::duration<double>(kBucket);
}

}  // namespace

History::History(const std::vector<BucketCount>& rows, base::Time known_since, base::Time now) {
  const std::int64_t end = bucket_of(now) + 1;
  first_ = end - kPastBuckets;
  known_ = bucket_of(known_since);
  sums_.assign(static_cast<std::size_t>(kPastBuckets) + 1, 0);
  for (const auto& row : rows) {
    if (row.bucket < first_ || row.bucket >= end) continue;
    sums_[static_cast<std::size_t>(row.bucket - first_) + 1] += row.count;
    known_ = std::min(known_, row.bucket);
  }
  known_ = std::max(known_, first_);
  for (std::size_t i = 1; i < sums_.size(); ++i) sums_[i] += sums_[i - 1];
}

std::int64_t History::count(std::int64_t from, std::int64_t until) const {
  const auto last = static_cast<std::int64_t>(sums_.size()) - 1;
  const auto at = [&](std::int64_t bucket) {
    return sums_[static_cast<std::size_t>(std::clamp<std::int64_t>(bucket - first_, 0, last))];
  };
  return at(until) - at(from);
}

std::int64_t History::hours(std::int64_t from, std::int64_t how_many) const { return count(from, from + how_many * kHour); }

bool History::may_judge(std::int64_t at) const { return at - kDay - kMargin >= known_; }

// The usual count per bucket at that time of the week: the median of the same time in the weeks before, or while fewer than
// three are known, of the days before.
double History::seasonal(std::int64_t from, std::int64_t length) const {
  std::vector<double> samples;
  const auto take = [&](std::int64_t back) {
    const std::int64_t begin = from - back - kMargin;
    if (begin < known_) return false;
    const std::int64_t end = from - back + length + kMargin;
    samples.push_back(static_cast<double>(count(begin, end)) / static_cast<double>(end - begin));
    return true;
  };
  for (std::int64_t week = 1; week <= kWeeks && take(week * kWeek); ++week) {}
  if (samples.size() < 3) {
    samples.clear();
    for (std::int64_t day = 1; day <= 2 * 7 && take(day * kDay); ++day) {}
  }
  if (samples.empty()) return 0;
  return samples.size() < 3 ? std::ranges::max(samples) : median(samples);
}

// The seasonal level, raised by how much busier than usual the six hours before the last one were. The small constant keeps
// hours in which next to nothing is usual from saying much.
double History::per_bucket(std::int64_t at, std::int64_t length) const {
  constexpr double kLittle = 2;
  std::vector<double> busier;
  for (std::int64_t hour = 1; hour <= kHoursBefore; ++hour) {
    const std::int64_t begin = at + length - 1 - kHour * (hour + 1);
    if (begin < known_) break;
    const auto there = static_cast<double>(hours(begin, 1));
    busier.push_back((there + kLittle) / (seasonal(begin, kHour) * kHour + kLittle));
  }
  const double raised = busier.empty() ? 1 : std::max(1.0, median(busier));
  return std::max(0.0, (seasonal(at, length) * kHour + kLittle) * raised - kLittle) / kHour;
}

// How much wider the series scatters than pure chance would: from the differences of neighbouring hours of the last two
// days, trend taken out; where too little happens for that, of the same hours, or else the whole, of neighbouring days.
double History::noise(std::int64_t at) const {
  std::vector<double> chi;
  const auto take = [&](double difference, double variance) {
    if (variance >= kLeastVariance) chi.push_back(difference * difference / variance);
  };
  for (std::int64_t hour = 4; hour <= 48 && at - kHour * hour >= known_; ++hour) {
    const auto sum = [&](std::int64_t i) { return static_cast<double>(hours(at - kHour * (hour - i), 1)); };
    take(sum(0) - 2 * sum(1) + sum(2), sum(0) + 4 * sum(1) + sum(2));
  }
  for (const std::int64_t block : {6, 24}) {
    if (chi.size() >= kEnough) break;
    chi.clear();
    for (std::int64_t hour = 1 + block; at - kHour * (hour + 24) >= known_; hour += block) {
      const auto one = static_cast<double>(hours(at - kHour * hour, block));
      const auto day_before = static_cast<double>(hours(at - kHour * (hour + 24), block));
      take(one - day_before, one + day_before);
    }
  }
  return chi.size() < kEnough ? 1 : std::clamp(most_of(chi) / kChi, 1.0, kMostNoise);
}

Level History::usual(std::int64_t at, std::int64_t length) const { return {per_bucket(at, length), noise(at + length - 1)}; }

double Level::most() const { return above(expected, kWidth, noise); }

Judgement measure(const History& history, base::Time began_at, base::Time now) {
  const std::int64_t from = bucket_of(began_at);
  const std::int64_t current = bucket_of(now);
  Judgement out;
  out.began_at = began_at;
  out.observed = history.count(from, current + 1);
  // What was usual before it began: what came since is not.
  out.expected = history.usual(from).expected * (static_cast<double>(current - from) + share_of_bucket(now));
  return out;
}

Judgement judge(const History& history, base::Time now) {
  const std::int64_t current = bucket_of(now);
  if (!history.may_judge(current)) return {};
  const Level at_last = history.usual(current - 1, 2);
  const Level of_hour{history.usual(current - kHour + 1, kHour).expected, at_last.noise};
  const auto counted = [&](std::int64_t buckets) {
    return static_cast<double>(history.count(current - buckets + 1, current + 1));
  };
  const auto expected = [&](const Level& level, std::int64_t buckets) {
    return level.expected * (static_cast<double>(buckets - 1) + share_of_bucket(now));
  };
  const auto stands_out = [&](const Level& level, std::int64_t buckets) {
    const double there = counted(buckets);
    const double usual = expected(level, buckets);
    return there >= kFewest && there >= kTimesUsual * usual && there >= above(usual, kWidth, level.noise);
  };
  Judgement out;
  if (!stands_out(at_last, 2) && !stands_out(of_hour, kHour)) {
    constexpr double kNothing = static_cast<double>(kFewest) / 2;
    out.is_calm = counted(4) < std::max(kNothing, above(expected(at_last, 4), kCalmWidth, at_last.noise));
    return out;
  }
  const double belongs = std::max(2.0, above(at_last.expected, kBeginWidth, at_last.noise));
  std::int64_t first = current - kHour + 1;
  while (first <= current && static_cast<double>(history.count(first, first + 1)) < belongs) ++first;
  out = measure(history, begin_of(first <= current ? first : current - kHour + 1), now);
  out.is_spike = true;
  return out;
}

}  // namespace signals
