#include "workflow/write_message.hpp"

#include <gtest/gtest.h>

#include "workflow/manage_inboxes.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using conversation::Delivery;
using conversation::Direction;
using namespace std::chrono_literals;
using Types = std::vector<std::string>;

class WriteTest : public OfficeTest {
 protected:
  void switch_off_chat() {
    InboxChange change;
    change.inbox_id = office().chat.id;
    change.enabled = false;
    (void)office()
        .transact([&](store::Transaction& t) { return change_inbox(t, office().organization, change, office().channels); })
        .value();
  }
};

TEST_P(WriteTest, AReplyAnswersStopsTheClockAndTakesTheConversation) {
  const auto id = office().hears(office().chat, "ann", "Where is my bike?");
  clock_.advance(5min);
  const auto before = office().last_seq();
  const auto written = office().reply(office().mira, id, "On its way.").value();
  EXPECT_EQ(written.author_name, office().mira.name);
  EXPECT_EQ(written.message.direction, Direction::outbound);
  EXPECT_EQ(written.message.delivery, Delivery::sent);
  EXPECT_EQ(written.message.user_id, office().mira.id);
  EXPECT_FALSE(written.message.is_public);
  const auto c = written.state.conversation;
  EXPECT_FALSE(c.owed);
  EXPECT_EQ(c.due_at, std::nullopt);
  EXPECT_EQ(c.assignee_id, office().mira.id);
  EXPECT_EQ(c.message_count, 2);
  EXPECT_EQ(c.last_text, "On its way.");
  EXPECT_EQ(c.first_answered_at, clock_.now());
  EXPECT_EQ(written.state.clock, std::nullopt);
  const auto stopped = clocks(id).at(0);
  EXPECT_EQ(stopped.stopped_at, clock_.now());
  EXPECT_EQ(stopped.stop_cause, sla::StopCause::answered);
  EXPECT_EQ(stopped.breached_at, std::nullopt) << "at 5:00.000 it is in time";
  ASSERT_EQ(office().event_types(before), Types{"message.created"});
  const auto stored = office().events(before).at(0);
  const auto told = std::get<event::MessageCreated>(store::decode_event(stored.type, stored.body).value());
  EXPECT_FALSE(told.state.conversation.owed);
  EXPECT_EQ(told.state.conversation.assignee_id, office().mira.id);
}

TEST_P(WriteTest, AReplyTooLateIsABreachWithoutASweep) {
  const auto id = office().hears(office().chat, "ann", "Hello");
  clock_.advance(5min + 1ms);
  (void)office().reply(office().mira, id, "Hi").value();
  EXPECT_EQ(clocks(id).at(0).breached_at, clocks(id).at(0).due_at);
}

TEST_P(WriteTest, TheNextWordRunsTheNextResponseClock) {
  const auto id = office().hears(office().chat, "ann", "Hello");
  (void)office().reply(office().mira, id, "Hi").value();
  clock_.advance(1h);
  (void)office().hears(office().chat, "ann", "And the colour?");
  (void)office().reply(office().tom, id, "Blue").value();
  const auto all = clocks(id);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[1].kind, sla::ClockKind::next_response);
  EXPECT_EQ(all[1].started_at, clock_.now());
  EXPECT_EQ(office().conversation(id).assignee_id, office().mira.id) << "helping out does not take it";
}

TEST_P(WriteTest, AReplyWhereNothingIsOwedIsFine) {
  const auto id = office().hears(office().chat, "ann", "Hello");
  (void)office().reply(office().mira, id, "Hi").value();
  EXPECT_TRUE(office().reply(office().mira, id, "One more thing"));
  EXPECT_EQ(clocks(id).size(), 1U);
}

// The customer's platform may have a clock of its own, and ours may be set back.
TEST_P(WriteTest, AReplyAnswersAlsoAWordFromTheFuture) {
  auto item = office().item("ann", "Hello from tomorrow");
  item.said_at = clock_.now() + 3min;
  const auto id = office().hears(office().chat, item);
  const auto written = office().reply(office().mira, id, "Hi").value();
  EXPECT_FALSE(written.state.conversation.owed);
  EXPECT_EQ(written.message.said_at, item.said_at);
  EXPECT_EQ(written.state.conversation.last_text, "Hi");
}

TEST_P(WriteTest, SomebodyElsesAnswerIsAConflict) {
  const auto question = office().receive(office().chat, office().item("ann", "Hello")).value();
  const auto id = question.state->conversation.id;
  (void)office().reply(office().tom, id, "Hi", question.message.id).value();
  const auto before = office().last_seq();
  const auto refused = office().reply(office().mira, id, "Hi there", question.message.id);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FailureKind::conflict);
  EXPECT_EQ(refused.error().field, "seen_message_id");
  EXPECT_EQ(refused.error().message, office().tom.name + " answered after the message you saw.");
  EXPECT_EQ(office().conversation(id).message_count, 2) << "nothing was written";
  EXPECT_EQ(office().last_seq(), before);
}

TEST_P(WriteTest, TheCustomersNextWordIsAConflictToo) {
  const auto question = office().receive(office().chat, office().item("ann", "Hello")).value();
  const auto id = question.state->conversation.id;
  clock_.advance(1s);
  const auto second = office().receive(office().chat, office().item("ann", "I mean the red one")).value();
  EXPECT_EQ(office().reply(office().mira, id, "The blue one?", question.message.id).error().message,
            "ann wrote again after the message you saw.");
  EXPECT_TRUE(office().reply(office().mira, id, "The red one, sure", second.message.id));
}

TEST_P(WriteTest, ANoteInBetweenIsNoConflict) {
  const auto question = office().receive(office().chat, office().item("ann", "Hello")).value();
  const auto id = question.state->conversation.id;
  clock_.advance(1s);
  (void)office().note(office().tom, id, "Careful, an old customer").value();
  EXPECT_TRUE(office().reply(office().mira, id, "Hi", question.message.id));
}

TEST_P(WriteTest, WhatWasImportedCannotBeAnswered) {
  auto item = office().item("ann", "Hello");
  item.thread_key = "1";
  const auto id = office().hears(office().posts, item);
  const auto refused = office().reply(office().mira, id, "Hi");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FailureKind::conflict);
  EXPECT_TRUE(office().note(office().mira, id, "noted all the same"));
  EXPECT_TRUE(office().conversation(id).owed);
}

TEST_P(WriteTest, ASwitchedOffInboxIsNotAnsweredFrom) {
  const auto id = office().hears(office().chat, "ann", "Hello");
  switch_off_chat();
  EXPECT_EQ(office().reply(office().mira, id, "Hi").error().message, "The inbox \"Chat\" is switched off.");
}

TEST_P(WriteTest, TextHasToBeThereAndFit) {
  const auto id = office().hears(office().chat, "ann", "Hello");
  const auto why = [&](const std::string& text) { return office().reply(office().mira, id, text).error(); };
  EXPECT_EQ(why("").field, "text");
  EXPECT_EQ(why(" \n\t ").message, "text: write something first");
  EXPECT_EQ(why("\u00A0 \u3000\u200B").message, "text: write something first");
  EXPECT_EQ(why(std::string(4001, 'x')).message, "text: 4001 characters, at most 4000");
  std::string bikes;
  for (int i = 0; i < 4000; ++i) bikes += "🚲";
  EXPECT_TRUE(office().reply(office().mira, id, bikes)) << "characters, not bytes";
  EXPECT_FALSE(office().reply(office().mira, id, std::string(5000, '\x80'))) << "each stray byte becomes a character";
  EXPECT_FALSE(office().note(office().mira, id, std::string(20'001, 'x')));
  EXPECT_TRUE(office().note(office().mira, id, std::string(20'000, 'x')));
}

TEST_P(WriteTest, ANoteChangesNothingThatIsOwed) {
  const auto id = office().hears(office().chat, "ann", "Hello");
  const auto before = office().state(id);
  const auto seq = office().last_seq();
  clock_.advance(1min);
  const auto written = office().note(office().tom, id, "Ask the warehouse first").value();
  EXPECT_EQ(written.message.direction, Direction::internal);
  EXPECT_EQ(written.message.delivery, Delivery::kept);
  const auto after = office().state(id);
  EXPECT_TRUE(after.conversation.owed);
  EXPECT_EQ(after.conversation.due_at, before.conversation.due_at);
  EXPECT_EQ(after.conversation.message_count, 1);
  EXPECT_EQ(after.conversation.last_text, "Hello");
  EXPECT_EQ(after.conversation.last_said_at, before.conversation.last_said_at);
  EXPECT_EQ(after.conversation.assignee_id, std::nullopt);
  EXPECT_EQ(after.clock.value().stopped_at, std::nullopt);
  EXPECT_EQ(office().event_types(seq), Types{"message.created"});
}

TEST_P(WriteTest, APartnerWritesOnlyWhereTheySee) {
  const auto id = office().hears(office().chat, "ann", "Hello");
  EXPECT_EQ(office().reply(office().pat, id, "Hi").error().kind, FailureKind::not_found);
  EXPECT_EQ(office().note(office().pat, id, "Hm").error().kind, FailureKind::not_found);
  (void)office().assign(office().tom, {id, {}, {office().partner.id}}).value();
  EXPECT_TRUE(office().reply(office().pat, id, "Hi"));
}

TEST_P(WriteTest, AnotherOrganizationsConversationIsNotThere) {
  Office other(*store_, clock_, "Porto Boats");
  const auto theirs = other.hears(other.chat, "rui", "canary");
  for (const auto* user : {&office().ana, &office().tom, &office().mira, &office().pat}) {
    EXPECT_EQ(office().reply(*user, theirs, "Hi").error().kind, FailureKind::not_found);
    EXPECT_EQ(office().note(*user, theirs, "Hi").error().kind, FailureKind::not_found);
    EXPECT_EQ(office().resolve(*user, theirs, conversation::DismissReason::spam).error().kind, FailureKind::not_found);
    EXPECT_EQ(office().assign(*user, {theirs, {user->id}, {}}).error().kind, FailureKind::not_found);
    EXPECT_FALSE(office().sees(*user, theirs));
  }
  EXPECT_EQ(other.conversation(theirs).message_count, 1);
}

TEST_P(WriteTest, TwoOrganizationsHaveTheirOwnNumbersAndNames) {
  Office other(*store_, clock_, "Porto Boats");
  auto item = office().item("ann", "Hello");
  const auto ours = office().hears(office().chat, item);
  const auto theirs = other.hears(other.chat, item);
  EXPECT_NE(office().conversation(ours).contact_id, other.conversation(theirs).contact_id) << "one handle, two contacts";
  const auto events = other.events();
  for (std::size_t i = 0; i < events.size(); ++i) EXPECT_EQ(events[i].seq, static_cast<std::int64_t>(i) + 1);
}

HEED_ON_BOTH_ENGINES(WriteTest);

}  // namespace
}  // namespace workflow
