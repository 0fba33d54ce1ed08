#include "workflow/receive_items.hpp"

#include <gtest/gtest.h>

#include "store/contact_store.hpp"
#include "workflow/manage_inboxes.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using conversation::Direction;
using conversation::Status;
using sla::ClockKind;
using sla::StopCause;
using namespace std::chrono_literals;
using Types = std::vector<std::string>;

class ReceiveTest : public OfficeTest {
 protected:
  // A public post in a thread, said `minutes` from the start of the test.
  channel::InboundItem post(const std::string& id, const std::string& author, int minutes, const std::string& parent = "") {
    auto item = office().item(author, "post " + id);
    item.external_id = id;
    item.thread_key = "1";
    item.parent_external_id = parent;
    item.is_public = true;
    item.said_at = kStart + std::chrono::minutes{minutes};
    return item;
  }
  channel::InboundItem own(const std::string& id, int minutes, const std::string& parent = "") {
    auto item = post(id, "lisbonbikes", minutes, parent);
    item.own = true;
    return item;
  }
  static base::Time minute(int minutes) { return kStart + std::chrono::minutes{minutes}; }

  inline static const base::Time kStart = test_time("2026-03-02T09:00:00Z");
};

TEST_P(ReceiveTest, AFirstWordMakesContactConversationAndClock) {
  const auto received = office().receive(office().chat, office().item("ann", "Where is my bike?")).value();
  const auto c = received.state.value().conversation;
  EXPECT_EQ(c.status, Status::open);
  EXPECT_TRUE(c.owed);
  EXPECT_EQ(c.owed_since, kStart);
  EXPECT_EQ(c.due_at, kStart + 5min);
  EXPECT_EQ(c.last_text, "Where is my bike?");
  EXPECT_EQ(c.message_count, 1);
  EXPECT_EQ(c.assignee_id, std::nullopt);
  EXPECT_EQ(received.state->contact_name, "ann");
  EXPECT_EQ(received.state->clock.value().kind, ClockKind::first_response);
  EXPECT_EQ(received.author_name, "ann");
  EXPECT_EQ(received.message.direction, Direction::inbound);
  EXPECT_EQ(received.message.delivery, conversation::Delivery::received);
  const auto known = clocks(c.id);
  ASSERT_EQ(known.size(), 1U);
  EXPECT_EQ(known[0].due_at, kStart + 5min);
}

TEST_P(ReceiveTest, TheSameItemTwiceIsOnce) {
  const auto item = office().item("ann", "Hello");
  const auto id = office().hears(office().chat, item);
  const auto seq = office().last_seq();
  EXPECT_FALSE(office().receive(office().chat, item).has_value());
  EXPECT_EQ(office().conversation(id).message_count, 1);
  EXPECT_EQ(office().last_seq(), seq) << "and tells nobody";
}

TEST_P(ReceiveTest, CountsABatchThatHoldsAnItemTwice) {
  const auto first = office().item("ann", "Hello"), second = office().item("bob", "Hi");
  const auto stored = office()
                          .transact([&](store::Transaction& t) -> base::Result<int> {
                            Receiving receiving(t);
                            int count = 0;
                            for (const auto& item : {first, second, first})
                              count += receiving.receive(office().chat, item) ? 1 : 0;
                            return count;
                          })
                          .value();
  EXPECT_EQ(stored, 2);
}

TEST_P(ReceiveTest, TheSameIdInAnotherInboxIsAnotherItem) {
  auto item = office().item("ann", "Hello");
  EXPECT_TRUE(office().receive(office().chat, item).has_value());
  EXPECT_TRUE(office().receive(office().posts, item).has_value());
}

TEST_P(ReceiveTest, EventsTellTheStateAfterTheChangeInOrder) {
  const auto before = office().last_seq();
  const auto id = office().hears(office().chat, "ann", "Hello");
  (void)office().hears(office().chat, "ann", "Are you there?");
  const auto events = office().events(before);
  ASSERT_EQ(office().event_types(before), (Types{"message.created", "message.created"}));
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].seq, before + static_cast<std::int64_t>(i) + 1) << "numbered without gaps";
    EXPECT_EQ(events[i].conversation_id, id);
    EXPECT_EQ(events[i].at, kStart);
  }
  const auto created = std::get<event::MessageCreated>(store::decode_event(events[0].type, events[0].body).value());
  EXPECT_EQ(created.state.conversation.id, id);
  EXPECT_EQ(created.state.conversation.message_count, 1) << "which says that it is new";
  EXPECT_TRUE(created.state.conversation.owed);
  EXPECT_EQ(created.state.clock.value().due_at, kStart + 5min);
  const auto said = std::get<event::MessageCreated>(store::decode_event(events[1].type, events[1].body).value());
  EXPECT_EQ(said.message.text, "Are you there?");
  EXPECT_EQ(said.state.conversation.message_count, 2);
  EXPECT_EQ(said.state.conversation.last_text, "Are you there?");
  EXPECT_EQ(said.author_name, "ann");
}

TEST_P(ReceiveTest, WhatIsRefusedLeavesNoEventAndNoNumber) {
  const auto before = office().last_seq();
  const auto outcome = office().transact([&](store::Transaction& t) -> base::Result<int> {
    (void)Receiving(t).receive(office().chat, office().item("ann", "Hello"));
    return base::fail(base::FailureKind::conflict, "no");
  });
  EXPECT_FALSE(outcome);
  EXPECT_EQ(office().last_seq(), before);
  (void)office().hears(office().chat, "ann", "Hello");
  EXPECT_EQ(office().events(before).front().seq, before + 1);
}

TEST_P(ReceiveTest, OnePersonWritingAgainStaysInTheConversation) {
  const auto first = office().hears(office().chat, "ann", "Hello");
  clock_.advance(1min);
  EXPECT_EQ(office().hears(office().chat, "ann", "Hello?"), first);
  const auto c = office().conversation(first);
  EXPECT_EQ(c.owed_since, kStart) << "the waiting began with the first word";
  EXPECT_EQ(c.due_at, kStart + 5min);
  EXPECT_EQ(clocks(first).size(), 1U);
}

TEST_P(ReceiveTest, TwoPeopleInOneThreadAreTwoConversations) {
  const auto ann = office().hears(office().posts, post("1", "ann", 0));
  const auto bob = office().hears(office().posts, post("2", "bob", 1, "1"));
  EXPECT_NE(ann, bob);
  EXPECT_EQ(office().conversation(ann).message_count, 1);
  EXPECT_EQ(office().conversation(bob).thread_key, "1");
}

TEST_P(ReceiveTest, OnePersonInTwoThreadsHasTwoConversations) {
  const auto first = office().hears(office().posts, post("1", "ann", 0));
  auto other = post("9", "ann", 1);
  other.thread_key = "9";
  EXPECT_NE(office().hears(office().posts, other), first);
}

TEST_P(ReceiveTest, OurReplyOnThePlatformJoinsTheConversationItAnswers) {
  const auto ann = office().hears(office().posts, post("1", "ann", 0));
  const auto bob = office().hears(office().posts, post("2", "bob", 1, "1"));
  clock_.set(minute(10));
  EXPECT_EQ(office().hears(office().posts, own("3", 9, "2")), bob);
  EXPECT_TRUE(office().conversation(ann).owed);
  const auto answered = office().conversation(bob);
  EXPECT_FALSE(answered.owed);
  EXPECT_EQ(answered.first_answered_at, minute(9)) << "when it was said, not when we heard of it";
  EXPECT_EQ(answered.assignee_id, std::nullopt);
  EXPECT_EQ(clocks(bob).at(0).stopped_at, minute(9));
  EXPECT_EQ(clocks(bob).at(0).stop_cause, StopCause::answered);
  EXPECT_EQ(office().hears(office().posts, own("4", 10, "3")), bob) << "and what goes on from our own reply (2/2)";
  EXPECT_EQ(office().conversation(bob).message_count, 3);
}

TEST_P(ReceiveTest, OurPostWithoutParentStandsInNoConversation) {
  const auto before = office().last_seq();
  const auto received = office().receive(office().posts, own("1", 0)).value();
  EXPECT_EQ(received.state, std::nullopt);
  EXPECT_EQ(received.message.conversation_id, std::nullopt);
  EXPECT_EQ(received.author_name, "lisbonbikes");
  EXPECT_EQ(office().event_types(before), Types{"post.created"});

  const auto ann = office().hears(office().posts, post("2", "ann", 1, "1"));
  EXPECT_EQ(office().conversation(ann).message_count, 1) << "who replies to it begins one";
  EXPECT_EQ(office().receive(office().posts, own("3", 2, "1")).value().message.conversation_id, std::nullopt)
      << "our thread goes on";
  EXPECT_EQ(office().receive(office().posts, own("4", 3, "no such post")).value().message.conversation_id, std::nullopt);
}

TEST_P(ReceiveTest, OurOwnAccountIsNoContact) {
  (void)office().receive(office().posts, own("1", 0));
  const auto contacts = office()
                            .read([&](store::Reading& reading) -> base::Result<std::size_t> {
                              return store::page_contacts(reading, office().organization, "", {}, 10).size();
                            })
                            .value();
  EXPECT_EQ(contacts, 0U);
}

TEST_P(ReceiveTest, AResolvedChatIsReopenedAndIsOwedAgain) {
  const auto id = office().hears(office().chat, "ann", "Hello");
  (void)office().reply(office().mira, id, "Hi Ann").value();
  (void)office().resolve(office().mira, id).value();
  clock_.advance(72h);
  EXPECT_EQ(office().hears(office().chat, "ann", "It broke again"), id);
  const auto c = office().conversation(id);
  EXPECT_EQ(c.status, Status::open);
  EXPECT_EQ(c.resolved_at, std::nullopt);
  EXPECT_EQ(c.assignee_id, office().mira.id) << "whoever had it has it still";
  const auto all = clocks(id);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[1].kind, ClockKind::next_response);
  EXPECT_EQ(all[1].started_at, kStart + 72h);
}

TEST_P(ReceiveTest, AResolvedChatIsOverAfterThreeDays) {
  const auto id = office().hears(office().chat, "ann", "Hello");
  (void)office().reply(office().mira, id, "Hi Ann").value();
  (void)office().resolve(office().mira, id).value();
  clock_.advance(72h + 1ms);
  const auto next = office().hears(office().chat, "ann", "Something else");
  EXPECT_NE(next, id);
  EXPECT_EQ(clocks(next).at(0).kind, ClockKind::first_response);
  EXPECT_EQ(office().conversation(next).contact_id, office().conversation(id).contact_id);
}

// The older matter was opened again by hand, the newer one is closed: a third word must find the open one.
TEST_P(ReceiveTest, TheMatterUnderWayIsFoundBeforeTheLatest) {
  const auto older = office().hears(office().chat, "ann", "Hello");
  (void)office().reply(office().mira, older, "Hi Ann").value();
  (void)office().resolve(office().mira, older).value();
  clock_.advance(100h);
  const auto newer = office().hears(office().chat, "ann", "Something else");
  (void)office().reply(office().mira, newer, "Sure").value();
  (void)office().resolve(office().mira, newer).value();
  (void)office().change_status(office().mira, {older, Status::pending, {}, {}, {}}).value();
  EXPECT_EQ(office().hears(office().chat, "ann", "And now?"), older);
  EXPECT_EQ(office().conversation(newer).status, Status::resolved);
}

TEST_P(ReceiveTest, AClockIsLateWithoutAnAlarmWhenTheWordIsOld) {
  clock_.set(minute(600));
  const auto before = office().last_seq();
  const auto id = office().hears(office().posts, post("1", "ann", 0));
  EXPECT_EQ(clocks(id).at(0).breached_at, minute(60));
  EXPECT_EQ(office().sweep(), 0);
  EXPECT_EQ(office().event_types(before), (Types{"message.created"}));
}

TEST_P(ReceiveTest, ALateAnswerInTimeTakesTheBreachBack) {
  const auto id = office().hears(office().posts, post("1", "ann", 0));
  clock_.set(minute(70));
  EXPECT_EQ(office().sweep(), 1);
  (void)office().hears(office().posts, own("2", 30, "1"));
  EXPECT_EQ(clocks(id).at(0).breached_at, std::nullopt);
  EXPECT_EQ(clocks(id).at(0).stopped_at, minute(30));
  EXPECT_FALSE(office().conversation(id).owed);
}

TEST_P(ReceiveTest, ALateAnswerInTheMiddleEndsOneWaitingAndLeavesTheNext) {
  const auto id = office().hears(office().posts, post("1", "ann", 0));
  (void)office().hears(office().posts, post("2", "ann", 30, "1"));
  clock_.set(minute(40));
  (void)office().hears(office().posts, own("3", 20, "1"));
  const auto c = office().conversation(id);
  EXPECT_TRUE(c.owed);
  EXPECT_EQ(c.owed_since, minute(30));
  EXPECT_EQ(c.due_at, minute(90));
  EXPECT_EQ(c.last_text, "post 2");
  const auto all = clocks(id);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].stopped_at, minute(20));
  EXPECT_EQ(all[0].stop_cause, StopCause::answered);
  EXPECT_EQ(all[1].kind, ClockKind::next_response);
  EXPECT_EQ(all[1].started_at, minute(30));
}

TEST_P(ReceiveTest, AnEarlierWordThatArrivesLateMovesTheClock) {
  const auto id = office().hears(office().posts, post("2", "ann", 30));
  (void)office().hears(office().posts, post("1", "ann", 10));
  const auto all = clocks(id);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].started_at, minute(10));
  EXPECT_EQ(all[0].due_at, minute(70));
  EXPECT_EQ(office().conversation(id).due_at, minute(70));
  EXPECT_EQ(office().conversation(id).last_text, "post 2");
}

TEST_P(ReceiveTest, ALateWordThatWasAnsweredSinceReopensNothing) {
  const auto id = office().hears(office().posts, post("1", "ann", 0));
  (void)office().hears(office().posts, own("3", 30, "1"));
  (void)office().resolve(office().mira, id).value();
  EXPECT_EQ(office().hears(office().posts, post("2", "ann", 10, "1")), id);
  const auto c = office().conversation(id);
  EXPECT_EQ(c.status, Status::resolved);
  EXPECT_FALSE(c.owed);
  EXPECT_EQ(c.message_count, 3);
}

TEST_P(ReceiveTest, KeepsHostileTextAsFarAsItCanBeStored) {
  auto item = office().item(std::string("e\xFFve\0", 5), std::string("<script>\xC3\0 \xF0\x9F\x9A\xB2", 15));
  item.author.name = std::string(5000, 'n');
  const auto received = office().receive(office().chat, item).value();
  EXPECT_EQ(received.message.text, "<script>\uFFFD 🚲");
  EXPECT_EQ(received.author_name, std::string(200, 'n') + "…");
  EXPECT_FALSE(office().receive(office().chat, item).has_value()) << "and it is known by its mended name";
}

TEST_P(ReceiveTest, AnAuthorWithoutNameIsShownByWhatThereIs) {
  auto item = office().item("u-77", "Hello");
  item.author = {"u-77", "", ""};
  EXPECT_EQ(office().receive(office().chat, item).value().author_name, "u-77");
  auto handled = office().item("u-78", "Hello");
  handled.author = {"u-78", "@otter", ""};
  EXPECT_EQ(office().receive(office().chat, handled).value().author_name, "@otter");
}

TEST_P(ReceiveTest, TheInboxsTeamAndTargetHold) {
  InboxChange change;
  change.inbox_id = office().chat.id;
  change.team_id.emplace(office().partner.id);
  change.first_response_s = 60;
  const auto chat =
      office()
          .transact([&](store::Transaction& t) { return change_inbox(t, office().organization, change, office().channels); })
          .value();
  const auto id = office().hears(chat, "ann", "Hello");
  EXPECT_EQ(office().conversation(id).team_id, office().partner.id);
  EXPECT_EQ(office().conversation(id).due_at, kStart + 1min);
  EXPECT_TRUE(office().sees(office().pat, id));
}

HEED_ON_BOTH_ENGINES(ReceiveTest);

}  // namespace
}  // namespace workflow
