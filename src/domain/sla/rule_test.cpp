#include "domain/sla/rule.hpp"

#include <gtest/gtest.h>

namespace sla {
namespace {

using namespace std::chrono_literals;

constexpr base::Time kNoon{1'000'000h + 12h};

conversation::Conversation waiting() {
  conversation::Conversation c;
  c.id = {5};
  c.organization_id = {2};
  c.owed = true;
  c.owed_since = kNoon;
  c.last_said_at = kNoon + 3min;
  return c;
}

Clock running() { return start({9}, waiting(), 5min); }

TEST(SlaStart, RunsFromTheFirstUnansweredWord) {
  const auto clock = running();
  EXPECT_EQ(clock.id.value, 9);
  EXPECT_EQ(clock.organization_id.value, 2);
  EXPECT_EQ(clock.conversation_id.value, 5);
  EXPECT_EQ(clock.kind, ClockKind::first_response);
  EXPECT_EQ(clock.started_at, kNoon);
  EXPECT_EQ(clock.due_at, kNoon + 5min);
  EXPECT_EQ(clock.stopped_at, std::nullopt);
}

TEST(SlaStart, AfterAnAnswerItIsTheNextResponse) {
  auto c = waiting();
  c.first_answered_at = kNoon - 1h;
  EXPECT_EQ(start({9}, c, 5min).kind, ClockKind::next_response);
}

TEST(SlaLate, TheLastMomentIsInTime) {
  const auto clock = running();
  EXPECT_FALSE(is_late(clock, kNoon + 5min));
  EXPECT_TRUE(is_late(clock, kNoon + 5min + 1ms));
}

TEST(SlaLate, AStoppedClockIsJudgedByWhenItStopped) {
  auto clock = running();
  stop(clock, kNoon + 5min, StopCause::answered);
  EXPECT_FALSE(is_late(clock, kNoon + 24h));
  EXPECT_EQ(clock.stop_cause, StopCause::answered);
}

TEST(SlaStop, InTimeLeavesNoBreach) {
  auto clock = running();
  stop(clock, kNoon + 5min, StopCause::answered);
  EXPECT_EQ(clock.stopped_at, kNoon + 5min);
  EXPECT_EQ(clock.breached_at, std::nullopt);
}

TEST(SlaStop, LateIsABreachFromTheDeadlineOn) {
  auto clock = running();
  stop(clock, kNoon + 6min, StopCause::dismissed);
  EXPECT_EQ(clock.breached_at, kNoon + 5min) << "also when no sweep came by in between";
  EXPECT_EQ(clock.stop_cause, StopCause::dismissed);
}

TEST(SlaStop, AnAnswerInTimeThatIsHeardOfLateTakesTheBreachBack) {
  auto clock = running();
  clock.breached_at = clock.due_at;
  stop(clock, kNoon + 4min, StopCause::answered);
  EXPECT_EQ(clock.breached_at, std::nullopt);
}

TEST(SlaMove, TheTargetStays) {
  auto clock = running();
  move_start(clock, kNoon - 2min);
  EXPECT_EQ(clock.started_at, kNoon - 2min);
  EXPECT_EQ(clock.due_at, kNoon + 3min);
  EXPECT_EQ(clock.breached_at, std::nullopt);
  clock.breached_at = clock.due_at;
  move_start(clock, kNoon - 10min);
  EXPECT_EQ(clock.breached_at, kNoon - 5min);
}

}  // namespace
}  // namespace sla
