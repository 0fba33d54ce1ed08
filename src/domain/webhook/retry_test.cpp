#include "domain/webhook/retry.hpp"

#include <gtest/gtest.h>

namespace webhook {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(WebhookRetry, PausesGrowToAnHourAndAreSpread) {
  for (std::int64_t failures = 1; failures <= 40; ++failures) {
    const auto usual =
        std::min<milliseconds>(hours(1), seconds(5) * (std::int64_t{1} << std::min<std::int64_t>(failures - 1, 10)));
    for (const std::uint64_t random : {std::uint64_t{0}, std::uint64_t{12'345}, ~std::uint64_t{0}}) {
      const auto pause = pause_after(failures, random, std::nullopt);
      EXPECT_GE(pause, usual * 4 / 5) << failures;
      EXPECT_LE(pause, usual * 6 / 5) << failures;
    }
  }
  EXPECT_NE(pause_after(9, 1, std::nullopt), pause_after(9, 77'777, std::nullopt));
}

TEST(WebhookRetry, WhatTheAddressAsksForGoesBefore) {
  EXPECT_EQ(pause_after(1, 0, seconds(90)), seconds(90));
  EXPECT_EQ(pause_after(1, 0, seconds(0)), seconds(5));
  EXPECT_EQ(pause_after(1, 0, hours(100)), hours(6));
}

TEST(WebhookRetry, AnEventIsGivenUpAfterThreeDaysOfTrying) {
  const base::Time now{hours(500'000)};
  EXPECT_FALSE(is_given_up(now - hours(71), now - hours(100), now)) << "it is young";
  EXPECT_FALSE(is_given_up(now - hours(100), now - hours(71), now)) << "it was not tried for so long";
  EXPECT_TRUE(is_given_up(now - hours(72), now - hours(72), now));
}

TEST(WebhookSecrets, TheOneBeforeCountsForADay) {
  const base::Time now{hours(500'000)};
  Webhook of;
  EXPECT_EQ(live_secrets(of, now), (std::vector<std::int64_t>{1})) << "there is none before the first";
  of.secret_version = 5;
  of.secret_changed_at = now - hours(23);
  EXPECT_EQ(live_secrets(of, now), (std::vector<std::int64_t>{5, 4}));
  EXPECT_EQ(live_secrets(of, now + hours(1)), (std::vector<std::int64_t>{5}));
}

}  // namespace
}  // namespace webhook
