#include "workflow/webhook_line.hpp"

#include <set>

#include <gtest/gtest.h>

#include "base/base64.hpp"
#include "base/json/decode.hpp"
#include "channel/fake_platform_test_kit.hpp"
#include "channel/standard_webhooks.hpp"
#include "domain/webhook/retry.hpp"
#include "store/webhook_store.hpp"
#include "workflow/manage_webhooks.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// An address, and what it was told: numbers of events in the order they came.
struct Receiver {
  int status = 200;
  std::vector<net::Header> headers;
  std::vector<std::int64_t> told;
  std::vector<std::string> types;
  int attempts = 0;
  std::string secret;
  std::size_t signatures = 0;
  bool is_lost = false;  // It takes the event, and its answer does not get through.

  net::HttpResult<net::HttpReply> take(const net::HttpRequest& request, base::Time now) {
    ++attempts;
    net::Request as_it_comes;
    as_it_comes.headers = request.headers;
    as_it_comes.body = request.body;
    EXPECT_TRUE(channel::verify_standard_webhook({as_it_comes, secret, now})) << request.body;
    signatures = static_cast<std::size_t>(std::ranges::count(as_it_comes.header("webhook-signature"), ','));
    if (status >= 300) return net::HttpReply{status, headers, ""};
    const auto body = *base::parse_json(request.body);
    const std::string id(body.at("id").as_string());
    EXPECT_EQ(id, as_it_comes.header("webhook-id"));
    told.push_back(std::stoll(id.substr(id.rfind('_') + 1)));
    types.emplace_back(body.at("type").as_string());
    if (is_lost) return channel::FakePlatform::away(net::Sent::whole);
    return net::HttpReply{204, {}, ""};
  }
};

class WebhookLineTest : public OfficeTest {
 protected:
  void SetUp() override {
    OfficeTest::SetUp();
    parts_ = std::make_unique<WebhookParts>(
        WebhookParts{*store_, vault_, clock_, world_.platform, *world_.dialer,
                     [](ids::Organization, const store::StoredEvent& event) -> std::optional<std::string> {
                       if (event.type == "inbox.changed") return std::nullopt;  // As one that nobody is told of.
                       return R"({"seq":)" + std::to_string(event.seq) + "}";
                     },
                     [this] { return next_random_++; },
                     [this](const webhook::Webhook&, const std::string& said) { log_.push_back(said); }});
  }

  webhook::Webhook subscribe(const std::string& url, std::vector<std::string> kinds = {}) {
    auto made = office()
                    .transact([&](store::Transaction& t) {
                      return create_webhook(t, office().organization, {url, std::move(kinds)});
                    })
                    .value();
    auto& receiver = receivers_[url];
    receiver.secret = secret_of(vault_, made).reveal();
    world_.platform.on(net::Method::post, url,
                       [this, url](const net::HttpRequest& request) { return receivers_[url].take(request, clock_.now()); });
    return made;
  }
  webhook::Webhook row(const webhook::Webhook& of) {
    return *office()
                .read([&](store::Reading& r) -> base::Result<std::optional<webhook::Webhook>> {
                  return store::find_webhook(r, of.organization_id, of.id);
                })
                .value();
  }
  std::vector<webhook::DeadEvents> dead(const webhook::Webhook& of) {
    return office()
        .read([&](store::Reading& r) -> base::Result<std::vector<webhook::DeadEvents>> {
          return store::list_dead_events(r, of.organization_id, of.id, 100);
        })
        .value();
  }
  void replay(const webhook::Webhook& of) {
    office()
        .transact([&](store::Transaction& t) -> base::Result<bool> {
          return replay_dead_events(t, of.organization_id, of.id).map([] { return true; });
        })
        .value();
  }
  // Steps until nothing is to be done before `until`, the clock going on.
  void drain(WebhookLine& line, base::Time until) {
    for (int i = 0; i < 20'000; ++i) {
      const auto next = world_.run(line.step());
      if (!next || *next > until) break;
      if (*next > clock_.now()) clock_.advance(*next - clock_.now());
    }
    if (until > clock_.now()) clock_.advance(until - clock_.now());
  }
  void say(int times) {
    for (int i = 0; i < times; ++i) office().hears(office().chat, "ann", "Word " + std::to_string(++said_));
  }
  [[nodiscard]] std::unique_ptr<WebhookLine> line(const webhook::Webhook& of) {
    return std::make_unique<WebhookLine>(world_.loop.get_executor(), *parts_, of);
  }
  [[nodiscard]] std::vector<std::int64_t> all_after(std::int64_t seq) {
    std::vector<std::int64_t> out;
    for (const auto& event : office().events(seq)) {
      if (event.type != "inbox.changed") out.push_back(event.seq);
    }
    return out;
  }

  channel::FakeWorld world_;
  Vault vault_{base::Secret(std::string(Vault::kKeyBytes, 'k'))};
  std::unique_ptr<WebhookParts> parts_;
  std::map<std::string, Receiver> receivers_;
  std::vector<std::string> log_;
  std::uint64_t next_random_ = 1;
  int said_ = 0;
};

constexpr const char* kUrl = "https://crm.example/heed";

TEST_P(WebhookLineTest, TellsInOrderFromThenOn) {
  say(2);
  const auto before = office().last_seq();
  const auto hook = subscribe(kUrl);
  const auto its = line(hook);
  drain(*its, clock_.now());
  EXPECT_TRUE(receivers_[kUrl].told.empty()) << "not of what was before";
  say(5);
  drain(*its, clock_.now());
  EXPECT_EQ(receivers_[kUrl].told, all_after(before));
  EXPECT_EQ(row(hook).position, office().last_seq());
  EXPECT_EQ(row(hook).last_success_at, clock_.now());
}

TEST_P(WebhookLineTest, TellsOfWhatWasAskedForOnly) {
  const auto hook = subscribe(kUrl, {"message.created"});
  say(700);
  drain(*line(hook), clock_.now());
  EXPECT_EQ(receivers_[kUrl].types, std::vector<std::string>(700, "message.created"));
}

TEST_P(WebhookLineTest, AnAnswerThatWasLostIsToldAgainUnderTheSameId) {
  const auto hook = subscribe(kUrl);
  say(1);
  receivers_[kUrl].is_lost = true;
  const auto its = line(hook);
  (void)world_.run(its->step());
  receivers_[kUrl].is_lost = false;
  drain(*line(hook), clock_.now() + minutes(1));  // By a program that starts anew.
  const auto& told = receivers_[kUrl].told;
  ASSERT_GE(told.size(), 2U);
  EXPECT_EQ(told[0], told[1]);
  EXPECT_EQ(std::set<std::int64_t>(told.begin(), told.end()).size(), all_after(hook.position).size());
}

// T-R27
TEST_P(WebhookLineTest, ThreeDaysDownMissNothing) {
  const auto hook = subscribe(kUrl);
  const auto other = subscribe("https://other.example/heed");
  auto& receiver = receivers_[kUrl];
  receiver.status = 503;
  const auto its = line(hook);
  const auto others = line(other);
  for (int hour = 0; hour < 71; ++hour) {
    say(3);
    drain(*others, clock_.now());
    EXPECT_EQ(receivers_["https://other.example/heed"].told, all_after(hook.position)) << "one that is dead costs nobody";
    drain(*its, clock_.now() + hours(1));
  }
  EXPECT_TRUE(receiver.told.empty());
  EXPECT_LT(receiver.attempts, 120) << "it is not hammered";
  EXPECT_GT(row(hook).failures, 50);
  EXPECT_TRUE(dead(hook).empty());
  receiver.status = 200;
  drain(*line(hook), clock_.now() + hours(2));
  EXPECT_EQ(receiver.told, all_after(hook.position)) << "0 missing, in order, each once";
  EXPECT_EQ(row(hook).failures, 0);
}

TEST_P(WebhookLineTest, WhatIsGivenUpIsDeliveredWhenSomebodyAsks) {
  const auto hook = subscribe(kUrl);
  auto& receiver = receivers_[kUrl];
  receiver.status = 500;
  const auto its = line(hook);
  say(3);
  const auto early = office().last_seq();
  drain(*its, clock_.now() + hours(60));
  say(2);
  drain(*its, clock_.now() + hours(20));
  const auto given_up = dead(hook);
  ASSERT_EQ(given_up.size(), 1U);
  EXPECT_LE(given_up[0].from_seq, hook.position + 2);
  EXPECT_EQ(given_up[0].to_seq, early);
  EXPECT_EQ(given_up[0].reason, "It answered 500.");
  receiver.status = 200;
  drain(*its, clock_.now() + hours(2));
  EXPECT_EQ(receiver.told, all_after(early)) << "what is newer first";
  replay(hook);
  drain(*its, clock_.now() + hours(1));
  auto told = receiver.told;
  std::ranges::sort(told);
  EXPECT_EQ(told, all_after(hook.position)) << "nothing is missing after all";
  EXPECT_TRUE(dead(hook).empty());
}

TEST_P(WebhookLineTest, GoneMeansGone) {
  const auto hook = subscribe(kUrl);
  receivers_[kUrl].status = 410;
  say(2);
  drain(*line(hook), clock_.now() + hours(5));
  EXPECT_EQ(receivers_[kUrl].attempts, 1);
  EXPECT_FALSE(row(hook).enabled);
  EXPECT_FALSE(row(hook).off_reason.empty());
  EXPECT_EQ(log_.size(), 1U);
  receivers_[kUrl].status = 200;
  WebhookChange on;
  on.webhook_id = hook.id;
  on.enabled = true;
  office().transact([&](store::Transaction& t) { return change_webhook(t, hook.organization_id, on); }).value();
  drain(*line(hook), clock_.now());
  EXPECT_EQ(receivers_[kUrl].told, all_after(hook.position)) << "and of what happened meanwhile";
}

TEST_P(WebhookLineTest, RedirectsAreNotFollowedAndARequestToWaitIsKept) {
  const auto hook = subscribe(kUrl);
  receivers_[kUrl].status = 302;
  receivers_[kUrl].headers = {{"Location", "http://169.254.169.254/"}, {"Retry-After", "120"}};
  say(1);
  const auto next = world_.run(line(hook)->step());
  EXPECT_EQ(*next - clock_.now(), seconds(120));
  EXPECT_NE(row(hook).last_error.find("redirects are not followed"), std::string::npos);
  EXPECT_EQ(world_.platform.seen.size(), 1U);
}

TEST_P(WebhookLineTest, ANewSecretIsUsedBesideTheOldOneForADay) {
  const auto hook = subscribe(kUrl);
  auto& receiver = receivers_[kUrl];
  const std::string first = receiver.secret;
  const auto its = line(hook);
  say(1);
  drain(*its, clock_.now());
  EXPECT_EQ(receiver.signatures, 1U);
  WebhookChange change;
  change.webhook_id = hook.id;
  change.new_secret = true;
  const auto changed =
      office().transact([&](store::Transaction& t) { return change_webhook(t, hook.organization_id, change); }).value();
  const std::string second = secret_of(vault_, changed).reveal();
  ASSERT_NE(first, second);
  for (const auto& known : {first, second}) {  // Each of which the receiver checks with.
    receiver.secret = known;
    say(1);
    drain(*its, clock_.now());
    EXPECT_EQ(receiver.signatures, 2U);
  }
  clock_.advance(hours(24));
  say(1);
  drain(*its, clock_.now());
  EXPECT_EQ(receiver.signatures, 1U);
  EXPECT_EQ(receiver.told, all_after(hook.position));
}

TEST_P(WebhookLineTest, AReplayThatFailsGoesOnWhereItWas) {
  const auto hook = subscribe(kUrl);
  auto& receiver = receivers_[kUrl];
  receiver.status = 500;
  say(4);
  const auto its = line(hook);
  drain(*its, clock_.now() + hours(80));
  ASSERT_EQ(dead(hook).size(), 1U);
  ASSERT_EQ(row(hook).position, office().last_seq());
  replay(hook);
  receiver.status = 200;
  (void)world_.run(its->step());
  ASSERT_EQ(receiver.told.size(), 1U);
  receiver.status = 503;
  drain(*its, clock_.now() + minutes(10));
  EXPECT_GT(row(hook).failures, 2);
  EXPECT_TRUE(dead(hook).at(0).replaying);
  receiver.status = 200;
  drain(*line(hook), clock_.now() + hours(2));  // By a program that starts anew.
  EXPECT_EQ(receiver.told, all_after(hook.position)) << "each once, in order";
  EXPECT_TRUE(dead(hook).empty());
}

TEST_P(WebhookLineTest, WhatADeletedOneWasBeingToldIsNoHarm) {
  const auto hook = subscribe(kUrl);
  receivers_[kUrl].status = 500;
  say(1);
  const auto its = line(hook);
  (void)world_.run(its->step());
  clock_.advance(hours(80));
  world_.platform.on(net::Method::post, kUrl, [&](const net::HttpRequest&) {  // Deleted while it thinks.
    office()
        .transact([&](store::Transaction& t) -> base::Result<bool> {
          return workflow::delete_webhook(t, hook.organization_id, hook.id).map([] { return true; });
        })
        .value();
    return net::HttpReply{500, {}, ""};
  });
  (void)world_.run(its->step());
  EXPECT_FALSE(world_.run(its->step()));
  EXPECT_TRUE(dead(hook).empty());
}

TEST_P(WebhookLineTest, NamesWhatIsWrongWithAWebhook) {
  const auto field = [&](const NewWebhook& wanted) {
    const auto made =
        office().transact([&](store::Transaction& t) { return create_webhook(t, office().organization, wanted); });
    return made ? "taken" : made.error().field;
  };
  EXPECT_EQ(field({"", {}}), "url");
  EXPECT_EQ(field({"ftp://crm.example", {}}), "url");
  EXPECT_EQ(field({kUrl, {"message.creatd"}}), "kinds");
  EXPECT_EQ(field({kUrl, {"message.created"}}), "taken");
  WebhookChange theirs;
  theirs.webhook_id = ids::Webhook{5};
  EXPECT_EQ(office()
                .transact([&](store::Transaction& t) { return change_webhook(t, office().organization, theirs); })
                .error()
                .kind,
            base::FailureKind::not_found);
}

HEED_ON_BOTH_ENGINES(WebhookLineTest);

}  // namespace
}  // namespace workflow
