#include "workflow/alert_mails.hpp"

#include <gtest/gtest.h>

#include "workflow/notify.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using notification::Cause;
using namespace std::chrono_literals;

class AlertMailTest : public OfficeTest {
 protected:
  void SetUp() override {
    OfficeTest::SetUp();
    office().channels[0].capabilities.writes_to_addresses = true;
  }
  base::Result<void> mail_through(std::optional<ids::Inbox> inbox) {
    return office().transact([&, who = office().as(office().ana)](store::Transaction& t) {
      return set_ladder_settings(t, who, {600, inbox}, office().channels);
    });
  }
  void tell(const rights::User& user, Cause cause, std::optional<ids::Conversation> about = {}) {
    (void)office().transact([&](store::Transaction& t) -> base::Result<void> {
      notify(t, {office().organization, user.id, about, cause, "The text of a rule"});
      return {};
    });
  }
  std::vector<TakenAlertMail> take(const std::string& url = "https://care.example") {
    return office()
        .transact([&](store::Transaction& t) -> base::Result<std::vector<TakenAlertMail>> {
          return take_alert_mails(t, url, 10).items;
        })
        .value();
  }
  void settle(const TakenAlertMail& taken, channel::SendOutcome outcome) {
    (void)office().transact([&](store::Transaction& t) -> base::Result<void> {
      channel::SendResult result;
      result.outcome = outcome;
      settle_alert_mail(t, taken.mail, result);
      return {};
    });
  }
};

TEST_P(AlertMailTest, GoesToWhoeverHasNotSeenItForAMinute) {
  ASSERT_TRUE(mail_through(office().chat.id));
  const auto id = office().hears(office().chat, "ann", "My card is 4111 1111");
  tell(office().mira, Cause::breached, id);
  clock_.advance(59s);
  EXPECT_TRUE(take().empty()) << "whoever is there has seen it by then";
  clock_.advance(1s);
  const auto mails = take();
  ASSERT_EQ(mails.size(), 1U);
  const auto& mail = mails[0].message;
  EXPECT_EQ(mail.recipient.external_id, office().mira.email);
  EXPECT_TRUE(mail.is_automatic);
  EXPECT_TRUE(mail.parent_external_id.empty());
  EXPECT_EQ(mails[0].through.id, office().chat.id);
  EXPECT_NE(mail.subject.find(office().state(id).contact_name), std::string::npos);
  EXPECT_NE(mail.text.find("https://care.example/c/" + std::to_string(id.value)), std::string::npos);
  EXPECT_EQ(mail.text.find("4111"), std::string::npos);
  EXPECT_TRUE(take().empty()) << "claimed";
  settle(mails[0], channel::SendOutcome::sent);
  clock_.advance(10min);
  EXPECT_TRUE(take().empty());
}

TEST_P(AlertMailTest, NotWhatWasSeenNorWhatMayStillBeKept) {
  ASSERT_TRUE(mail_through(office().chat.id));
  tell(office().mira, Cause::breached);
  tell(office().tom, Cause::warned);
  (void)office().transact(
      [who = office().as(office().mira)](store::Transaction& t) { return see_all_notifications(t, who); });
  clock_.advance(2min);
  EXPECT_TRUE(take().empty());
}

TEST_P(AlertMailTest, NotWhereTheCompanyOrTheUserDoesNotWantIt) {
  tell(office().mira, Cause::rule);
  clock_.advance(2min);
  EXPECT_TRUE(take().empty()) << "nobody chose a mailbox";
  ASSERT_TRUE(mail_through(office().chat.id));
  const auto who = office().as(office().mira);
  const auto wants = [&] { return office().read([&](store::Reading& r) { return wants_alert_mail(r, who); }).value(); };
  EXPECT_TRUE(wants());
  ASSERT_TRUE(office().transact([&](store::Transaction& t) { return set_alert_mail_wish(t, who, false); }));
  EXPECT_FALSE(wants());
  tell(office().mira, Cause::rule);
  tell(office().tom, Cause::rule);
  clock_.advance(2min);
  const auto mails = take();
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_EQ(mails[0].message.recipient.external_id, office().tom.email);
}

TEST_P(AlertMailTest, IsTriedAgainAndGivenUpAfterAnHour) {
  ASSERT_TRUE(mail_through(office().chat.id));
  tell(office().mira, Cause::rule);
  clock_.advance(1min);
  settle(take().at(0), channel::SendOutcome::later);
  EXPECT_TRUE(take().empty());
  clock_.advance(15s);
  settle(take().at(0), channel::SendOutcome::later);
  clock_.advance(1h);
  EXPECT_TRUE(take().empty());
}

TEST_P(AlertMailTest, WhatMayHaveBeenSentIsNotSentAgain) {
  ASSERT_TRUE(mail_through(office().chat.id));
  tell(office().mira, Cause::rule);
  clock_.advance(1min);
  settle(take().at(0), channel::SendOutcome::uncertain);
  clock_.advance(10min);
  EXPECT_TRUE(take().empty());
}

TEST_P(AlertMailTest, GoesThroughAMailboxOnly) {
  const auto refused = mail_through(office().posts.id);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().field, "mail_inbox_id");
  EXPECT_EQ(mail_through(ids::Inbox{999}).error().field, "mail_inbox_id");
  EXPECT_TRUE(mail_through(office().chat.id));
  EXPECT_TRUE(mail_through(std::nullopt));
}

TEST_P(AlertMailTest, APartnerReadsNoNameOfWhomTheyDoNotSee) {
  ASSERT_TRUE(mail_through(office().chat.id));
  tell(office().pat, Cause::rule, office().hears(office().chat, "ann", "Hello"));
  clock_.advance(1min);
  const auto mails = take("");
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_EQ(mails[0].message.subject, "Heed: A rule tells you something");
  EXPECT_EQ(mails[0].message.text.find("http"), std::string::npos) << "nobody knows our address";
}

HEED_ON_BOTH_ENGINES(AlertMailTest);

}  // namespace
}  // namespace workflow
