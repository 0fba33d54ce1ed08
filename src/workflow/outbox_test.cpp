#include "workflow/outbox.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"
#include "store/message_store.hpp"
#include "workflow/change_delivery.hpp"
#include "workflow/deliver.hpp"
#include "workflow/manage_inboxes.hpp"
#include "workflow/test_outbound.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using conversation::Delivery;
using namespace std::chrono_literals;

class OutboxTest : public OutboundTest {
 protected:
  // An answer whose time to be taken back is over.
  ids::Message answered(ids::Conversation to, const std::string& text = "On its way.") {
    const auto written = office().reply(office().mira, to, text).value();
    let_undo_pass();
    return written.message.id;
  }
  base::Result<TakenBack> cancel(ids::Message id) {
    return office().transact(
        [&, who = office().as(office().mira)](store::Transaction& t) { return cancel_message(t, who, id); });
  }
  base::Result<WrittenMessage> retry(ids::Message id, bool may_repeat = false) {
    return office().transact([&, who = office().as(office().mira)](store::Transaction& t) {
      return retry_message(t, who, id, may_repeat, office().channels);
    });
  }
  base::Result<WrittenMessage> settle(ids::Message id, bool is_sent) {
    return office().transact(
        [&, who = office().as(office().mira)](store::Transaction& t) { return settle_message(t, who, id, is_sent); });
  }
  Claim claim() {
    return office()
        .transact([&](store::Transaction& t) -> base::Result<Claim> {
          return claim_next(t, social_, channel(), false).claim.value();
        })
        .value();
  }
  void record(ids::Message id, const Standing& standing, const channel::SendResult& result) {
    (void)office().transact([&](store::Transaction& t) -> base::Result<bool> {
      record_delivery(t, social_, id, standing, result);
      return true;
    });
  }
  channel::InboundItem own(const std::string& external_id, const std::string& parent) {
    auto item = office().item("lisbonbikes", "On its way.");
    item.external_id = external_id;
    item.parent_external_id = parent;
    item.own = true;
    item.is_public = true;
    return item;
  }
};

TEST_P(OutboxTest, AnAnswerIsQueuedAndStopsTheClock) {
  const auto id = asked("ann");
  const auto written = office().reply(office().mira, id, "On its way.").value();
  EXPECT_EQ(written.message.delivery, Delivery::queued);
  EXPECT_EQ(written.message.parent_external_id, thread(id).front().external_id);
  EXPECT_TRUE(written.message.is_public);
  EXPECT_EQ(written.outbound.value().send_at, clock_.now() + kUndo);
  EXPECT_FALSE(office().conversation(id).owed);
  EXPECT_EQ(clocks(id).at(0).stop_cause, sla::StopCause::answered);
}

TEST_P(OutboxTest, ItIsSentOnceItCanNoLongerBeTakenBack) {
  const auto id = asked("ann");
  const auto written = office().reply(office().mira, id, "On its way.").value();
  start();
  EXPECT_EQ(step(), clock_.now() + kUndo);
  EXPECT_EQ(peer_.attempts, 0);
  const auto before = office().last_seq();
  drain();
  ASSERT_EQ(peer_.posts.size(), 1U);
  const auto& said = peer_.posts[0].message;
  EXPECT_EQ(said.text, "On its way.");
  EXPECT_EQ(said.key, outbound_key(written.message.id));
  EXPECT_EQ(said.parent_external_id, thread(id).front().external_id);
  EXPECT_EQ(said.thread_key, "thread-ann");
  EXPECT_EQ(said.recipient.external_id, "ann");
  EXPECT_TRUE(said.is_public);
  EXPECT_EQ(message(written.message.id).delivery, Delivery::sent);
  EXPECT_EQ(message(written.message.id).external_id, "post-1");
  EXPECT_EQ(outbound(written.message.id).attempts, 1);
  EXPECT_EQ(outbound(written.message.id).url, "https://social.example/post-1");
  EXPECT_EQ(office().event_types(before), (std::vector<std::string>{"message.updated", "message.updated"}));
  EXPECT_EQ(outbox_->state().sent_at, clock_.now());
}

TEST_P(OutboxTest, NotesStayHere) {
  const auto id = asked("ann");
  (void)office().note(office().mira, id, "Ask Porto.").value();
  start();
  EXPECT_EQ(step(), std::nullopt);
}

TEST_P(OutboxTest, ALongAnswerGoesInPartsEachUnderTheOneBefore) {
  const auto id = asked("ann");
  std::string text;
  for (int i = 0; i < 12; ++i) text += "This is sentence number " + std::to_string(i) + " of a long answer. ";
  const auto first = office().reply(office().mira, id, text).value();
  EXPECT_TRUE(first.message.text.ends_with("(1/3)")) << first.message.text;
  EXPECT_EQ(office().conversation(id).message_count, 4);
  start();
  drain();
  ASSERT_EQ(peer_.posts.size(), 3U);
  EXPECT_EQ(peer_.posts[0].message.parent_external_id, thread(id).front().external_id);
  EXPECT_EQ(peer_.posts[1].message.parent_external_id, "post-1");
  EXPECT_EQ(peer_.posts[2].message.parent_external_id, "post-2");
  EXPECT_EQ(peer_.posts[2].message.recipient.external_id, "ann");
  EXPECT_EQ(outbound(first.message.id).whole_text, base::to_storable(text));
}

TEST_P(OutboxTest, AnAnswerOfTooManyPartsIsRefused) {
  const auto id = asked("ann");
  const auto refused = office().reply(office().mira, id, std::string(6000, 'x'));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().field, "text");
  EXPECT_EQ(refused.error().message, "text: 6000 characters, at most 200 in one message and 20 messages");
  EXPECT_TRUE(office().conversation(id).owed);
}

TEST_P(OutboxTest, TheUnitOfTheChannelCounts) {
  capabilities().text_unit = channel::TextUnit::bytes;
  const auto id = asked("ann");
  std::string bikes;
  for (int i = 0; i < 60; ++i) bikes += "🚲";
  EXPECT_TRUE(office().reply(office().mira, id, bikes).value().message.text.ends_with("(1/2)"));
}

TEST_P(OutboxTest, TheAgentChoosesWhichWordIsAnswered) {
  const auto id = asked("ann", "Where is my bike?");
  const auto first = thread(id).front();
  clock_.advance(1min);
  (void)asked("ann", "Hello?");
  const auto who = office().as(office().mira);
  const auto written = office().transact([&](store::Transaction& t) {
    return send_reply(t, who, {id, "At the shop.", std::nullopt, first.id}, office().channels);
  });
  EXPECT_EQ(written.value().message.parent_external_id, first.external_id);
  const auto elsewhere = office().transact([&](store::Transaction& t) {
    return send_reply(t, who, {id, "At the shop.", std::nullopt, ids::Message{7}}, office().channels);
  });
  EXPECT_EQ(elsewhere.error().field, "parent_id");
}

TEST_P(OutboxTest, TakingBackGivesTheTextAndTheDebt) {
  const auto id = asked("ann");
  const auto owed_since = office().conversation(id).owed_since;
  std::string text;
  for (int i = 0; i < 12; ++i) text += "This is sentence number " + std::to_string(i) + " of a long answer. ";
  const auto written = office().reply(office().mira, id, text).value();
  const auto taken = cancel(written.message.id).value();
  EXPECT_EQ(taken.text, base::to_storable(text)) << "the whole of it, unmarked";
  EXPECT_TRUE(office().conversation(id).owed);
  EXPECT_EQ(office().conversation(id).owed_since, owed_since);
  EXPECT_EQ(office().conversation(id).message_count, 1);
  EXPECT_EQ(clocks(id).size(), 1U) << "the same clock runs on";
  EXPECT_EQ(thread(id).size(), 1U);
  start();
  EXPECT_EQ(step(), std::nullopt);
  EXPECT_EQ(cancel(written.message.id).error().kind, FailureKind::conflict);
}

TEST_P(OutboxTest, WhatIsLeavingCannotBeTakenBack) {
  const auto sent = answered(asked("ann"));
  start();
  (void)claim();
  EXPECT_EQ(cancel(sent).error().kind, FailureKind::conflict);
}

TEST_P(OutboxTest, WhatIsNotOnesOwnIsNotThere) {
  const auto id = asked("ann");
  const auto written = office().reply(office().mira, id, "On its way.").value();
  const auto who = office().as(office().pat);
  const auto refused = office().transact([&](store::Transaction& t) { return cancel_message(t, who, written.message.id); });
  EXPECT_EQ(refused.error().kind, FailureKind::not_found);
}

TEST_P(OutboxTest, ARefusalIsToldAndTheConversationOwedAgain) {
  const auto id = asked("ann");
  const auto owed_since = office().conversation(id).owed_since;
  const auto sent = answered(id);
  peer_.next_fault = [] { return Fault::refuse; };
  start();
  drain();
  EXPECT_EQ(message(sent).delivery, Delivery::failed);
  EXPECT_EQ(outbound(sent).reason, "social.example says: no pictures of bicycles.");
  EXPECT_TRUE(office().conversation(id).owed);
  EXPECT_EQ(office().conversation(id).owed_since, owed_since);
  EXPECT_EQ(office().conversation(id).first_answered_at, std::nullopt);
  EXPECT_EQ(outbox_->state().failures, 0) << "the platform is well";
  const auto last = office().events(office().last_seq() - 1).at(0);
  const auto told = std::get<event::MessageUpdated>(store::decode_event(last.type, last.body).value());
  EXPECT_TRUE(told.state.conversation.owed);
  EXPECT_EQ(told.outbound.value().reason, outbound(sent).reason);
}

TEST_P(OutboxTest, WhatFailedIsSentAgainWhenSomebodyAsksForIt) {
  const auto id = asked("ann");
  const auto sent = answered(id);
  peer_.next_fault = [] { return Fault::refuse; };
  start();
  drain();
  clock_.advance(10min);
  peer_.next_fault = [] { return Fault::none; };
  EXPECT_EQ(retry(sent).value().message.delivery, Delivery::queued);
  EXPECT_FALSE(office().conversation(id).owed);
  EXPECT_EQ(office().conversation(id).first_answered_at, clock_.now()) << "this is when the customer was answered";
  drain();
  EXPECT_EQ(message(sent).delivery, Delivery::sent);
  EXPECT_EQ(retry(sent).error().kind, FailureKind::conflict);
}

TEST_P(OutboxTest, TheRestOfAnAnswerFailsWithItsPartAndFollowsItLater) {
  const auto id = asked("ann");
  const auto first = answered(id, std::string(150, 'a') + ". " + std::string(150, 'b') + ". " + std::string(150, 'c'));
  ASSERT_EQ(thread(id).size(), 4U);
  int attempt = 0;
  peer_.next_fault = [&] { return ++attempt == 2 ? Fault::refuse : Fault::none; };
  start();
  drain();
  auto said = thread(id);
  EXPECT_EQ(said[1].delivery, Delivery::sent);
  EXPECT_EQ(said[2].delivery, Delivery::failed);
  EXPECT_EQ(said[3].delivery, Delivery::failed);
  EXPECT_EQ(peer_.posts.size(), 1U);
  EXPECT_EQ(said[1].id, first);
  EXPECT_EQ(retry(said[3].id).error().kind, FailureKind::conflict) << "not before the part before it";
  (void)retry(said[2].id).value();
  drain();
  ASSERT_EQ(peer_.posts.size(), 3U);
  EXPECT_EQ(peer_.posts[2].message.parent_external_id, "post-2");
}

TEST_P(OutboxTest, WhatNobodyKnowsOfIsShownAndOwed) {
  const auto id = asked("ann");
  const auto sent = answered(id);
  peer_.next_fault = [] { return Fault::lose_after; };
  start();
  drain();
  EXPECT_EQ(message(sent).delivery, Delivery::uncertain);
  EXPECT_TRUE(office().conversation(id).owed);
  EXPECT_EQ(retry(sent).error().field, "may_repeat");
  EXPECT_EQ(settle(sent, true).value().message.delivery, Delivery::sent);
  EXPECT_FALSE(office().conversation(id).owed);
  EXPECT_EQ(settle(sent, true).error().kind, FailureKind::conflict);
  EXPECT_EQ(peer_.posts.size(), 1U);
}

TEST_P(OutboxTest, WhatDidNotArriveMayBeSentAgain) {
  const auto sent = answered(asked("ann"));
  peer_.next_fault = [] { return Fault::lose_before; };
  start();
  drain();
  EXPECT_EQ(settle(sent, false).value().message.delivery, Delivery::failed);
  peer_.next_fault = [] { return Fault::none; };
  (void)retry(sent).value();
  drain();
  EXPECT_EQ(peer_.posts.size(), 1U);
  EXPECT_EQ(message(sent).delivery, Delivery::sent);
}

TEST_P(OutboxTest, WhoAcceptsThatItIsSaidTwiceMaySendAgain) {
  const auto sent = answered(asked("ann"));
  peer_.next_fault = [] { return Fault::crash; };
  start();
  drain();
  EXPECT_NE(outbound(sent).reason.find("a bug of the connector"), std::string::npos);
  peer_.next_fault = [] { return Fault::none; };
  EXPECT_EQ(retry(sent, true).value().message.delivery, Delivery::queued);
  drain();
  EXPECT_EQ(message(sent).delivery, Delivery::sent);
}

TEST_P(OutboxTest, ALookUpSettlesADoubt) {
  capabilities().can_look_up = true;
  const auto there = answered(asked("ann"));
  const auto missing = answered(asked("bo"));
  int attempt = 0;
  peer_.next_fault = [&] {
    ++attempt;
    return attempt == 1 ? Fault::lose_after : attempt == 2 ? Fault::lose_before : Fault::none;
  };
  int look_up = 0;
  peer_.is_blind = [&] { return ++look_up <= 2; };
  start();
  drain();
  EXPECT_EQ(message(there).delivery, Delivery::sent);
  EXPECT_EQ(message(there).external_id, "post-1");
  EXPECT_EQ(message(missing).delivery, Delivery::sent);
  EXPECT_EQ(peer_.posts.size(), 2U);
  EXPECT_GE(peer_.look_ups, 4);
}

TEST_P(OutboxTest, ALookUpThatNeverAnswersEndsWithAPersonInFiveMinutes) {
  capabilities().can_look_up = true;
  const auto sent = answered(asked("ann"));
  peer_.next_fault = [] { return Fault::lose_after; };
  peer_.is_blind = [] { return true; };
  start();
  const auto began = clock_.now();
  drain();
  EXPECT_EQ(message(sent).delivery, Delivery::uncertain);
  EXPECT_LE(clock_.now(), began + 15min);
  EXPECT_LT(peer_.look_ups, 20);
}

TEST_P(OutboxTest, TheWholeInboxWaitsWhileThePlatformIsAwayAndTriesOneMessage) {
  for (const char* person : {"ann", "bo", "cy"}) (void)answered(asked(person));
  peer_.next_fault = [] { return Fault::busy; };
  start();
  (void)step();
  EXPECT_EQ(peer_.attempts, 1);
  EXPECT_EQ(step(), outbox_->state().held_until);
  EXPECT_EQ(peer_.attempts, 1) << "nothing else is tried";
  EXPECT_EQ(outbox_->state().failures, 1);
  EXPECT_EQ(outbox_->state().reason, "social.example is busy.");
  clock_.set(*outbox_->state().held_until);
  (void)step();
  (void)step();
  EXPECT_EQ(peer_.attempts, 2) << "one";
  EXPECT_EQ(log_.size(), 1U) << "told once";
  peer_.next_fault = [] { return Fault::none; };
  drain();
  EXPECT_EQ(peer_.posts.size(), 3U);
  EXPECT_EQ(outbox_->state().failures, 0);
  EXPECT_EQ(outbox_->state().held_until, std::nullopt);
  EXPECT_EQ(log_.size(), 2U);
}

TEST_P(OutboxTest, ThePlatformsOwnTimeIsKept) {
  (void)answered(asked("ann"));
  peer_.next_fault = [] { return Fault::limit; };
  start();
  (void)step();
  EXPECT_EQ(outbox_->state().held_until, clock_.now() + 90s);
}

TEST_P(OutboxTest, WhoeverHasToSignInIsWaitedForUntilTheSettingsChange) {
  const auto sent = answered(asked("ann"));
  peer_.next_fault = [] { return Fault::login; };
  start();
  (void)step();
  EXPECT_TRUE(outbox_->state().needs_login);
  EXPECT_EQ(outbox_->state().held_until, clock_.now() + 15min);
  peer_.next_fault = [] { return Fault::none; };
  start();  // With the new settings.
  drain();
  EXPECT_EQ(message(sent).delivery, Delivery::sent);
  EXPECT_EQ(clock_.now(), *outbound(sent).attempted_at) << "at once";
}

TEST_P(OutboxTest, OneThatNeverGetsThroughDoesNotHoldUpTheOthers) {
  const auto stuck = answered(asked("ann"));
  const auto other = answered(asked("bo"));
  start();
  std::string key = outbound_key(stuck);
  peer_.next_fault = [&] { return peer_.attempts < 5 ? Fault::busy : Fault::none; };
  for (int i = 0; i < 40 && message(other).delivery != Delivery::sent; ++i)
    if (const auto next = step(); next && *next > clock_.now()) clock_.set(*next);
  EXPECT_EQ(message(other).delivery, Delivery::sent);
  drain();
}

TEST_P(OutboxTest, WhatCannotBeHandedOverForTwoDaysFails) {
  const auto id = asked("ann");
  const auto sent = answered(id);
  peer_.next_fault = [] { return Fault::busy; };
  start();
  drain();
  EXPECT_EQ(message(sent).delivery, Delivery::failed);
  EXPECT_NE(outbound(sent).reason.find("two days"), std::string::npos);
  EXPECT_TRUE(office().conversation(id).owed);
}

TEST_P(OutboxTest, NothingIsSentAfterTheTimeToAnswer) {
  capabilities().reply_window_s = 24 * 3600;
  const auto id = asked("ann");
  const auto sent = answered(id);
  clock_.advance(24h);
  start();
  drain();
  EXPECT_EQ(message(sent).delivery, Delivery::failed);
  EXPECT_EQ(peer_.attempts, 0);
  const auto refused = office().reply(office().mira, id, "Too late");
  EXPECT_EQ(refused.error().kind, FailureKind::conflict);
  const auto terms = office()
                         .read([&](store::Reading& reading) -> base::Result<ReplyTerms> {
                           return reply_terms(reading, office().conversation(id), office().channels);
                         })
                         .value();
  EXPECT_FALSE(terms.possible);
  EXPECT_EQ(terms.reason, refused.error().message);
}

TEST_P(OutboxTest, ACustomersReplyToOurWordFindsIt) {
  const auto id = asked("ann");
  (void)answered(id);
  start();
  drain();
  auto reply = office().item("ann", "Thank you!");
  reply.parent_external_id = "post-1";
  reply.thread_key = "thread-ann";
  EXPECT_EQ(office().hears(social_, reply), id);
}

TEST_P(OutboxTest, OurEchoIsKnown) {
  const auto id = asked("ann");
  (void)answered(id);
  start();
  drain();
  EXPECT_EQ(office().receive(social_, own("post-1", thread(id).front().external_id)), std::nullopt);
  EXPECT_EQ(thread(id).size(), 2U);
}

TEST_P(OutboxTest, AnEchoThatComesBeforeTheAnswerBecomesOneWithIt) {
  const auto id = asked("ann");
  const auto sent = answered(id);
  const auto asking = thread(id).front().external_id;
  start();
  const auto claimed = claim();
  const auto result = run(peer_.send(claimed.message));
  const auto echo = office().receive(social_, own(result.external_id, asking)).value().message.id;
  auto like = office().item("ann", "");
  like.kind = channel::ItemKind::like;
  like.target_external_id = result.external_id;
  (void)office().transact([&](store::Transaction& t) -> base::Result<bool> {
    Receiving receiving(t);
    (void)receiving.receive(social_, like);
    receiving.finish();
    return true;
  });
  EXPECT_EQ(office().conversation(id).message_count, 3);
  const auto before = office().last_seq();
  record(sent, {Delivery::sent, {}, {}, {}}, result);
  ASSERT_EQ(thread(id).size(), 2U);
  EXPECT_EQ(thread(id).back().id, sent);
  EXPECT_EQ(thread(id).back().external_id, result.external_id);
  EXPECT_EQ(office().conversation(id).message_count, 2);
  const auto told = office().events(before);
  ASSERT_EQ(told.size(), 2U);
  const auto gone = std::get<event::MessageUpdated>(store::decode_event(told[0].type, told[0].body).value());
  EXPECT_EQ(gone.message.id, echo);
  EXPECT_EQ(gone.message.delivery, Delivery::cancelled) << "screens take it away";
}

TEST_P(OutboxTest, AnEchoThatStoodAloneBecomesOneWithItToo) {
  const auto id = asked("ann");
  const auto sent = answered(id);
  start();
  const auto claimed = claim();
  const auto result = run(peer_.send(claimed.message));
  (void)office().receive(social_, own(result.external_id, "nobody-knows-this"));
  record(sent, {Delivery::sent, {}, {}, {}}, result);
  EXPECT_EQ(thread(id).size(), 2U);
  EXPECT_EQ(message(sent).external_id, result.external_id);
}

TEST_P(OutboxTest, RunsUntilItIsStopped) {
  const auto id = asked("ann");
  const auto sent = answered(id);
  outbox_ = std::make_unique<Outbox>(
      loop_.get_executor(), *store_, clock_, peer_, channel(), social_, [] { return 1; }, [](const std::string&) {});
  peer_.on_post = [&](const FakePeer::Post&) { outbox_->stop(); };
  auto whole = [](Outbox& outbox /*outlives*/) -> store::Task<bool> {
    co_await outbox.run();
    co_return true;
  };
  EXPECT_TRUE(run(whole(*outbox_)));
  EXPECT_EQ(message(sent).delivery, Delivery::sent) << "what was under way is recorded";
}

HEED_ON_BOTH_ENGINES(OutboxTest);

}  // namespace
}  // namespace workflow
