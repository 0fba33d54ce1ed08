#include "domain/signal/spike.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <optional>
#include <random>
#include <string>

namespace signals {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kDay = 144;
constexpr std::int64_t kWeek = 7 * kDay;
// A Monday at midnight, far from the epoch.
constexpr std::int64_t kBegin = (20'511LL + 4) * kDay;

// A made-up inbox: a level that follows the day and the week, and chance.
class Inbox {
 public:
  Inbox(std::uint64_t seed, double busiest, double cluster = 1) : random_(seed), busiest_(busiest), cluster_(cluster) {}

  [[nodiscard]] double level(std::int64_t bucket) const {
    const double hour = static_cast<double>(bucket % kDay) / 6;
    const double day = 0.55 - 0.45 * std::cos((hour - 3) / 12 * std::numbers::pi);
    const bool weekend = (bucket - kBegin) / kDay % 7 >= 5;
    return busiest_ * day * (weekend ? 0.4 : 1);
  }
  std::int64_t draw(double level) {
    std::int64_t sum = 0;
    // Things come in heaps where one brings others: their number is chance, and so is the size of each.
    const auto heaps = std::poisson_distribution<std::int64_t>(std::max(1e-9, level / cluster_))(random_);
    if (cluster_ <= 1) return heaps;
    for (std::int64_t i = 0; i < heaps; ++i) sum += 1 + std::geometric_distribution<std::int64_t>(1 / cluster_)(random_);
    return sum;
  }
  // Buckets from kBegin on.
  std::vector<BucketCount> live(std::int64_t buckets) {
    std::vector<BucketCount> rows;
    for (std::int64_t i = 0; i < buckets; ++i) {
      const auto drawn = draw(level(kBegin + i));
      if (drawn > 0) rows.push_back({kBegin + i, drawn});
    }
    return rows;
  }

 private:
  std::mt19937_64 random_;
  double busiest_, cluster_;
};

base::Time end_of(std::int64_t bucket) { return begin_of(bucket + 1) - 1ms; }

Judgement judge_rows(const std::vector<BucketCount>& rows, base::Time now, base::Time known_since = begin_of(kBegin)) {
  return judge(History(rows, known_since, now), now);
}

// The rows as they were known at `now`: nothing of later, and of the bucket under way its share.
std::vector<BucketCount> until(const std::vector<BucketCount>& rows, std::int64_t bucket, double share) {
  std::vector<BucketCount> known;
  for (const auto& row : rows) {
    if (row.bucket < bucket) known.push_back(row);
    if (row.bucket == bucket)
      known.push_back({bucket, static_cast<std::int64_t>(std::floor(static_cast<double>(row.count) * share))});
  }
  return known;
}

TEST(SignalSpike, ZeroToTwoIsNoneAndThreeToFortyIs) {
  const std::int64_t now = kBegin + 10 * kDay;
  EXPECT_FALSE(judge_rows({{now, 2}}, end_of(now)).is_spike);
  EXPECT_FALSE(judge_rows({{now, 9}}, end_of(now)).is_spike) << "few are never a spike";
  std::vector<BucketCount> three;
  for (std::int64_t i = 0; i < 10 * kDay; ++i) three.push_back({kBegin + i, 3});
  EXPECT_FALSE(judge_rows(three, end_of(now)).is_spike);
  auto forty = three;
  forty.push_back({now, 40});
  const auto spike = judge_rows(forty, end_of(now));
  EXPECT_TRUE(spike.is_spike);
  EXPECT_EQ(spike.began_at, begin_of(now));
  EXPECT_EQ(spike.observed, 40);
  EXPECT_NEAR(spike.expected, 3, 0.1);
}

TEST(SignalSpike, NineUnfollowsWhereThereAreNeverAnyAreTooFewAndTwelveAreNot) {
  const std::int64_t now = kBegin + 20 * kDay;
  EXPECT_FALSE(judge_rows({{now - 1, 4}, {now, 5}}, end_of(now)).is_spike);
  const auto spike = judge_rows({{now - 1, 5}, {now, 7}}, end_of(now));
  EXPECT_TRUE(spike.is_spike);
  EXPECT_EQ(spike.observed, 12);
  EXPECT_EQ(spike.began_at, begin_of(now - 1));
}

TEST(SignalSpike, NothingIsJudgedInTheFirstDay) {
  const std::int64_t now = kBegin + kDay;
  EXPECT_FALSE(judge_rows({{now, 500}}, end_of(now)).is_spike) << "known since a day, without its margin";
  EXPECT_TRUE(judge_rows({{now + 4, 500}}, end_of(now + 4)).is_spike);
  EXPECT_TRUE(judge_rows({{now, 500}, {now - 2 * kDay, 1}}, end_of(now)).is_spike)
      << "what was told of the time before the inbox was made counts";
}

TEST(SignalSpike, TheBusyHourOfEveryWeekIsUsual) {
  std::vector<BucketCount> rows;
  for (std::int64_t week = 0; week < 4; ++week)
    for (std::int64_t i = 0; i < 6; ++i) rows.push_back({kBegin + week * kWeek + 72 + i, 80});
  const std::int64_t now = kBegin + 3 * kWeek + 72 + 2;
  EXPECT_FALSE(judge_rows(until(rows, now, 1), end_of(now)).is_spike);
  auto other = rows;
  other.push_back({now + kDay, 80});
  EXPECT_TRUE(judge_rows(until(other, now + kDay, 1), end_of(now + kDay)).is_spike) << "on a Tuesday it is not";
}

TEST(SignalSpike, AHistoryLeavesOutWhatIsTooOldOrStillToCome) {
  const std::int64_t now = kBegin + 10 * kDay;
  const History history({{now - kPastBuckets, 7}, {now + 1, 7}, {now, 1}, {now - 1, 2}}, begin_of(kBegin), end_of(now));
  EXPECT_EQ(history.count(now - 2 * kPastBuckets, now + 100), 3);
  EXPECT_EQ(history.count(now, now + 1), 1);
}

TEST(SignalSpike, QuietWeeksRaiseHardlyAnAlarm) {
  constexpr int kInboxes = 250;  // Four quiet weeks each, after four that they are judged by.
  int alarms = 0;
  for (int seed = 0; seed < kInboxes; ++seed) {
    const double busiest = std::pow(10, -1 + 3.0 * (seed % 25) / 24);  // From 0.1 to 100 in ten minutes.
    Inbox inbox(static_cast<std::uint64_t>(seed), busiest, seed % 5 == 4 ? 3 : 1);
    const auto rows = inbox.live(8 * kWeek);
    bool was = false;
    std::size_t known = 0;
    for (std::int64_t at = kBegin + 4 * kWeek; at < kBegin + 8 * kWeek; ++at) {
      while (known < rows.size() && rows[known].bucket <= at) ++known;
      // The job passes over what is too little, and so can we.
      std::int64_t recent = 0;
      for (std::size_t i = known; i > 0 && rows[i - 1].bucket > at - 6; --i) recent += rows[i - 1].count;
      if (recent < kFewest) {
        was = false;
        continue;
      }
      const auto first = known > static_cast<std::size_t>(kPastBuckets) ? known - static_cast<std::size_t>(kPastBuckets) : 0;
      const std::vector<BucketCount> past(rows.begin() + static_cast<std::ptrdiff_t>(first),
                                          rows.begin() + static_cast<std::ptrdiff_t>(known));
      const bool is = judge_rows(past, end_of(at)).is_spike;
      if (is && !was) ++alarms;
      was = is;
    }
  }
  RecordProperty("alarms_in_1000_quiet_weeks", alarms);
  std::printf("alarms in 1,000 quiet weeks: %d\n", alarms);
  EXPECT_LE(alarms, 10);
}

// When a burst that began at `at` is seen first, looked for every minute.
std::optional<std::chrono::minutes> seen_after(const std::vector<BucketCount>& rows, std::int64_t at) {
  for (int minute = 1; minute <= 60; ++minute) {
    const base::Time now = begin_of(at) + std::chrono::minutes(minute);
    const auto share = static_cast<double>(minute % 10) / 10;
    if (judge_rows(until(rows, bucket_of(now), share), now).is_spike) return std::chrono::minutes(minute);
  }
  return std::nullopt;
}

TEST(SignalSpike, FindsFiveTimesTheUsualWithinTwentyMinutes) {
  int found = 0, tried = 0, early = 0;
  for (int seed = 0; seed < 200; ++seed) {
    Inbox inbox(static_cast<std::uint64_t>(1000 + seed), 8 + seed % 40);
    auto rows = inbox.live(4 * kWeek + kDay + 6 * (8 + seed % 10));
    const std::int64_t at = kBegin + 4 * kWeek + kDay + 6 * (8 + seed % 10);
    for (std::int64_t i = 0; i < 6; ++i) rows.push_back({at + i, inbox.draw(5 * inbox.level(at + i))});
    const auto after = seen_after(rows, at);
    ++tried;
    found += after && *after <= 20min;
    early += after && *after <= 10min;
  }
  std::printf("five times the usual: %d of %d seen within 20 minutes, %d within 10\n", found, tried, early);
  EXPECT_EQ(tried, 200);
  EXPECT_GE(found, 194);
}

TEST(SignalSpike, EndsWhenItIsCalmOrWhenItHasBecomeUsual) {
  Inbox inbox(7, 10);
  auto rows = inbox.live(4 * kWeek + kDay + 60);
  const std::int64_t at = kBegin + 4 * kWeek + kDay + 60;
  for (std::int64_t i = 0; i < 3; ++i) rows.push_back({at + i, 200});
  for (std::int64_t i = 3; i < 12; ++i) rows.push_back({at + i, inbox.draw(inbox.level(at + i))});
  EXPECT_TRUE(judge_rows(until(rows, at + 2, 1), end_of(at + 2)).is_spike);
  EXPECT_FALSE(judge_rows(until(rows, at + 7, 1), end_of(at + 7)).is_calm) << "not while the last hour still stands out";
  EXPECT_TRUE(judge_rows(until(rows, at + 9, 1), end_of(at + 9)).is_calm);

  auto stays = inbox.live(4 * kWeek + kDay + 60);
  std::optional<std::int64_t> over;
  for (std::int64_t i = 0; i < 60; ++i) {
    stays.push_back({at + i, inbox.draw(6 * inbox.level(at + i))});
    if (!over && i > 3 && judge_rows(stays, end_of(at + i)).is_calm) over = i;
  }
  ASSERT_TRUE(over.has_value()) << "a level that stays is the new usual one";
  EXPECT_GE(*over, 18) << "but not within three hours";
  EXPECT_LE(*over, 48);
}

TEST(SignalSpike, MeasuresSinceItBegan) {
  std::vector<BucketCount> rows;
  for (std::int64_t i = 0; i < 10 * kDay; ++i) rows.push_back({kBegin + i, 4});
  const std::int64_t at = kBegin + 10 * kDay;
  for (std::int64_t i = 0; i < 12; ++i) rows.push_back({at + i, 50});
  const auto so_far = measure(History(rows, begin_of(kBegin), end_of(at + 11)), begin_of(at), end_of(at + 11));
  EXPECT_EQ(so_far.observed, 600);
  EXPECT_NEAR(so_far.expected, 48, 1) << "what came since is not what is usual";
}

}  // namespace
}  // namespace signals
