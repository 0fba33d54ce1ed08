#include "domain/sla/rule.hpp"

#include <gtest/gtest.h>

namespace sla {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

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

const Terms kFive{5min, {}, {}, 80, {60, 600}};

Clock running() { return start({9}, waiting(), kFive); }

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
  EXPECT_EQ(start({9}, c, kFive).kind, ClockKind::next_response);
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
  move_start(clock, kNoon - 2min, kFive);
  EXPECT_EQ(clock.started_at, kNoon - 2min);
  EXPECT_EQ(clock.due_at, kNoon + 3min);
  EXPECT_EQ(clock.breached_at, std::nullopt);
  clock.breached_at = clock.due_at;
  move_start(clock, kNoon - 10min, kFive);
  EXPECT_EQ(clock.breached_at, kNoon - 5min);
}

TEST(SlaSteps, WarnsThenBreachesThenGoesFurtherEachOnce) {
  auto clock = running();
  EXPECT_EQ(clock.next_at, kNoon + 4min);
  EXPECT_EQ(take_step(clock, kNoon + 4min - 1ms, kFive), std::nullopt);
  EXPECT_EQ(take_step(clock, kNoon + 4min, kFive), Step::warned);
  EXPECT_EQ(take_step(clock, kNoon + 5min, kFive), std::nullopt) << "the last moment is in time";
  EXPECT_EQ(clock.next_at, kNoon + 5min + 1ms);
  EXPECT_EQ(take_step(clock, kNoon + 5min + 1ms, kFive), Step::breached);
  EXPECT_EQ(clock.breached_at, kNoon + 5min);
  EXPECT_EQ(take_step(clock, kNoon + 6min, kFive), Step::escalated);
  EXPECT_EQ(clock.next_at, kNoon + 15min);
  EXPECT_EQ(take_step(clock, kNoon + 24h, kFive), Step::escalated);
  EXPECT_EQ(clock.next_at, std::nullopt);
}

TEST(SlaSteps, AfterALongAbsenceTheBreachIsToldWithoutAWarning) {
  auto clock = running();
  EXPECT_EQ(take_step(clock, kNoon + 5min + 1s, kFive), Step::breached);
  EXPECT_EQ(clock.warned_at, std::nullopt);
}

TEST(SlaSteps, AtAHundredPercentNothingIsWarnedOf) {
  const auto clock = start({9}, waiting(), {5min, {}, {}, 100});
  EXPECT_EQ(clock.warn_at, std::nullopt);
  EXPECT_EQ(clock.next_at, kNoon + 5min + 1ms);
}

TEST(SlaPause, TimeThatTheCustomerAskedForDoesNotCount) {
  auto clock = running();
  pause(clock, kNoon + 2min, kNoon + 62min, kFive);
  EXPECT_EQ(clock.due_at, kNoon + 65min) << "as far as anybody knows";
  EXPECT_EQ(clock.next_at, std::nullopt);
  EXPECT_FALSE(is_late(clock, kNoon + 24h));
  resume(clock, kNoon + 12min, kFive);
  EXPECT_EQ(clock.due_at, kNoon + 15min) << "they wrote earlier";
  EXPECT_EQ(clock.warn_at, kNoon + 14min);
  EXPECT_EQ(clock.next_at, kNoon + 14min);
}

TEST(SlaPause, MendsNoBrokenPromise) {
  auto clock = running();
  (void)take_step(clock, kNoon + 6min, kFive);
  const auto before = clock.next_at;
  pause(clock, kNoon + 7min, kNoon + 60min, kFive);
  EXPECT_EQ(clock.paused_at, std::nullopt);
  EXPECT_EQ(clock.next_at, before);
}

TEST(SlaPause, OnlyWorkingTimeOfItCounts) {
  HoursText text{"UTC", {{"mon", {{"09:00", "17:00"}}}, {"tue", {{"09:00", "17:00"}}}}, {}};
  const Terms terms{2h, {}, std::make_shared<Hours>(Hours::read(text, {}).value())};
  auto c = waiting();
  c.owed_since = base::parse_rfc3339("2026-03-02T10:00:00Z").value();  // A Monday.
  auto clock = start({9}, c, terms);
  EXPECT_EQ(base::to_rfc3339(clock.due_at), "2026-03-02T12:00:00Z");
  pause(clock, *c.owed_since + 1h, *c.owed_since + 24h, terms);
  resume(clock, *c.owed_since + 24h, terms);
  EXPECT_EQ(clock.paused_ms, milliseconds(7h).count()) << "from 11:00 to 17:00, and from 09:00 to 10:00";
  EXPECT_EQ(base::to_rfc3339(clock.due_at), "2026-03-03T11:00:00Z");
}

}  // namespace
}  // namespace sla
