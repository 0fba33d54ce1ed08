#include "workflow/act_on_message.hpp"

#include <gtest/gtest.h>

#include "workflow/test_outbound.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using conversation::ActKind;

class ActOnMessageTest : public OutboundTest {
 protected:
  void SetUp() override {
    OutboundTest::SetUp();
    if (IsSkipped()) return;
    using enum channel::ActionKind;
    capabilities().actions = {like, unlike, share, remove};
  }
  base::Result<PlannedAct> plan(ids::Message id, ActKind kind, std::optional<rights::User> by = {}) {
    const auto who = office().as(by.value_or(office().mira));
    return office().read([&](store::Reading& reading) { return plan_act(reading, who, id, kind, office().channels); });
  }
  base::Result<DoneAct> record(ids::Message id, ActKind kind) {
    return office().transact(
        [&, who = office().as(office().mira)](store::Transaction& t) { return record_act(t, who, id, kind); });
  }
};

TEST_P(ActOnMessageTest, WhatThePlatformDidIsTold) {
  const auto said = thread(asked("ann")).front();
  const auto planned = plan(said.id, ActKind::like).value();
  EXPECT_FALSE(planned.is_done);
  EXPECT_EQ(planned.action.external_id, said.external_id);
  EXPECT_EQ(planned.action.kind, channel::ActionKind::like);
  const auto before = office().last_seq();
  EXPECT_EQ(record(said.id, ActKind::like).value().acts.size(), 1U);
  EXPECT_EQ(office().event_types(before), std::vector<std::string>{"message.acted"});
  EXPECT_TRUE(plan(said.id, ActKind::like).value().is_done);
  EXPECT_EQ(record(said.id, ActKind::like).value().acts.size(), 1U) << "somebody else was first";
  EXPECT_FALSE(plan(said.id, ActKind::unlike).value().is_done);
  EXPECT_EQ(record(said.id, ActKind::unlike).value().acts.size(), 2U);
  EXPECT_FALSE(plan(said.id, ActKind::like).value().is_done);
}

TEST_P(ActOnMessageTest, OnlyWhatTheChannelCanAndWhereItMakesSense) {
  const auto said = thread(asked("ann")).front();
  EXPECT_EQ(plan(said.id, ActKind::hide).error().message, "This cannot be done on Test social.");
  EXPECT_EQ(plan(said.id, ActKind::remove).error().kind, FailureKind::conflict);
  capabilities().removes_others = true;
  EXPECT_TRUE(plan(said.id, ActKind::remove));
  const auto in_private = thread(office().hears(social_, "ben", "Between us: where is it?")).front();
  EXPECT_TRUE(plan(in_private.id, ActKind::like));
  EXPECT_EQ(plan(in_private.id, ActKind::share).error().message, "This was said in private.");
}

TEST_P(ActOnMessageTest, OurOwnWordsAreRemovedHereToo) {
  const auto id = asked("ann");
  const auto written = office().reply(office().mira, id, "On its way.").value();
  EXPECT_EQ(plan(written.message.id, ActKind::remove).error().kind, FailureKind::conflict) << "it is not there yet";
  let_undo_pass();
  start();
  drain();
  ASSERT_TRUE(plan(written.message.id, ActKind::remove));
  EXPECT_EQ(plan(written.message.id, ActKind::like).error().kind, FailureKind::conflict);
  ASSERT_TRUE(record(written.message.id, ActKind::remove));
  EXPECT_TRUE(message(written.message.id).deleted_at);
  EXPECT_EQ(message(written.message.id).text, "");
  EXPECT_FALSE(office().conversation(id).owed) << "it was an answer";
}

TEST_P(ActOnMessageTest, WhoMayNotWorkThereFindsNothing) {
  const auto said = thread(asked("ann")).front();
  EXPECT_EQ(plan(said.id, ActKind::like, office().pat).error().kind, FailureKind::not_found);
  EXPECT_EQ(plan(ids::Message{7}, ActKind::like).error().kind, FailureKind::not_found);
}

HEED_ON_BOTH_ENGINES(ActOnMessageTest);

}  // namespace
}  // namespace workflow
