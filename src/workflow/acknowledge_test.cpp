#include "workflow/acknowledge.hpp"

#include <chrono>

#include "store/acknowledgement_store.hpp"
#include "store/message_store.hpp"
#include "store/report_store.hpp"
#include "workflow/test_office.hpp"
#include "workflow/test_outbound.hpp"

namespace workflow {
namespace {

using namespace std::chrono_literals;

void switch_on(Office& office, const inbox::Inbox& inbox) {
  ASSERT_TRUE(office.transact([&](store::Transaction& transaction) {
    return save_acknowledgement(transaction, {inbox.id, office.organization, true, 60, "Look at status.example.com."},
                                office.channels);
  }));
}

std::int64_t acknowledge(Office& office) {
  return office
      .transact([&](store::Transaction& transaction) -> base::Result<std::int64_t> {
        return acknowledge_due(transaction, office.channels, 100);
      })
      .value();
}

std::vector<std::string> automatic(Office& office, ids::Conversation in) {
  return office
      .read([&](store::Reading& reading) -> base::Result<std::vector<std::string>> {
        std::vector<std::string> texts;
        for (const auto& message : store::page_messages(reading, office.organization, in, {}, {}, 50))
          if (store::is_automatic(reading, office.organization, message.id)) texts.push_back(message.text);
        return texts;
      })
      .value();
}

class AcknowledgeTest : public OfficeTest {};

TEST_P(AcknowledgeTest, SaysWhenAnAnswerComesAndAnswersNothing) {
  switch_on(office(), office().chat);
  const auto id = office().hears(office().chat, "ann", "Where is my bike?");
  clock_.advance(59s);
  EXPECT_EQ(acknowledge(office()), 0);
  clock_.advance(1s);
  EXPECT_EQ(acknowledge(office()), 1);
  ASSERT_EQ(automatic(office(), id).size(), 1U);
  EXPECT_NE(automatic(office(), id).front().find("We want to answer by 09:05. (Times are those of Lisbon.)\n\nLook at"),
            std::string::npos)
      << automatic(office(), id).front();
  const auto after = office().conversation(id);
  EXPECT_TRUE(after.owed);
  EXPECT_FALSE(after.first_answered_at);
  EXPECT_EQ(after.last_text, "Where is my bike?") << "what is shown of it is what they said";
  EXPECT_EQ(after.message_count, 2);
  EXPECT_FALSE(clocks(id).front().stopped_at);
  EXPECT_EQ(acknowledge(office()), 0);
}

TEST_P(AcknowledgeTest, IsSaidOnceInAConversation) {
  switch_on(office(), office().chat);
  const auto id = office().hears(office().chat, "ann", "Where is my bike?");
  clock_.advance(2min);
  acknowledge(office());
  office().hears(office().chat, "ann", "Hello?");
  clock_.advance(2min);
  EXPECT_EQ(acknowledge(office()), 0);
  office().reply(office().mira, id, "On its way.").value();
  ASSERT_TRUE(office().resolve(office().mira, id));
  clock_.advance(2min);
  EXPECT_EQ(office().hears(office().chat, "ann", "It is not."), id);
  clock_.advance(2min);
  EXPECT_EQ(acknowledge(office()), 0);
  EXPECT_EQ(automatic(office(), id).size(), 1U);
}

TEST_P(AcknowledgeTest, WhoeverHasAnAnswerNeedsNone) {
  switch_on(office(), office().chat);
  const auto answered = office().hears(office().chat, "ann", "Where is my bike?");
  const auto thanked = office().hears(office().chat, "ben", "Thanks!");
  office().reply(office().mira, answered, "On its way.").value();
  ASSERT_TRUE(office().resolve(office().mira, thanked, conversation::DismissReason::thanks_only));
  clock_.advance(2min);
  EXPECT_EQ(acknowledge(office()), 2);
  EXPECT_TRUE(automatic(office(), answered).empty());
  EXPECT_TRUE(automatic(office(), thanked).empty());
}

TEST_P(AcknowledgeTest, NeverToMachinesListsThePublicOrThePast) {
  switch_on(office(), office().chat);
  auto machine = office().item("bot", "I am away until Monday.");
  machine.is_automatic = true;
  auto list = office().item("list", "[news] Spring");
  list.may_be_acknowledged = false;
  auto seen_by_all = office().item("ann", "Where is my bike?");
  seen_by_all.is_public = true;
  auto old = office().item("ben", "Where was my bike?");
  old.said_at -= 1h;
  for (const auto& item : {machine, list, seen_by_all, old}) office().hears(office().chat, item);
  clock_.advance(2min);
  EXPECT_EQ(acknowledge(office()), 0);
}

TEST_P(AcknowledgeTest, AfterAnOutageNothingIsSaidThatIsStale) {
  switch_on(office(), office().chat);
  const auto id = office().hears(office().chat, "ann", "Where is my bike?");
  clock_.advance(1h);
  EXPECT_EQ(acknowledge(office()), 1);
  EXPECT_TRUE(automatic(office(), id).empty());
  EXPECT_EQ(acknowledge(office()), 0);
}

TEST_P(AcknowledgeTest, NobodyIsSpokenToBeforeItIsSwitchedOn) {
  office().hears(office().chat, "ann", "Where is my bike?");
  clock_.advance(2min);
  EXPECT_EQ(acknowledge(office()), 0);
}

TEST_P(AcknowledgeTest, AnAnswerAfterItCounts) {
  switch_on(office(), office().chat);
  const auto id = office().hears(office().chat, "ann", "Where is my bike?");
  clock_.advance(2min);
  acknowledge(office());
  clock_.advance(1min);
  office().reply(office().mira, id, "On its way.").value();
  EXPECT_FALSE(office().conversation(id).owed);
  EXPECT_EQ(clocks(id).front().stop_cause, sla::StopCause::answered);
  // Words that come late tell the conversation anew, and the end is the same.
  auto late = office().item("ann", "Hello?");
  late.said_at -= 90s;
  office().hears(office().chat, late);
  EXPECT_EQ(office().conversation(id).first_answered_at, clock_.now());
}

TEST_P(AcknowledgeTest, WhoeverWritesMeanwhileIsNotHeldUpByIt) {
  switch_on(office(), office().chat);
  const auto said = office().receive(office().chat, office().item("ann", "Where is my bike?")).value();
  const auto id = said.message.conversation_id.value();
  clock_.advance(2min);
  acknowledge(office());
  EXPECT_TRUE(office().reply(office().mira, id, "On its way.", said.message.id)) << "she began before it was said";
  const auto ben = office().hears(office().chat, "ben", "And mine?");
  clock_.advance(2min);
  acknowledge(office());
  const auto seen = office().read([&](store::Reading& reading) -> base::Result<ids::Message> {
    return store::page_messages(reading, office().organization, ben, {}, {}, 1).at(0).id;
  });
  EXPECT_TRUE(office().reply(office().mira, ben, "Yours too.", seen.value())) << "she saw it";
}

TEST_P(AcknowledgeTest, OnceADayToOnePerson) {
  switch_on(office(), office().chat);
  auto other = office().item("ann", "And another matter");
  other.thread_key = "other";
  office().hears(office().chat, "ann", "Where is my bike?");
  const auto second = office().hears(office().chat, other);
  clock_.advance(2min);
  EXPECT_EQ(acknowledge(office()), 2);
  EXPECT_TRUE(automatic(office(), second).empty()) << "a machine that answers would be answered for ever";
  clock_.advance(25h);
  auto later = office().item("ann", "A third one");
  later.thread_key = "third";
  const auto third = office().hears(office().chat, later);
  clock_.advance(2min);
  acknowledge(office());
  EXPECT_EQ(automatic(office(), third).size(), 1U);
}

TEST_P(AcknowledgeTest, WhatAPersonPutOffIsNotPromisedSoon) {
  switch_on(office(), office().chat);
  const auto id = office().hears(office().chat, "ann", "Where is my bike?");
  ASSERT_TRUE(office().change_status(
      office().mira, {id, conversation::Status::snoozed, clock_.now() + 24h, std::nullopt, std::nullopt, false}));
  clock_.advance(2min);
  EXPECT_EQ(acknowledge(office()), 1);
  EXPECT_TRUE(automatic(office(), id).empty());
}

TEST_P(AcknowledgeTest, IsNoAnswerInTheCareReport) {
  switch_on(office(), office().chat);
  office().hears(office().chat, "ann", "Where is my bike?");
  clock_.advance(2min);
  acknowledge(office());
  const auto words = office()
                         .read([&](store::Reading& reading) -> base::Result<int> {
                           int count = 0;
                           store::each_care_word(reading, office().organization, [&](const auto&) { ++count; });
                           return count;
                         })
                         .value();
  EXPECT_EQ(words, 1);
}

TEST_P(AcknowledgeTest, WhereEverybodyWouldReadItItIsRefused) {
  const auto refused = office().transact([&](store::Transaction& transaction) {
    return save_acknowledgement(transaction, {office().posts.id, office().organization, true, 60, ""}, office().channels);
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().field, "enabled");
}

HEED_ON_BOTH_ENGINES(AcknowledgeTest);

class AcknowledgeOutboundTest : public OutboundTest {};

TEST_P(AcknowledgeOutboundTest, LeavesMarkedAsWhatItIs) {
  capabilities().acknowledges = true;
  start();
  switch_on(office(), social_);
  auto item = office().item("ann", "Where is my bike?");
  const auto id = office().hears(social_, item);
  clock_.advance(2min);
  acknowledge(office());
  drain();
  ASSERT_EQ(peer_.posts.size(), 1U);
  EXPECT_TRUE(peer_.posts.front().message.is_automatic);
  EXPECT_EQ(peer_.posts.front().message.parent_external_id, item.external_id);
  EXPECT_TRUE(office().conversation(id).owed);
  office().reply(office().mira, id, "On its way.").value();
  let_undo_pass();
  drain();
  ASSERT_EQ(peer_.posts.size(), 2U);
  EXPECT_FALSE(peer_.posts.back().message.is_automatic);
}

TEST_P(AcknowledgeOutboundTest, AnAnswerDoesNotWaitBehindIt) {
  capabilities().acknowledges = true;
  start();
  switch_on(office(), social_);
  const auto id = office().hears(social_, office().item("ann", "Where is my bike?"));
  clock_.advance(2min);
  acknowledge(office());
  office().reply(office().mira, id, "On its way.").value();
  let_undo_pass();
  drain();
  ASSERT_EQ(peer_.posts.size(), 1U);
  EXPECT_EQ(peer_.posts.front().message.text, "On its way.");
  EXPECT_FALSE(office().conversation(id).owed);
}

TEST_P(AcknowledgeOutboundTest, WhatCouldNotLeaveInTimeDoesNotLeave) {
  capabilities().acknowledges = true;
  start();
  switch_on(office(), social_);
  const auto id = office().hears(social_, office().item("ann", "Where is my bike?"));
  clock_.advance(2min);
  acknowledge(office());
  clock_.advance(1h);
  drain();
  EXPECT_TRUE(peer_.posts.empty());
  EXPECT_TRUE(office().conversation(id).owed);
}

TEST_P(AcknowledgeOutboundTest, ItsEchoAnswersNothing) {
  capabilities().acknowledges = true;
  start();
  switch_on(office(), social_);
  const auto id = office().hears(social_, office().item("ann", "Where is my bike?"));
  peer_.on_post = [&](const FakePeer::Post& post) {
    auto echo = office().item("us", post.message.text);
    echo.own = true;
    echo.external_id = post.external_id;
    echo.parent_external_id = post.message.parent_external_id;
    office().receive(social_, echo);
  };
  clock_.advance(2min);
  acknowledge(office());
  drain();
  EXPECT_TRUE(office().conversation(id).owed);
  EXPECT_EQ(office().conversation(id).message_count, 2);
}

HEED_ON_BOTH_ENGINES(AcknowledgeOutboundTest);

}  // namespace
}  // namespace workflow
