#include "api/limits.hpp"

#include <gtest/gtest.h>

namespace api {
namespace {

using namespace std::chrono_literals;
constexpr base::Time kNow{1'000'000h};

TEST(RateLimit, HoldsABurstAndRefills) {
  RateLimit limit(3, 10s);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.take("a", kNow));
  const auto refused = limit.take("a", kNow);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, base::FailureKind::rate_limited);
  EXPECT_EQ(refused.error().retry_after, 10s);
  EXPECT_TRUE(limit.take("b", kNow));
  EXPECT_FALSE(limit.take("a", kNow + 9999ms));
  EXPECT_TRUE(limit.take("a", kNow + 10s));
  EXPECT_FALSE(limit.take("a", kNow + 10s));
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.take("a", kNow + 10min));
}

TEST(RateLimit, ARefusedTryCostsNothing) {
  RateLimit limit(1, 10s);
  EXPECT_TRUE(limit.take("a", kNow));
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(limit.take("a", kNow + 5s));
  EXPECT_TRUE(limit.take("a", kNow + 10s));
}

TEST(RateLimit, GivesTriesBack) {
  RateLimit limit(1, 10s);
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(limit.take("a", kNow));
    limit.give_back("a", kNow);
  }
  EXPECT_EQ(limit.known_keys(), 0U);
  limit.give_back("never seen", kNow);
  EXPECT_EQ(limit.known_keys(), 0U);
}

TEST(RateLimit, IsBounded) {
  RateLimit limit(2, 10s, 100);
  for (int i = 0; i < 10'000; ++i) static_cast<void>(limit.take(std::to_string(i), kNow));
  EXPECT_LE(limit.known_keys(), 101U);
  EXPECT_TRUE(limit.take("5", kNow));          // who was known keeps their own tries
  EXPECT_FALSE(limit.take("new", kNow));       // newcomers share what the flood has used up
  EXPECT_TRUE(limit.take("new", kNow + 20s));  // and have room again when it is over
  EXPECT_LE(limit.known_keys(), 101U);
}

TEST(RateLimit, AClockSetBackLocksNobodyOut) {
  RateLimit limit(2, 10s);
  EXPECT_TRUE(limit.take("a", kNow));
  EXPECT_TRUE(limit.take("a", kNow - 1h));
}

TEST(PeerGroup, IsWhatOnePartyHolds) {
  EXPECT_EQ(peer_group("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(peer_group("::ffff:192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(peer_group("2001:db8:1:2:3:4:5:6"), peer_group("2001:db8:1:2::9"));
  EXPECT_NE(peer_group("2001:db8:1:2::9"), peer_group("2001:db8:1:3::9"));
  EXPECT_EQ(peer_group("unix"), "unix");
}

}  // namespace
}  // namespace api
