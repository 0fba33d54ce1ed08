#include "api/feed_pace.hpp"

#include <gtest/gtest.h>

namespace api {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kRate = 1'000'000;
const FeedPace::Instant kStart{std::chrono::hours(1)};

TEST(FeedPace, TellsEverythingWithinTheRate) {
  FeedPace pace(kStart);
  for (int i = 0; i < 10'000; ++i) ASSERT_TRUE(pace.take(kRate / 1'000, kRate, kStart + milliseconds(i)));
  EXPECT_FALSE(pace.is_over());
}

TEST(FeedPace, TakesASecondsWorthAtOnceAndNoMore) {
  FeedPace pace(kStart);
  EXPECT_TRUE(pace.take(kRate, kRate, kStart));
  EXPECT_FALSE(pace.take(1'000, kRate, kStart));
  EXPECT_TRUE(pace.is_over());
}

TEST(FeedPace, StaysOverWhileItComesTooFast) {
  FeedPace pace(kStart);
  EXPECT_FALSE(pace.take(2 * kRate, kRate, kStart));
  for (int ms = 10; ms < 10'000; ms += 10) {
    pace.pass_over(kRate / 100);  // exactly the rate: more than half of it
    ASSERT_FALSE(pace.calms_down(kRate, kStart + milliseconds(ms)));
  }
}

TEST(FeedPace, IsCalmAfterASecondAtHalfTheRate) {
  FeedPace pace(kStart);
  EXPECT_FALSE(pace.take(2 * kRate, kRate, kStart));
  pace.pass_over(kRate / 2);
  EXPECT_FALSE(pace.calms_down(kRate, kStart + milliseconds(999)));
  EXPECT_TRUE(pace.calms_down(kRate, kStart + milliseconds(1'000)));
  EXPECT_FALSE(pace.is_over());
  EXPECT_TRUE(pace.take(kRate, kRate, kStart + milliseconds(1'000)));
}

TEST(FeedPace, AFewEventsAreNeverTooMuchHoweverLowTheRate) {
  FeedPace pace(kStart);
  for (int i = 0; i < 40; ++i) ASSERT_TRUE(pace.take(1'500, 1'000, kStart));
}

}  // namespace
}  // namespace api
