#include "workflow/token_keeper.hpp"

#include <map>
#include <set>

#include <gtest/gtest.h>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/json/encode.hpp"
#include "channel/fake_platform_test_kit.hpp"
#include "store/grant_store.hpp"
#include "workflow/oauth_grant.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using std::chrono::milliseconds;
using std::chrono::seconds;
using UseAwaitable = boost::asio::use_awaitable_t<net::Executor>;

// A provider with tokens of a second, whose refresh tokens are worth something once, and the platform that takes them.
class Provider final : public net::HttpClient {
 public:
  Provider(net::Executor executor, const base::Clock& clock) : executor_(executor), clock_(clock) {}

  net::Task<net::HttpResult<net::HttpReply>> send(net::HttpRequest request) override {
    for (int turn = 0; turn < 3; ++turn) co_await boost::asio::post(executor_, UseAwaitable{});  // Others go on meanwhile.
    const bool is_renewal = request.url.ends_with("/token");
    auto reply = is_renewal ? renew(request.body) : serve(request);
    for (int turn = 0; turn < 3; ++turn) co_await boost::asio::post(executor_, UseAwaitable{});
    co_return reply;
  }
  net::Task<net::HttpResult<std::unique_ptr<net::HttpStream>>> open(net::HttpRequest /*request*/) override {
    co_return tl::unexpected<net::HttpFailure>(net::HttpFailure{});
  }

  net::HttpReply renew(const std::string& body) {
    ++renewals;
    if (away) return {503, {}, "<html>"};
    const auto at = body.find("refresh_token=r-");
    const std::string shown = at == std::string::npos ? "" : body.substr(at + 14, body.find('&', at) - at - 14);
    const bool is_current = shown == refresh_token();
    const bool is_last = has_grace && generation > 0 && shown == "r-" + std::to_string(generation - 1);
    if (revoked || (!is_current && !is_last)) {
      revoked = true;  // Shown twice: somebody stole it.
      return {400, {}, R"({"error":"invalid_grant","error_description":"grant request is invalid"})"};
    }
    ++generation;
    issued_at = clock_.now();
    return {200,
            {},
            R"({"access_token":"a-)" + std::to_string(generation) + R"(","token_type":"Bearer","expires_in":1,)" +
                R"("refresh_token":")" + refresh_token() + "\"}"};
  }

  net::HttpReply serve(const net::HttpRequest& request) {
    const bool is_good = request.headers.at(0).value == "Bearer a-" + std::to_string(generation) && !revoked &&
                         clock_.now() < issued_at + seconds(1) && !refuse_next;
    refuse_next = false;
    if (!is_good) {
      ++refusals;
      return {401, {}, R"({"error":"The access token expired"})"};
    }
    if (!request.body.empty()) ++said[request.body];
    else ++asked;
    return {200, {}, "{}"};
  }

  [[nodiscard]] std::string refresh_token() const { return "r-" + std::to_string(generation); }

  int generation = 0;
  int renewals = 0;
  int refusals = 0;
  int asked = 0;
  bool has_grace = false;
  bool revoked = false;
  bool away = false;
  bool refuse_next = false;
  base::Time issued_at{};
  std::map<std::string, int> said;

 private:
  net::Executor executor_;
  const base::Clock& clock_;
};

class TokenKeeperTest : public OfficeTest {
 protected:
  void SetUp() override {
    OfficeTest::SetUp();
    provider_ = std::make_unique<Provider>(world_.loop.get_executor(), clock_);
    provider_->issued_at = clock_.now();
    sign_in();
    start();
  }
  void TearDown() override {
    keeper_.reset();
    OfficeTest::TearDown();
  }

  void sign_in() {
    channel::OAuthTokens grant;
    grant.client.token_url = "https://social.example/token";
    grant.client.client_id = "heed";
    grant.access_token = base::Secret("a-" + std::to_string(provider_->generation));
    grant.refresh_token = base::Secret(provider_->refresh_token());
    grant.lifetime_s = 1;
    grant.obtained_ms = clock_.now().time_since_epoch().count();
    office()
        .transact([&](store::Transaction& t) -> base::Result<bool> {
          store::put_grant(t,
                           {office().chat.id, office().organization, seal_grant(vault_, office().chat.id, grant), t.now()});
          return true;
        })
        .value();
  }
  // What a program has that starts now.
  void start() {
    const TokenKeeperParts parts{*store_, vault_, clock_, *provider_};
    keeper_ = std::make_unique<TokenKeeper>(world_.loop.get_executor(), parts, office().organization, office().chat.id);
    http_ = channel::make_bearer_http(*provider_, *keeper_);
  }
  net::HttpRequest call(const std::string& body = {}) {
    net::HttpRequest request;
    request.method = body.empty() ? net::Method::get : net::Method::post;
    request.url = "https://social.example/api";
    request.headers = {{"Authorization", "Bearer "}};
    request.body = body;
    return request;
  }
  int status(net::HttpRequest request) {
    const auto reply = world_.run(http_->send(std::move(request)));
    return reply ? reply->status : 0;
  }
  // The two at once; both statuses.
  std::pair<int, int> both(const std::string& said) {
    std::pair<int, int> out{0, 0};
    world_.loop.restart();
    boost::asio::co_spawn(world_.loop, http_->send(call()),
                          [&](const std::exception_ptr&, const auto& reply) { out.first = reply ? reply->status : 0; });
    boost::asio::co_spawn(world_.loop, http_->send(call(said)),
                          [&](const std::exception_ptr&, const auto& reply) { out.second = reply ? reply->status : 0; });
    world_.loop.run();
    return out;
  }
  base::Result<base::Secret> token() { return world_.run(keeper_->token()); }

  channel::FakeWorld world_;
  Vault vault_{base::Secret(std::string(Vault::kKeyBytes, 'k'))};
  std::unique_ptr<Provider> provider_;
  std::unique_ptr<TokenKeeper> keeper_;
  std::unique_ptr<net::HttpClient> http_;
};

// T-R12
TEST_P(TokenKeeperTest, AThousandExpiriesLoseAndDoubleNothing) {
  constexpr int kExpiries = 1'000;
  for (int i = 0; i < kExpiries; ++i) {
    clock_.advance(i % 3 == 0 ? milliseconds(850) : milliseconds(1'000));  // Before the end, or at it.
    const auto done = both("answer " + std::to_string(i));
    ASSERT_EQ(done, (std::pair{200, 200})) << i;
  }
  EXPECT_EQ(provider_->asked, kExpiries);
  EXPECT_EQ(provider_->said.size(), static_cast<std::size_t>(kExpiries));
  for (const auto& [text, times] : provider_->said) EXPECT_EQ(times, 1) << text;
  EXPECT_EQ(provider_->renewals, kExpiries) << "one renewal an expiry, whoever asks";
  EXPECT_EQ(provider_->refusals, 0) << "renewed ahead";
  EXPECT_FALSE(provider_->revoked) << "no refresh token was shown twice";
}

TEST_P(TokenKeeperTest, ClocksThatDisagreeCostOneQuestionMore) {
  for (int i = 0; i < 50; ++i) {
    provider_->issued_at -= milliseconds(700);  // Its second is over sooner than ours.
    clock_.advance(milliseconds(500));
    ASSERT_EQ(both("answer " + std::to_string(i)), (std::pair{200, 200})) << i;
  }
  EXPECT_EQ(provider_->renewals, 50);
  EXPECT_FALSE(provider_->revoked);
  for (const auto& [text, times] : provider_->said) EXPECT_EQ(times, 1) << text;
}

TEST_P(TokenKeeperTest, WhatIsRefusedOnceIsRenewedOnceAndAskedOnce) {
  provider_->refuse_next = true;
  EXPECT_EQ(status(call("hello")), 200);
  EXPECT_EQ(provider_->renewals, 1);
  EXPECT_EQ(provider_->said["hello"], 1);
}

TEST_P(TokenKeeperTest, RequestsWithoutAPlaceForATokenGetNone) {
  auto request = call();
  request.headers[0].value = "Bearer of-somebody-else";
  EXPECT_EQ(status(request), 401);
  EXPECT_EQ(provider_->renewals, 0);
}

TEST_P(TokenKeeperTest, WhoIsCancelledTakesNoTokenWithThem) {
  clock_.advance(seconds(2));
  boost::asio::cancellation_signal cancel;
  bool ended = false;
  world_.loop.restart();
  boost::asio::co_spawn(world_.loop, keeper_->token(),
                        boost::asio::bind_cancellation_slot(
                            cancel.slot(), [&](const std::exception_ptr& error, const auto&) { ended = error != nullptr; }));
  for (int i = 0; i < 200 && provider_->generation == 0; ++i) world_.loop.run_one();  // The provider has answered,
  cancel.emit(boost::asio::cancellation_type::terminal);                              // but we have not heard it.
  world_.loop.run();
  EXPECT_TRUE(ended);
  EXPECT_EQ(provider_->renewals, 1);
  start();
  EXPECT_EQ(token()->reveal(), "a-1") << "it is on disk";
  EXPECT_EQ(provider_->renewals, 1);
}

TEST_P(TokenKeeperTest, ACrashBeforeTheDiskBeginsAgainWithTheOldToken) {
  provider_->has_grace = true;
  clock_.advance(seconds(2));
  (void)provider_->renew("refresh_token=r-0");  // Answered to a program that died then.
  start();
  EXPECT_EQ(status(call("hello")), 200);
  EXPECT_EQ(provider_->said["hello"], 1);
  clock_.advance(seconds(2));
  EXPECT_EQ(status(call("again")), 200);
}

TEST_P(TokenKeeperTest, WhereTheProviderTakesItOnceACrashAsksForASignIn) {
  clock_.advance(seconds(2));
  (void)provider_->renew("refresh_token=r-0");
  start();
  const auto none = token();
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().kind, FailureKind::unauthenticated);
  EXPECT_NE(none.error().message.find("grant request is invalid"), std::string::npos) << none.error().message;
  EXPECT_EQ(status(call()), 401) << "the connector says that somebody has to sign in";
  provider_->revoked = false;
  sign_in();
  start();
  EXPECT_EQ(status(call()), 200);
}

TEST_P(TokenKeeperTest, AProviderThatIsAwayIsNotAskedAllTheTime) {
  provider_->away = true;
  clock_.advance(milliseconds(900));
  EXPECT_EQ(status(call()), 200) << "what is there is valid yet";
  EXPECT_EQ(status(call()), 200);
  EXPECT_EQ(provider_->renewals, 1);
  clock_.advance(milliseconds(200));
  EXPECT_EQ(token().error().kind, FailureKind::unavailable);
  EXPECT_EQ(provider_->renewals, 1);
  provider_->away = false;
  clock_.advance(seconds(2));
  EXPECT_EQ(status(call()), 200);
}

TEST_P(TokenKeeperTest, WhoeverSignsInAnewMeanwhileCounts) {
  clock_.advance(seconds(2));
  world_.loop.restart();
  std::string got;
  boost::asio::co_spawn(world_.loop, keeper_->token(),
                        [&](const std::exception_ptr&, const auto& token) { got = token ? token->reveal() : ""; });
  for (int i = 0; i < 200 && provider_->generation == 0; ++i) world_.loop.run_one();
  provider_->generation = 7;
  sign_in();
  world_.loop.run();
  EXPECT_EQ(got, "a-7");
}

TEST_P(TokenKeeperTest, NothingOfItLiesReadableInTheRecord) {
  const auto row = office().read([&](store::Reading& r) -> base::Result<std::optional<store::InboxGrant>> {
    return store::find_grant(r, office().organization, office().chat.id);
  });
  EXPECT_EQ(row.value()->sealed.find("r-0"), std::string::npos);
  auto other = *row.value();
  other.inbox_id = office().posts.id;
  office()
      .transact([&](store::Transaction& t) -> base::Result<bool> {
        store::put_grant(t, other);
        return true;
      })
      .value();
  const auto moved = open_grant(vault_, other.inbox_id, other.sealed);
  EXPECT_EQ(moved.error().kind, FailureKind::unauthenticated) << "it opens in its own place only";
}

HEED_ON_BOTH_ENGINES(TokenKeeperTest);

}  // namespace
}  // namespace workflow
