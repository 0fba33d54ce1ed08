#include "workflow/send_pushes.hpp"

#include <gtest/gtest.h>

#include "base/json/decode.hpp"
#include "channel/fake_platform_test_kit.hpp"
#include "workflow/notify.hpp"
#include "workflow/pushes.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using notification::Cause;
using namespace std::chrono_literals;

// A push service: keeps what it is given.
class Service final : public net::HttpClient {
 public:
  net::Task<net::HttpResult<net::HttpReply>> send(net::HttpRequest request) override {
    asked.push_back(std::move(request));
    if (status == 0) co_return channel::FakePlatform::away(net::Sent::nothing);
    net::HttpReply reply;
    reply.status = status;
    co_return reply;
  }
  net::Task<net::HttpResult<std::unique_ptr<net::HttpStream>>> open(net::HttpRequest) override {
    co_return tl::unexpected(channel::FakePlatform::away(net::Sent::nothing).error());
  }

  int status = 201;
  std::vector<net::HttpRequest> asked;
};

class PushTest : public OfficeTest {
 protected:
  void SetUp() override {
    OfficeTest::SetUp();
    sender_ = std::make_unique<PushSender>(world_.loop.get_executor(),
                                           PushParts{*store_, vault_, clock_, service_, "mailto:care@example.org",
                                                     [this](const std::string& said) { log_.push_back(said); }});
  }
  void TearDown() override {
    if (started_) end();
    sender_.reset();
    OfficeTest::TearDown();
  }
  void start() {
    started_ = true;
    sender_->start();
  }
  void end() {
    started_ = false;
    bool ended = false;
    boost::asio::co_spawn(world_.loop, sender_->stop(), [&](const std::exception_ptr&) { ended = true; });
    run_until([&] { return ended; });
  }
  template <class Done>
  void run_until(Done done) {
    const auto limit = std::chrono::steady_clock::now() + 20s;
    world_.loop.restart();
    while (!done() && std::chrono::steady_clock::now() < limit) world_.loop.run_one_for(20ms);
    EXPECT_TRUE(done());
  }
  static channel::PushBrowser browser(const std::string& name) {
    return {"https://push.example/" + name, channel::PushKey::generate().public_bytes(), std::string(16, 'a')};
  }
  notification::PushSubscription add(const rights::User& user, const std::string& name) {
    return office()
        .transact([&, who = office().as(user)](store::Transaction& t) {
          return add_push_browser(t, who, vault_, browser(name), name);
        })
        .value();
  }
  std::vector<std::string> browsers(const rights::User& user) {
    std::vector<std::string> names;
    const auto found =
        office().read([who = office().as(user)](store::Reading& reading) { return push_browsers_of(reading, who); });
    for (const auto& one : found.value()) names.push_back(one.name);
    return names;
  }
  void tell(const rights::User& user, std::optional<ids::Conversation> about = {}) {
    (void)office().transact([&](store::Transaction& t) -> base::Result<void> {
      notify(t, {office().organization, user.id, about, Cause::rule, "The text of a rule"});
      return {};
    });
  }
  TakenPushes take(std::int64_t limit = 10) {
    return office()
        .transact([&](store::Transaction& t) -> base::Result<TakenPushes> { return take_pushes(t, vault_, limit); })
        .value();
  }
  void settle(const TakenPush& taken, const channel::PushOutcome& outcome) {
    (void)office().transact([&](store::Transaction& t) -> base::Result<void> {
      settle_push(t, taken.push, outcome);
      return {};
    });
  }

  channel::FakeWorld world_;
  Service service_;
  Vault vault_{base::Secret(std::string(Vault::kKeyBytes, 'k'))};
  std::vector<std::string> log_;
  std::unique_ptr<PushSender> sender_;
  bool started_ = false;
};

TEST_P(PushTest, EachBrowserOfTheUserIsToldOnce) {
  add(office().mira, "desk");
  add(office().mira, "phone");
  add(office().ana, "another's");
  start();
  tell(office().mira);
  run_until([&] { return service_.asked.size() == 2; });
  run_until([&] { return take().items.empty() && !take().more; });
  clock_.advance(2min);
  EXPECT_TRUE(take().items.empty()) << "taken is told";
  EXPECT_EQ(service_.asked[0].headers[1].value, "aes128gcm");
  EXPECT_EQ(service_.asked[0].body.find("text of a rule"), std::string::npos);
}

TEST_P(PushTest, SaysWhyAndAboutWhomAndNeverWhatWasSaid) {
  add(office().mira, "desk");
  const auto id = office().hears(office().chat, "ann", "My card is 4111 1111");
  tell(office().mira, id);
  const auto taken = take();
  ASSERT_EQ(taken.items.size(), 1U);
  const auto said = base::parse_json(taken.items[0].text).value();
  EXPECT_EQ(said.at("cause").as_string(), "rule");
  EXPECT_EQ(said.at("name").as_string(), office().state(id).contact_name);
  EXPECT_EQ(taken.items[0].text.find("4111"), std::string::npos);
  EXPECT_EQ(taken.items[0].text.find("rule,"), std::string::npos);
}

TEST_P(PushTest, APartnerHearsNoNameOfWhomTheyDoNotSee) {
  add(office().pat, "desk");
  tell(office().pat, office().hears(office().chat, "ann", "Hello"));
  const auto said = base::parse_json(take().items.at(0).text).value();
  EXPECT_EQ(said.at("name").as_string(), "");
  EXPECT_TRUE(said.at("conversation_id").is_null());
}

TEST_P(PushTest, WhatWasSeenIsToldNoMore) {
  add(office().mira, "desk");
  tell(office().mira);
  (void)office().transact(
      [who = office().as(office().mira)](store::Transaction& t) { return see_all_notifications(t, who); });
  EXPECT_TRUE(take().items.empty());
}

TEST_P(PushTest, OfTwoServersOneSendsIt) {
  add(office().mira, "desk");
  tell(office().mira);
  EXPECT_EQ(take().items.size(), 1U);
  EXPECT_TRUE(take().items.empty());
  clock_.advance(2min);
  EXPECT_EQ(take().items.size(), 1U) << "the one that had it was killed";
}

TEST_P(PushTest, IsTriedAgainLaterAndGivenUpAfterAnHour) {
  add(office().mira, "desk");
  tell(office().mira);
  auto taken = take();
  settle(taken.items.at(0), {false, false, true, "push.example answered 503.", std::nullopt});
  EXPECT_TRUE(take().items.empty());
  clock_.advance(16s);
  taken = take();
  ASSERT_EQ(taken.items.size(), 1U);
  settle(taken.items[0], {false, false, true, "push.example answered 429.", 20min});
  clock_.advance(19min);
  EXPECT_TRUE(take().items.empty()) << "as long as it asked for";
  clock_.advance(2min);
  EXPECT_EQ(take().items.size(), 1U);
  clock_.advance(1h);
  EXPECT_TRUE(take().items.empty());
  clock_.advance(1h);
  EXPECT_TRUE(take().items.empty()) << "the ladder has climbed by then";
}

TEST_P(PushTest, ABrowserThatIsGoneIsForgotten) {
  add(office().mira, "desk");
  service_.status = 410;
  start();
  tell(office().mira);
  run_until([&] { return browsers(office().mira).empty(); });
  EXPECT_TRUE(log_.empty()) << "browsers come and go";
}

TEST_P(PushTest, AServiceThatIsAwayIsTold) {
  add(office().mira, "desk");
  service_.status = 0;
  start();
  tell(office().mira);
  run_until([&] { return !log_.empty(); });
  EXPECT_EQ(browsers(office().mira).size(), 1U);
}

TEST_P(PushTest, InQuietHoursOnlyTheLadderCalls) {
  add(office().mira, "desk");
  (void)office().transact([who = office().as(office().mira)](store::Transaction& t) {
    return set_quiet_hours(t, who, notification::DayTime{0, 0});
  });
  tell(office().mira);
  EXPECT_TRUE(take().items.empty());
}

TEST_P(PushTest, WhatClimbsIsPushed) {
  add(office().ana, "manager's");
  (void)office().hears(office().chat, "ann", "Hello");
  clock_.advance(6min);
  EXPECT_EQ(office().sweep(), 1);
  EXPECT_TRUE(take().items.empty()) << "the lead's first";
  clock_.advance(11min);
  (void)office().transact([](store::Transaction& t) -> base::Result<std::int64_t> { return climb_notifications(t, 100); });
  EXPECT_EQ(take().items.size(), 1U);
}

TEST_P(PushTest, ABrowserIsItsLastUsersAlone) {
  add(office().mira, "kiosk");
  tell(office().mira);
  add(office().tom, "kiosk");
  EXPECT_TRUE(browsers(office().mira).empty());
  EXPECT_EQ(browsers(office().tom), std::vector<std::string>{"kiosk"});
  EXPECT_TRUE(take().items.empty()) << "not what was for Mira";
}

TEST_P(PushTest, TheOldestOfTooManyGivesWay) {
  for (int i = 0; i <= notification::kMostBrowsers; ++i) add(office().mira, "browser-" + std::to_string(i));
  EXPECT_EQ(browsers(office().mira).size(), static_cast<std::size_t>(notification::kMostBrowsers));
  EXPECT_EQ(browsers(office().mira).front(), "browser-1");
}

TEST_P(PushTest, NobodyRemovesAnothers) {
  const auto id = add(office().mira, "desk").id;
  const auto remove = [&](const rights::User& user) {
    return office().transact(
        [&, who = office().as(user)](store::Transaction& t) { return remove_push_browser(t, who, id); });
  };
  EXPECT_EQ(remove(office().ana).error().kind, base::FailureKind::not_found);
  tell(office().mira);
  EXPECT_TRUE(remove(office().mira));
  EXPECT_TRUE(browsers(office().mira).empty());
  EXPECT_TRUE(take().items.empty());
}

TEST_P(PushTest, LiesSealed) {
  const auto kept = add(office().mira, "desk");
  EXPECT_EQ(kept.sealed.find("push.example"), std::string::npos);
  EXPECT_EQ(kept.address_hash.find("push.example"), std::string::npos);
}

TEST_P(PushTest, TheKeyIsTheInstallations) {
  EXPECT_EQ(push_key(vault_).public_bytes(), push_key(vault_).public_bytes());
  const Vault other(base::Secret(std::string(Vault::kKeyBytes, 'o')));
  EXPECT_NE(push_key(vault_).public_bytes(), push_key(other).public_bytes());
}

HEED_ON_BOTH_ENGINES(PushTest);

}  // namespace
}  // namespace workflow
