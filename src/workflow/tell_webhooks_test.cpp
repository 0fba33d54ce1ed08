#include "workflow/tell_webhooks.hpp"

#include <gtest/gtest.h>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/json/decode.hpp"
#include "channel/fake_platform_test_kit.hpp"
#include "store/webhook_store.hpp"
#include "workflow/manage_webhooks.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using std::chrono::milliseconds;

constexpr const char* kFast = "https://fast.example/heed";
constexpr const char* kSilent = "https://silent.example/heed";

// Takes what it is told, and never answers at addresses that are silent.
class Network final : public net::HttpClient {
 public:
  net::Task<net::HttpResult<net::HttpReply>> send(net::HttpRequest) override {
    co_return channel::FakePlatform::away(net::Sent::nothing);
  }
  net::Task<net::HttpResult<std::unique_ptr<net::HttpStream>>> open(net::HttpRequest request) override {
    auto& of = told[request.url];
    of.emplace_back(base::parse_json(request.body)->at("id").as_string());
    if (silent.contains(request.url)) {
      most_at_once = std::max(most_at_once, ++waiting);
      struct Leaves {
        int& waiting;
        ~Leaves() { --waiting; }
      } const leaves{waiting};
      boost::asio::steady_timer never(co_await boost::asio::this_coro::executor, std::chrono::hours(1));
      co_await never.async_wait(boost::asio::use_awaitable_t<store::Executor>{});
    }
    co_return std::make_unique<Answered>();
  }

  std::set<std::string> silent{kSilent};
  std::map<std::string, std::vector<std::string>> told;
  int waiting = 0;
  int most_at_once = 0;

 private:
  class Answered final : public net::HttpStream {
   public:
    [[nodiscard]] const net::HttpReply& head() const override { return head_; }
    net::Task<base::Result<std::string>> read() override { co_return std::string(); }

   private:
    net::HttpReply head_{204, {}, ""};
  };
};

class TellWebhooksTest : public OfficeTest {
 protected:
  void SetUp() override {
    OfficeTest::SetUp();
    teller_ = std::make_unique<WebhookTeller>(
        world_.loop.get_executor(),
        WebhookParts{*store_, vault_, clock_, network_, *world_.dialer,
                     [](ids::Organization, const store::StoredEvent&) { return std::optional<std::string>("{}"); },
                     [] { return std::uint64_t{1}; },
                     [this](const webhook::Webhook&, const std::string& said) { log_.push_back(said); }});
  }
  void TearDown() override {
    if (started_) end();
    teller_.reset();
    OfficeTest::TearDown();
  }
  void start() {
    started_ = true;
    teller_->start();
  }
  void end() {
    started_ = false;
    bool ended = false;
    boost::asio::co_spawn(world_.loop, teller_->stop(), [&](const std::exception_ptr&) { ended = true; });
    run_until([&] { return ended; });
    EXPECT_EQ(network_.waiting, 0) << "nothing goes on behind it";
  }
  template <class Done>
  void run_until(Done done) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    world_.loop.restart();
    while (!done() && std::chrono::steady_clock::now() < limit) world_.loop.run_one_for(milliseconds(20));
    EXPECT_TRUE(done());
  }
  webhook::Webhook subscribe(const std::string& url) {
    return office()
        .transact([&](store::Transaction& t) { return create_webhook(t, office().organization, {url, {}}); })
        .value();
  }
  void switch_to(const webhook::Webhook& of, bool enabled) {
    WebhookChange change;
    change.webhook_id = of.id;
    change.enabled = enabled;
    office().transact([&](store::Transaction& t) { return change_webhook(t, of.organization_id, change); }).value();
    teller_->look_again();
  }
  [[nodiscard]] std::size_t events_after(const webhook::Webhook& hook) { return office().events(hook.position).size(); }

  channel::FakeWorld world_;
  Network network_;
  Vault vault_{base::Secret(std::string(Vault::kKeyBytes, 'k'))};
  std::vector<std::string> log_;
  std::unique_ptr<WebhookTeller> teller_;
  bool started_ = false;
};

TEST_P(TellWebhooksTest, ASilentOneHoldsNobodyUpNorTheEnd) {
  const auto fast = subscribe(kFast);
  const auto silent = subscribe(kSilent);
  office().hears(office().chat, "ann", "Before it starts");
  start();
  run_until([&] { return network_.told[kFast].size() == events_after(fast) && network_.waiting == 1; });
  for (int i = 0; i < 20; ++i) office().hears(office().chat, "ann", "Word " + std::to_string(i));
  run_until([&] { return network_.told[kFast].size() == events_after(fast); });
  EXPECT_EQ(network_.told[kSilent].size(), 1U);
  end();
  EXPECT_TRUE(log_.empty()) << "that it was cut off is no trouble of the address: " << log_.front();
  // The next start tells it again, of the same first.
  network_.silent.clear();
  start();
  run_until([&] { return network_.told[kSilent].size() == events_after(silent) + 1; });
  EXPECT_EQ(network_.told[kSilent][0], network_.told[kSilent][1]);
  EXPECT_EQ(network_.told[kFast].size(), events_after(fast));
}

TEST_P(TellWebhooksTest, OneThatIsMadeOrSwitchedOnIsToldAtOnceAndByOneLine) {
  start();
  const auto hook = subscribe(kSilent);
  teller_->look_again();
  office().hears(office().chat, "ann", "Hello?");
  run_until([&] { return network_.waiting == 1; });
  for (int i = 0; i < 5; ++i) {
    switch_to(hook, false);
    switch_to(hook, true);
    run_until([&] { return network_.waiting == 1; });
  }
  switch_to(hook, false);
  run_until([&] { return network_.waiting == 0; });
  EXPECT_EQ(network_.most_at_once, 1);
  network_.silent.clear();
  network_.told.clear();
  switch_to(hook, true);
  run_until([&] { return network_.told[kSilent].size() == events_after(hook); });
}

TEST_P(TellWebhooksTest, AddressesThatMayNotBeCalledAreRefused) {
  const auto check = [&](const std::string& url) { return world_.run(teller_->check(url)); };
  for (const char* url :
       {"http://169.254.169.254/latest", "https://192.168.1.1", "https://10.0.0.1:8443/x", "https://[::1]/",
        "https://[::ffff:10.0.0.1]/", "file:///etc/passwd", "https://user:word@crm.example/"}) {
    const auto refused = check(url);
    ASSERT_FALSE(refused) << url;
    EXPECT_EQ(refused.error().field, "url") << url;
    EXPECT_EQ(refused.error().kind, base::FailureKind::invalid) << url;
    EXPECT_GT(refused.error().message.size(), 20U) << url;
  }
  // Allowed by the administrator, though nobody answers there now.
  EXPECT_TRUE(check("http://127.0.0.1:1/heed"));
}

HEED_ON_BOTH_ENGINES(TellWebhooksTest);

}  // namespace
}  // namespace workflow
