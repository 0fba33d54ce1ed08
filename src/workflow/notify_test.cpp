#include "workflow/notify.hpp"

#include <gtest/gtest.h>

#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using notification::Cause;
using namespace std::chrono_literals;

class NotifyTest : public OfficeTest {
 protected:
  NotificationPage page(const rights::User& user, std::int64_t limit = 50) {
    return office()
        .read([&, who = office().as(user)](store::Reading& reading) {
          return page_notifications(reading, who, ids::Notification{}, limit);
        })
        .value();
  }
  std::int64_t climb() {
    return office()
        .transact([](store::Transaction& t) -> base::Result<std::int64_t> { return climb_notifications(t, 100); })
        .value();
  }
};

TEST_P(NotifyTest, IsItsReadersAlone) {
  const auto told = office().transact([&](store::Transaction& t) -> base::Result<void> {
    notify(t, {office().organization, office().mira.id, std::nullopt, Cause::rule, "Look at this"});
    return {};
  });
  ASSERT_TRUE(told);
  ASSERT_EQ(page(office().mira).items.size(), 1U);
  EXPECT_EQ(page(office().mira).items[0].text, "Look at this");
  EXPECT_EQ(page(office().mira).unseen, 1);
  EXPECT_TRUE(page(office().ana).items.empty()) << "not even an owner's to read";
  const auto id = page(office().mira).items[0].id;
  const auto see = [&](const rights::User& user) {
    return office().transact([&, who = office().as(user)](store::Transaction& t) { return see_notification(t, who, id); });
  };
  EXPECT_EQ(see(office().ana).error().kind, base::FailureKind::not_found);
  EXPECT_TRUE(see(office().mira).value().seen_at);
  EXPECT_EQ(page(office().mira).unseen, 0);
}

TEST_P(NotifyTest, ATokenIsNobody) {
  rights::Principal token;
  token.kind = rights::PrincipalKind::token;
  token.organization_id = office().organization;
  token.role = rights::Role::owner;
  const auto read =
      office().read([&](store::Reading& reading) { return page_notifications(reading, token, ids::Notification{}, 10); });
  EXPECT_EQ(read.error().kind, base::FailureKind::forbidden);
}

TEST_P(NotifyTest, WhoIsHandedSomethingHearsOfIt) {
  const auto id = office().hears(office().chat, "ann", "Hello");
  (void)office().assign(office().mira, {id, office().mira.id, {}}).value();
  EXPECT_TRUE(page(office().mira).items.empty()) << "who takes something knows";
  (void)office().assign(office().mira, {id, office().ana.id, {}}).value();
  ASSERT_EQ(page(office().ana).items.size(), 1U);
  EXPECT_EQ(page(office().ana).items[0].cause, Cause::assigned);
  EXPECT_EQ(page(office().ana).items[0].conversation_id, id);
  (void)office().assign(office().tom, {id, office().ana.id, {}}).value();
  EXPECT_EQ(page(office().ana).items.size(), 1U) << "who has it is told once";
}

TEST_P(NotifyTest, OfTwoServersOneClimbs) {
  (void)office().hears(office().chat, "ann", "Hello");
  clock_.advance(6min);
  EXPECT_EQ(office().sweep(), 1);
  clock_.advance(11min);
  EXPECT_EQ(climb(), 1);
  EXPECT_EQ(climb(), 0) << "the manager is the top";
  EXPECT_EQ(page(office().ana).items.size(), 1U);
}

TEST_P(NotifyTest, WhatTakesItsPlaceIsNotCountedTwice) {
  const auto id = office().hears(office().chat, "ann", "Hello");
  (void)office().assign(office().tom, {id, office().mira.id, {}}).value();
  clock_.advance(4min);
  EXPECT_EQ(office().sweep(), 1);
  clock_.advance(2min);
  EXPECT_EQ(office().sweep(), 1);
  EXPECT_EQ(page(office().mira).items.size(), 3U);
  EXPECT_EQ(page(office().mira).unseen, 1) << "the breach says what the warning said, and the one before it";
}

TEST_P(NotifyTest, AllAreSeenAtOnce) {
  for (int i = 0; i < 3; ++i) {
    (void)office().transact([&](store::Transaction& t) -> base::Result<void> {
      notify(t, {office().organization, office().mira.id, std::nullopt, Cause::rule, "Look"});
      return {};
    });
  }
  EXPECT_EQ(page(office().mira, 2).items.size(), 2U);
  EXPECT_EQ(page(office().mira, 2).unseen, 3);
  const auto seen = office().transact(
      [&, who = office().as(office().mira)](store::Transaction& t) { return see_all_notifications(t, who); });
  EXPECT_TRUE(seen);
  EXPECT_EQ(page(office().mira).unseen, 0);
}

HEED_ON_BOTH_ENGINES(NotifyTest);

}  // namespace
}  // namespace workflow
