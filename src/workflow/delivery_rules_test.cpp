#include "workflow/delivery_rules.hpp"

#include <gtest/gtest.h>

namespace workflow {
namespace {

using channel::SendOutcome;
using conversation::Delivery;
using namespace std::chrono_literals;

constexpr base::Time kNow{500'000h};
constexpr std::chrono::milliseconds kPause = 7s;

conversation::Outbound tried() {
  conversation::Outbound outbound;
  outbound.attempts = 1;
  outbound.attempted_at = kNow - 1s;
  return outbound;
}

conversation::Outbound doubted(std::chrono::seconds ago) {
  auto outbound = tried();
  outbound.doubted_at = kNow - ago;
  outbound.attempted_at = outbound.doubted_at;
  return outbound;
}

channel::SendResult result(SendOutcome outcome, const std::string& reason = "The platform's words.") {
  channel::SendResult out;
  out.outcome = outcome;
  out.reason = reason;
  return out;
}

channel::Capabilities looks_up() {
  channel::Capabilities capabilities;
  capabilities.can_look_up = true;
  return capabilities;
}

channel::Capabilities same_key(std::optional<std::int64_t> window_s = {}) {
  channel::Capabilities capabilities;
  capabilities.resending = channel::Resending::same_key;
  capabilities.same_key_s = window_s;
  return capabilities;
}

TEST(DeliveryRules, WhatIsThereIsSentAndWhatIsRefusedFailed) {
  const auto sent = after_send(tried(), result(SendOutcome::sent), {}, kNow, kPause);
  EXPECT_EQ(sent.delivery, Delivery::sent);
  EXPECT_EQ(sent.reason, "");
  const auto refused = after_send(tried(), result(SendOutcome::refused), {}, kNow, kPause);
  EXPECT_EQ(refused.delivery, Delivery::failed);
  EXPECT_EQ(refused.reason, "The platform's words.");
  EXPECT_NE(after_send(tried(), result(SendOutcome::refused, ""), {}, kNow, kPause).reason, "");
}

TEST(DeliveryRules, WhatComesLaterWaitsAndLeavesNoDoubt) {
  const auto later = after_send(tried(), result(SendOutcome::later), {}, kNow, kPause);
  EXPECT_EQ(later.delivery, Delivery::queued);
  EXPECT_EQ(later.retry_at, kNow + kPause);
  EXPECT_EQ(later.doubted_at, std::nullopt);
}

TEST(DeliveryRules, WithoutAKeyOrALookUpAPersonDecides) {
  const auto standing = after_send(tried(), result(SendOutcome::uncertain), {}, kNow, kPause);
  EXPECT_EQ(standing.delivery, Delivery::uncertain);
  EXPECT_EQ(standing.retry_at, std::nullopt);
  EXPECT_NE(standing.reason.find("The platform's words."), std::string::npos);
}

TEST(DeliveryRules, TheSameKeyIsSentAgainWhileItIsRemembered) {
  EXPECT_EQ(after_send(tried(), result(SendOutcome::uncertain), same_key(), kNow, kPause).delivery, Delivery::queued);
  const auto standing = after_send(tried(), result(SendOutcome::uncertain), same_key(3600), kNow, kPause);
  EXPECT_EQ(standing.delivery, Delivery::queued);
  EXPECT_EQ(standing.doubted_at, kNow - 1s) << "since the attempt began";
  EXPECT_TRUE(may_send(doubted(3599s), same_key(3600), kNow));
  EXPECT_FALSE(may_send(doubted(3600s), same_key(3600), kNow));
  EXPECT_TRUE(may_send(doubted(360'000s), same_key(), kNow)) << "for ever";
  EXPECT_FALSE(may_send(doubted(1s), {}, kNow));
  EXPECT_TRUE(may_send(tried(), {}, kNow));
  EXPECT_EQ(without_outcome(doubted(3600s), same_key(3600), kNow).delivery, Delivery::uncertain);
}

TEST(DeliveryRules, ADoubtOutlivesAnAttemptThatCameToNothing) {
  const auto later = after_send(doubted(60s), result(SendOutcome::later), same_key(), kNow, kPause);
  EXPECT_EQ(later.delivery, Delivery::queued);
  EXPECT_EQ(later.doubted_at, kNow - 60s);
}

TEST(DeliveryRules, ARefusalOfWhatIsInDoubtIsNoFailure) {
  EXPECT_EQ(after_send(doubted(60s), result(SendOutcome::refused), same_key(), kNow, kPause).delivery, Delivery::uncertain)
      << "it may be refused because it is there";
  auto both = same_key();
  both.can_look_up = true;
  EXPECT_EQ(after_send(doubted(60s), result(SendOutcome::refused), both, kNow, kPause).delivery, Delivery::sending);
}

TEST(DeliveryRules, WhatCanBeLookedUpIsLookedUpForFiveMinutes) {
  const auto first = after_send(tried(), result(SendOutcome::uncertain), looks_up(), kNow, kPause);
  EXPECT_EQ(first.delivery, Delivery::sending);
  EXPECT_EQ(first.retry_at, kNow - 1s + kFirstLookUp) << "a request that was cut off may still be at work";
  const auto again = after_look_up(doubted(40s), result(SendOutcome::later), looks_up(), kNow, kPause);
  EXPECT_EQ(again.delivery, Delivery::sending);
  EXPECT_EQ(again.retry_at, kNow + 40s) << "pauses grow";
  const auto last = after_look_up(doubted(290s), result(SendOutcome::later), looks_up(), kNow, kPause);
  EXPECT_EQ(last.retry_at, kNow + 10s) << "and end with the limit";
  EXPECT_EQ(after_look_up(doubted(300s), result(SendOutcome::later), looks_up(), kNow, kPause).delivery,
            Delivery::uncertain);
  auto both = same_key();
  both.can_look_up = true;
  EXPECT_EQ(after_look_up(doubted(300s), result(SendOutcome::later), both, kNow, kPause).delivery, Delivery::queued);
}

TEST(DeliveryRules, WhatWasLookedForIsSentOrBeginsAnew) {
  EXPECT_EQ(after_look_up(doubted(40s), result(SendOutcome::sent), looks_up(), kNow, kPause).delivery, Delivery::sent);
  const auto missing = after_look_up(doubted(40s), result(SendOutcome::refused), looks_up(), kNow, kPause);
  EXPECT_EQ(missing.delivery, Delivery::queued);
  EXPECT_EQ(missing.doubted_at, std::nullopt);
}

TEST(DeliveryRules, ACrashIsADoubt) {
  EXPECT_EQ(without_outcome(tried(), {}, kNow).delivery, Delivery::uncertain);
  EXPECT_EQ(without_outcome(tried(), same_key(), kNow).delivery, Delivery::queued);
  EXPECT_EQ(without_outcome(tried(), same_key(), kNow).doubted_at, kNow - 1s);
  EXPECT_EQ(without_outcome(tried(), looks_up(), kNow).delivery, Delivery::sending);
  EXPECT_EQ(without_outcome(doubted(900s), looks_up(), kNow).delivery, Delivery::uncertain);
}

TEST(DeliveryRules, PausesGrowFromFiveSecondsToAQuarterOfAnHour) {
  for (std::uint64_t random = 0; random < 50'000; random += 997) {
    EXPECT_GE(pause_after(1, random), 5s);
    EXPECT_LE(pause_after(1, random), 6250ms);
    EXPECT_GE(pause_after(3, random), 15s);
    EXPECT_LE(pause_after(3, random), 25s);
    EXPECT_GE(pause_after(400, random), 675s);
    EXPECT_LE(pause_after(400, random), 15min);
  }
}

TEST(DeliveryRules, KeysAreShortAndOfTheMessageAlone) {
  EXPECT_EQ(outbound_key(ids::Message{0}), "heed-0");
  EXPECT_EQ(outbound_key(ids::Message{36}), "heed-10");
  EXPECT_EQ(outbound_key(ids::Message{9'007'199'254'740'991}), "heed-2gosa7pa2gv");
}

TEST(DeliveryRules, AKeyNamesItsMessage) {
  const ids::Message message{1'234'567'890'123};
  EXPECT_EQ(message_of_key(outbound_key(message)), message);
  for (const char* other :
       {"", "heed-", "heed-0", "heed--1", "heed-00a", "heed-A", "heed-1z ", "other-1z", "heed-zzzzzzzzzzzzzzzzzzzz"})
    EXPECT_EQ(message_of_key(other), std::nullopt) << other;
}

}  // namespace
}  // namespace workflow
