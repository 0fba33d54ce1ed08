#include "workflow/sweep.hpp"

#include <gtest/gtest.h>

#include "store/clock_store.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using conversation::Status;
using namespace std::chrono_literals;
using Types = std::vector<std::string>;

class SweepTest : public OfficeTest {};

TEST_P(SweepTest, TellsOfABreachOnce) {
  const auto id = office().hears(office().chat, "ann", "Hello");
  const auto due = office().conversation(id).due_at.value();
  const auto before = office().last_seq();
  clock_.set(due);
  EXPECT_EQ(office().sweep(), 1);
  EXPECT_EQ(office().event_types(before), Types{"clock.warned"}) << "the last moment is in time";
  const auto warned = office().last_seq();
  clock_.set(due + 10min);
  EXPECT_EQ(office().sweep(), 1);
  EXPECT_EQ(office().sweep(), 0);
  ASSERT_EQ(office().event_types(warned), (Types{"clock.breached", "strike.changed"}));
  const auto stored = office().events(warned).at(0);
  const auto told = std::get<event::ClockBreached>(store::decode_event(stored.type, stored.body).value());
  EXPECT_EQ(told.state.conversation.id, id);
  EXPECT_EQ(told.state.clock.value().breached_at, due) << "when it happened, not when it was noticed";
  EXPECT_TRUE(office().conversation(id).owed) << "it goes on running";
  EXPECT_EQ(clocks(id).at(0).stopped_at, std::nullopt);
}

TEST_P(SweepTest, OfTwoServersOneTakesTheStep) {
  const auto id = office().hears(office().chat, "ann", "Hello");
  clock_.advance(6min);
  const auto seen = clocks(id).at(0);  // What another server has read.
  EXPECT_EQ(office().sweep(), 1);
  const auto took = office().transact([&](store::Transaction& t) -> base::Result<bool> {
    auto mine = seen;
    mine.breached_at = mine.due_at;
    mine.next_at.reset();
    return store::take_clock_step(t, mine, *seen.next_at);
  });
  EXPECT_FALSE(took.value());
}

TEST_P(SweepTest, KnowsWhenTheNextStepIs) {
  const auto next = [&] {
    return office()
        .read([](store::Reading& reading) -> base::Result<std::optional<base::Time>> {
          return store::find_next_step(reading);
        })
        .value();
  };
  EXPECT_EQ(next(), std::nullopt);
  const auto start = clock_.now();
  const auto ann = office().hears(office().chat, "ann", "Hello");
  clock_.advance(1min);
  (void)office().hears(office().chat, "bob", "Hello");
  EXPECT_EQ(next(), start + 225s) << "three quarters of five minutes";
  (void)office().reply(office().mira, ann, "Hi").value();
  EXPECT_EQ(next(), start + 1min + 225s);
}

TEST_P(SweepTest, PassesOverWhatWasAnswered) {
  const auto id = office().hears(office().chat, "ann", "Hello");
  (void)office().reply(office().mira, id, "Hi").value();
  clock_.advance(24h);
  EXPECT_EQ(office().sweep(), 0);
}

TEST_P(SweepTest, WorksInPortionsOldestFirst) {
  std::vector<ids::Conversation> all;
  for (int i = 0; i < 5; ++i) {
    all.push_back(office().hears(office().chat, "person " + std::to_string(i), "Hello"));
    clock_.advance(1s);
  }
  clock_.advance(1h);
  const auto portion = [&](std::int64_t limit) {
    return office()
        .transact([&](store::Transaction& t) -> base::Result<std::int64_t> { return sweep_clocks(t, limit); })
        .value();
  };
  EXPECT_EQ(portion(2), 2);
  EXPECT_TRUE(clocks(all[0]).at(0).breached_at.has_value());
  EXPECT_FALSE(clocks(all[4]).at(0).breached_at.has_value());
  EXPECT_EQ(portion(2), 2);
  EXPECT_EQ(portion(2), 1);
  EXPECT_EQ(portion(2), 0);
}

TEST_P(SweepTest, WakesWhatSleptLongEnough) {
  const auto id = office().hears(office().chat, "ann", "Hello");
  (void)office().reply(office().mira, id, "Tomorrow").value();
  const auto until = clock_.now() + 24h;
  (void)office().change_status(office().mira, {id, Status::snoozed, until, {}, {}}).value();
  const auto before = office().last_seq();
  clock_.set(until - 1ms);
  EXPECT_EQ(office().wake(), 0);
  clock_.set(until);
  EXPECT_EQ(office().wake(), 1);
  EXPECT_EQ(office().wake(), 0);
  const auto c = office().conversation(id);
  EXPECT_EQ(c.status, Status::open);
  EXPECT_EQ(c.snoozed_until, std::nullopt);
  EXPECT_FALSE(c.owed);
  EXPECT_EQ(c.assignee_id, office().mira.id);
  ASSERT_EQ(office().event_types(before), Types{"conversation.updated"});
  const auto stored = office().events(before).at(0);
  const auto told = std::get<event::ConversationUpdated>(store::decode_event(stored.type, stored.body).value());
  EXPECT_EQ(told.by, std::nullopt) << "nobody did it";
}

TEST_P(SweepTest, ServesEveryOrganizationWithoutMixingThem) {
  Office other(*store_, clock_, "Porto Boats");
  const auto ours = office().hears(office().chat, "ann", "Hello");
  const auto theirs = other.hears(other.chat, "rui", "Hello");
  clock_.advance(1h);
  const auto our_seq = office().last_seq(), their_seq = other.last_seq();
  EXPECT_EQ(office().sweep(), 2);
  ASSERT_EQ(office().events(our_seq).size(), 2U) << "the breach and the strike";
  EXPECT_EQ(office().events(our_seq)[0].conversation_id, ours);
  ASSERT_EQ(other.events(their_seq).size(), 2U);
  EXPECT_EQ(other.events(their_seq)[0].conversation_id, theirs);
}

HEED_ON_BOTH_ENGINES(SweepTest);

}  // namespace
}  // namespace workflow
