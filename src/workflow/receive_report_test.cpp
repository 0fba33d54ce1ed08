// What platforms tell of our messages afterwards, and what machines say.

#include <gtest/gtest.h>

#include "store/message_store.hpp"
#include "workflow/change_delivery.hpp"
#include "workflow/delivery_rules.hpp"
#include "workflow/test_outbound.hpp"

namespace workflow {
namespace {

using channel::DeliveryReport;
using channel::ReportKind;
using conversation::Delivery;

class ReceiveReportTest : public OutboundTest {
 protected:
  ids::Message sent_to(ids::Conversation id) {
    const auto written = office().reply(office().mira, id, "On its way.").value();
    let_undo_pass();
    start();
    drain();
    EXPECT_EQ(message(written.message.id).delivery, Delivery::sent);
    return written.message.id;
  }
  DeliveryReport about(ids::Message id, ReportKind kind) {
    return {kind, message(id).external_id, "", "The mail came back: no such mailbox.", clock_.now()};
  }
  bool tell(const DeliveryReport& report) {
    return office()
        .transact([&](store::Transaction& t) -> base::Result<bool> {
          Receiving receiving(t);
          const bool is_new = receiving.report(social_, report);
          receiving.finish();
          return is_new;
        })
        .value();
  }
  channel::InboundItem machine(const std::string& person, const std::string& text) {
    auto item = office().item(person, text);
    item.thread_key = "thread-" + person;
    item.is_automatic = true;
    return item;
  }
};

TEST_P(ReceiveReportTest, WhatCameBackFailedAndIsOwedAgain) {
  const auto id = asked("ann");
  const auto answer = sent_to(id);
  EXPECT_FALSE(office().conversation(id).owed);
  EXPECT_TRUE(tell(about(answer, ReportKind::failed)));
  EXPECT_EQ(message(answer).delivery, Delivery::failed);
  EXPECT_EQ(outbound(answer).reason, "The mail came back: no such mailbox.");
  EXPECT_TRUE(office().conversation(id).owed);
  const auto before = office().last_seq();
  EXPECT_FALSE(tell(about(answer, ReportKind::failed))) << "told twice";
  EXPECT_EQ(office().last_seq(), before);
  const auto again = office().transact([&, who = office().as(office().mira)](store::Transaction& t) {
    return retry_message(t, who, answer, false, office().channels);
  });
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_FALSE(office().conversation(id).owed);
}

TEST_P(ReceiveReportTest, DeliveredAndSeenAreKeptOnce) {
  const auto answer = sent_to(asked("ann"));
  EXPECT_TRUE(tell(about(answer, ReportKind::delivered)));
  EXPECT_FALSE(tell(about(answer, ReportKind::delivered)));
  EXPECT_TRUE(tell(about(answer, ReportKind::seen)));
  EXPECT_EQ(outbound(answer).seen_at, clock_.now());
  EXPECT_FALSE(tell(about(answer, ReportKind::failed))) << "somebody read it";
  EXPECT_EQ(message(answer).delivery, Delivery::sent);
}

TEST_P(ReceiveReportTest, AReportSettlesWhatNobodyKnewOf) {
  const auto id = asked("ann");
  const auto written = office().reply(office().mira, id, "On its way.").value();
  let_undo_pass();
  peer_.next_fault = [] { return Fault::lose_after; };
  start();
  drain();
  ASSERT_EQ(message(written.message.id).delivery, Delivery::uncertain);
  DeliveryReport report{ReportKind::delivered, "", outbound_key(written.message.id), "", clock_.now()};
  EXPECT_TRUE(tell(report));
  EXPECT_EQ(message(written.message.id).delivery, Delivery::sent);
  EXPECT_FALSE(office().conversation(id).owed);
}

TEST_P(ReceiveReportTest, WhatIsNoMessageOfOursIsPassedOver) {
  const auto id = asked("ann");
  const auto theirs = thread(id).front().id;
  EXPECT_FALSE(tell(about(theirs, ReportKind::failed)));
  EXPECT_FALSE(tell({ReportKind::failed, "nobody's", "heed-1z", "", clock_.now()}));
}

TEST_P(ReceiveReportTest, AnAbsenceNoteOwesNothingAndOpensNothing) {
  const auto id = asked("ann");
  (void)sent_to(id);
  ASSERT_TRUE(office().resolve(office().mira, id));
  clock_.advance(std::chrono::minutes(1));
  EXPECT_EQ(office().hears(social_, machine("ann", "I am away until Monday.")), id);
  EXPECT_FALSE(office().conversation(id).owed);
  EXPECT_EQ(office().conversation(id).status, conversation::Status::resolved);
  EXPECT_EQ(office().conversation(id).message_count, 3);
  // Told anew it is the same; and a person's word after it is owed as ever.
  auto late = office().item("ann", "And the saddle?");
  late.thread_key = "thread-ann";
  late.said_at = clock_.now() - std::chrono::seconds(30);
  office().hears(social_, late);
  EXPECT_TRUE(office().conversation(id).owed);
  EXPECT_EQ(office().conversation(id).owed_since, late.said_at);
}

TEST_P(ReceiveReportTest, AMachineThatBeginsAConversationIsOwedAnAnswer) {
  const auto id = office().hears(social_, machine("form", "From the contact form: where is my bike?"));
  EXPECT_TRUE(office().conversation(id).owed);
}

TEST_P(ReceiveReportTest, TheAnswerIsToThePersonNotToTheirMachine) {
  const auto id = asked("ann");
  (void)sent_to(id);
  clock_.advance(std::chrono::minutes(1));
  office().hears(social_, machine("ann", "I am away until Monday."));
  const auto written = office().reply(office().mira, id, "One thing more.").value();
  EXPECT_EQ(written.message.parent_external_id, thread(id).front().external_id);
}

HEED_ON_BOTH_ENGINES(ReceiveReportTest);

}  // namespace
}  // namespace workflow
