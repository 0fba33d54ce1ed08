#include "domain/sla/solution.hpp"

#include <gtest/gtest.h>

namespace sla {
namespace {

using namespace std::chrono_literals;
using conversation::Status;

constexpr base::Time kNoon{1'000'000h + 12h};
const Terms kDay{4h, {}, {}, 75, {}};

conversation::Conversation waiting() {
  conversation::Conversation c;
  c.id = {5};
  c.owed = true;
  c.owed_since = kNoon;
  return c;
}

conversation::Conversation answered(Status status) {
  auto c = waiting();
  c.owed = false;
  c.owed_since.reset();
  c.status = status;
  return c;
}

Clock running() { return start_solution({9}, waiting(), kDay); }

TEST(SlaSolution, BeginsWithWhoeverWaits) {
  EXPECT_TRUE(begins_solution(waiting()));
  EXPECT_FALSE(begins_solution(answered(Status::open)));
  auto merged = waiting();
  merged.merged_into_id = ids::Conversation{6};
  EXPECT_FALSE(begins_solution(merged));
  const auto clock = running();
  EXPECT_EQ(clock.kind, ClockKind::resolution);
  EXPECT_EQ(clock.started_at, kNoon);
  EXPECT_EQ(clock.due_at, kNoon + 4h);
}

TEST(SlaSolution, EndsWhenItIsResolvedAndSaysHow) {
  EXPECT_EQ(ends_solution(answered(Status::open)), std::nullopt);
  EXPECT_EQ(ends_solution(answered(Status::resolved)), StopCause::resolved);
  auto dismissed = answered(Status::resolved);
  dismissed.dismiss_reason = conversation::DismissReason::spam;
  EXPECT_EQ(ends_solution(dismissed), StopCause::dismissed);
  dismissed.merged_into_id = ids::Conversation{6};
  EXPECT_EQ(ends_solution(dismissed), StopCause::cancelled);
}

TEST(SlaSolution, RestsWhileWeWaitForThem) {
  auto clock = running();
  auto asked = waiting();
  asked.status = Status::pending;
  EXPECT_FALSE(rest_solution(clock, asked, {}, kNoon + 1h, kDay)) << "they wait for us";
  EXPECT_TRUE(rest_solution(clock, answered(Status::pending), {}, kNoon + 1h, kDay));
  EXPECT_EQ(clock.paused_at, kNoon + 1h);
  EXPECT_FALSE(clock.next_at);
  EXPECT_FALSE(rest_solution(clock, answered(Status::pending), {}, kNoon + 2h, kDay));
  EXPECT_TRUE(rest_solution(clock, waiting(), {}, kNoon + 3h, kDay));
  EXPECT_EQ(clock.due_at, kNoon + 6h);
  EXPECT_TRUE(clock.next_at);
}

TEST(SlaSolution, RestsInASnoozeOnlyWhereTheyAskedForIt) {
  auto clock = running();
  const auto snoozed = answered(Status::snoozed);
  EXPECT_FALSE(rest_solution(clock, snoozed, {true, std::nullopt}, kNoon + 1h, kDay));
  EXPECT_TRUE(rest_solution(clock, snoozed, {true, kNoon + 24h}, kNoon + 1h, kDay));
  EXPECT_EQ(clock.due_at, kNoon + 27h);
  EXPECT_FALSE(rest_solution(clock, snoozed, {}, kNoon + 2h, kDay)) << "it is as it was";
  EXPECT_TRUE(rest_solution(clock, snoozed, {true, std::nullopt}, kNoon + 2h, kDay)) << "we put it off by ourselves";
  EXPECT_EQ(clock.due_at, kNoon + 5h);
}

TEST(SlaSolution, WhatIsLateDoesNotRest) {
  auto clock = running();
  EXPECT_FALSE(rest_solution(clock, answered(Status::pending), {}, kNoon + 5h, kDay));
  EXPECT_FALSE(clock.paused_at);
}

}  // namespace
}  // namespace sla
