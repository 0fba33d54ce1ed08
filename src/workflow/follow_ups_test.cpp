// Follow-ups where conversations move: merged into others, taken away from a partner.

#include "workflow/follow_ups.hpp"

#include <gtest/gtest.h>

#include <string>

#include "workflow/move_messages.hpp"
#include "workflow/notify.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using namespace std::chrono_literals;
using conversation::FollowUp;
using conversation::FollowUpKind;
using conversation::FollowUpState;

class FollowUpsTest : public OfficeTest {
 protected:
  ids::Conversation posts(const std::string& person, const std::string& text) {
    auto item = office().item(person, text);
    item.is_public = true;
    item.thread_key = item.external_id;
    return office().hears(office().posts, item);
  }
  FollowUp promise(ids::Conversation in, std::optional<ids::User> owner = std::nullopt) {
    PlannedFollowUp planned;
    planned.conversation_id = in;
    planned.kind = FollowUpKind::call_back;
    planned.text = "About the wheel";
    planned.phone = "+49 30 1234567";
    planned.from_at = clock_.now() + 1h;
    planned.due_at = clock_.now() + 2h;
    planned.owner_id = owner;
    return office()
        .transact([&](store::Transaction& t) { return plan_follow_up(t, office().as(office().mira), planned); })
        .value();
  }
  void fire() {
    (void)office().transact([](store::Transaction& t) -> base::Result<std::int64_t> { return fire_follow_ups(t, 100); });
  }
  std::size_t mine(const rights::User& user) {
    return office()
        .read([&](store::Reading& reading) -> base::Result<std::size_t> {
          const auto who = office().as(user);
          std::size_t seen = 0;
          for (const auto& one : page_follow_ups_of(reading, who, user.id, std::nullopt, 50)) seen += one.state ? 1 : 0;
          return seen;
        })
        .value();
  }
  // Beside what was handed to them.
  std::vector<notification::Notification> told(const rights::User& user) {
    auto all = office()
                   .read([&](store::Reading& reading) { return page_notifications(reading, office().as(user), {}, 50); })
                   .value()
                   .items;
    std::erase_if(all, [](const auto& one) { return one.cause == notification::Cause::assigned; });
    return all;
  }
  base::Result<conversation::Encounter> call(ids::Conversation in, const FollowUp& kept) {
    LoggedEncounter logged;
    logged.conversation_id = in;
    logged.text = "They take the blue one";
    logged.follow_up_id = kept.id;
    return office().transact([&](store::Transaction& t) { return log_encounter(t, office().as(office().mira), logged); });
  }
};

TEST_P(FollowUpsTest, AfterAMergeAPromisedCallIsKeptWhereItGoesOn) {
  const auto first = posts("ann", "My bike is broken");
  const auto second = posts("ann", "Nobody answers about my bike");
  const auto promised = promise(second);
  ASSERT_TRUE(office().transact(
      [&](store::Transaction& t) { return merge_conversations(t, office().as(office().mira), second, first); }));
  ASSERT_TRUE(office().assign(office().tom, {first, std::optional(office().mira.id), {}}));
  EXPECT_EQ(mine(office().mira), 1U) << "it is whose the conversation is in which it goes on";
  clock_.advance(1h);
  fire();
  ASSERT_EQ(told(office().mira).size(), 1U);
  EXPECT_EQ(told(office().mira).front().conversation_id, first);

  EXPECT_EQ(call(posts("bob", "Another matter"), promised).error().field, "follow_up_id");
  const auto made = call(first, promised);
  EXPECT_TRUE(made) << made.error().message;
  const auto listed =
      office().read([&](store::Reading& reading) { return list_follow_ups(reading, office().as(office().mira), first); });
  ASSERT_EQ(listed->size(), 1U);
  EXPECT_EQ(listed->front().state, FollowUpState::done);
  clock_.advance(1h);
  fire();
  EXPECT_EQ(told(office().mira).size(), 1U) << "what was kept is not missed";
}

TEST_P(FollowUpsTest, WhatIsTakenFromAPartnerIsNoMoreTheirsToDo) {
  const auto id = posts("ann", "My bike is broken");
  ASSERT_TRUE(office().assign(office().tom, {id, {}, std::optional(office().partner.id)}));
  (void)promise(id, office().pat.id);
  EXPECT_EQ(mine(office().pat), 1U);
  ASSERT_TRUE(office().assign(office().tom, {id, std::optional(office().mira.id), std::optional(office().care.id)}));
  EXPECT_EQ(mine(office().pat), 0U);
  clock_.advance(1h);
  fire();
  EXPECT_TRUE(told(office().pat).empty()) << "neither the number nor the words are theirs to see";
  ASSERT_EQ(told(office().mira).size(), 1U);
  clock_.advance(1h);
  fire();
  EXPECT_TRUE(told(office().pat).empty());
  EXPECT_EQ(told(office().mira).size(), 2U);
}

HEED_ON_BOTH_ENGINES(FollowUpsTest);

}  // namespace
}  // namespace workflow
