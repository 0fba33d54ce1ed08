#include "workflow/oauth_sign_in.hpp"

#include <gtest/gtest.h>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "channel/fake_platform_test_kit.hpp"
#include "channel/settings.hpp"
#include "store/grant_store.hpp"
#include "store/inbox_store.hpp"
#include "workflow/manage_inboxes.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using inbox::Condition;
using std::chrono::milliseconds;

struct Settings {
  std::string server;
  std::optional<base::Secret> token;
};
BOOST_DESCRIBE_STRUCT(Settings, (), (server, token))

struct World {
  std::string account = "@shop";
  std::vector<std::string> receiving;  // The token of each receive() that began.
  std::vector<std::string> sent;
  bool revoked = false;
};

// Receives until it is cancelled, or its token is refused; sends with whatever token there is.
class SignedInbox final : public channel::ChannelInbox {
 public:
  SignedInbox(World& world, const channel::ChannelServices& services) : world_(world), services_(services) {}

  net::Task<base::Result<channel::ConnectedAccount>> connect() override {
    auto token = co_await services_.tokens->token();
    if (!token) co_return base::pass_on(token.error());
    channel::ConnectedAccount account;
    account.handle = world_.account;
    account.settings = {{"server", "social.example"}};
    account.cursor = "now";
    co_return account;
  }
  net::Task<base::Failure> receive(channel::ItemSink& sink, std::string /*cursor*/) override {
    auto token = co_await services_.tokens->token();
    if (!token) co_return token.error();
    world_.receiving.push_back(token->reveal());
    if (world_.revoked) co_return base::Failure{FailureKind::unauthenticated, "revoked", "", std::nullopt};
    sink.connected();
    boost::asio::steady_timer never(co_await boost::asio::this_coro::executor, std::chrono::hours(1));
    for (;;) co_await never.async_wait(boost::asio::use_awaitable_t<store::Executor>{});
  }
  net::Task<channel::SendResult> send(channel::OutboundMessage message) override {
    channel::SendResult result;
    if (world_.revoked) {
      result.needs_login = true;
      result.reason = "revoked";
      co_return result;
    }
    world_.sent.push_back(message.text);
    result.outcome = channel::SendOutcome::sent;
    result.external_id = message.key;
    co_return result;
  }

 private:
  World& world_;
  channel::ChannelServices services_;
};

net::Task<base::Result<channel::OAuthClient>> client_of(boost::json::value settings, channel::ChannelServices /*services*/,
                                                        std::string /*redirect_uri*/) {
  if (settings.at("server") == "nowhere.example")
    co_return base::fail(FailureKind::unavailable, "server: nobody is there", "server");
  channel::OAuthClient client;
  client.authorize_url = "https://social.example/oauth/authorize";
  client.token_url = "https://social.example/oauth/token";
  client.client_id = "heed-there";
  client.client_secret = base::Secret("their-secret");
  client.scopes = {"read", "write"};
  client.needed_scopes = {"write"};
  client.issuer = "https://social.example";
  co_return client;
}

channel::ChannelType signed_channel(World& world) {
  channel::ChannelType type;
  type.id = "signed";
  type.name = "Signed";
  type.settings_schema = channel::settings_schema<Settings>();
  type.check_settings = [](const boost::json::value& given) -> base::Result<boost::json::value> {
    const auto settings = base::decode<Settings>(given);
    if (!settings) return base::pass_on(settings.error());
    return channel::settings_value(*settings);
  };
  type.sign_in = channel::OAuthSignIn{{"token"}, client_of};
  type.open = [&world](const boost::json::value&,
                       const channel::ChannelServices& services) -> base::Result<std::unique_ptr<channel::ChannelInbox>> {
    if (services.tokens == nullptr) return base::fail(FailureKind::invalid, "token: missing", "token");
    return std::make_unique<SignedInbox>(world, services);
  };
  return type;
}

std::string parameter(const std::string& text, const std::string& name) {
  const auto at = text.find(name + "=");
  const auto begin = at + name.size() + 1;
  return at == std::string::npos ? "" : net::percent_decode(text.substr(begin, text.find('&', begin) - begin));
}

class OAuthSignInTest : public OfficeTest {
 protected:
  void SetUp() override {
    OfficeTest::SetUp();
    office().channels.push_back(signed_channel(there_));
    AttendantParts parts{*store_,         office().channels, vault_, clock_,
                         world_.platform, *world_.dialer,    {},     [](const inbox::Inbox&, const std::string&) {}};
    attendant_ = std::make_unique<InboxAttendant>(world_.loop.get_executor(), std::move(parts),
                                                  AttendantOptions{milliseconds(1), milliseconds(2), milliseconds(60'000)});
    answer(200, R"({"access_token":"first","token_type":"Bearer","scope":"read write"})");
  }
  void TearDown() override {
    if (started_) {
      bool ended = false;
      boost::asio::co_spawn(world_.loop, attendant_->stop(), [&](const std::exception_ptr&) { ended = true; });
      run_until([&] { return ended; });
    }
    attendant_.reset();
    OfficeTest::TearDown();
  }

  void answer(int status, const std::string& body) {
    world_.platform.on(net::Method::post, "social.example/oauth/token", status, body);
  }
  SignInParts parts() { return {*store_, vault_, clock_, office().channels, *attendant_}; }
  [[nodiscard]] SignInFor mine() const { return {office_->organization, ids::Session{11}}; }
  static SignInWanted wanted(const std::string& name = "Our account") {
    SignInWanted wanted;
    wanted.channel = "signed";
    wanted.name = name;
    wanted.settings = {{"server", "social.example"}, {"token", "typed before"}};
    wanted.redirect_uri = "https://care.example/oauth/callback";
    return wanted;
  }
  base::Result<SignInBegun> begin(SignInWanted wanted) { return await(begin_sign_in(parts(), mine(), std::move(wanted))); }
  base::Result<inbox::Inbox> finish(const std::string& state, SignInFor whose) {
    return await(finish_sign_in(parts(), whose, {state, base::Secret("the code"), "", "", "https://social.example"}));
  }
  base::Result<inbox::Inbox> sign_in(SignInWanted wanted) {
    const auto begun = begin(std::move(wanted));
    if (!begun) return base::pass_on(begun.error());
    return finish(parameter(begun->url, "state"), mine());
  }
  // The loop has more to do than this once inboxes are at work.
  template <class T>
  T await(store::Task<T> task) {
    std::optional<T> result;
    boost::asio::co_spawn(world_.loop, std::move(task), [&](const std::exception_ptr& error, T value) {
      if (error) std::rethrow_exception(error);
      result = std::move(value);
    });
    run_until([&] { return result.has_value(); });
    return *std::move(result);
  }
  void start() {
    started_ = true;
    attendant_->start();
  }
  template <class Done>
  void run_until(Done done) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    world_.loop.restart();
    while (!done() && std::chrono::steady_clock::now() < limit) world_.loop.run_one_for(milliseconds(20));
    EXPECT_TRUE(done());
  }

  World there_;
  channel::FakeWorld world_;
  Vault vault_{base::Secret(std::string(Vault::kKeyBytes, 'k'))};
  std::unique_ptr<InboxAttendant> attendant_;
  bool started_ = false;
};

TEST_P(OAuthSignInTest, ConnectsAnAccount) {
  const auto begun = begin(wanted()).value();
  EXPECT_EQ(begun.url.find("https://social.example/oauth/authorize?response_type=code&client_id=heed-there"), 0U)
      << begun.url;
  EXPECT_EQ(parameter(begun.url, "redirect_uri"), "https://care.example/oauth/callback");
  EXPECT_EQ(parameter(begun.url, "scope"), "read write");
  EXPECT_EQ(parameter(begun.url, "code_challenge_method"), "S256");
  EXPECT_EQ(begun.url.find("their-secret"), std::string::npos);
  const auto made = finish(parameter(begun.url, "state"), mine()).value();
  EXPECT_EQ(made.account, "@shop");
  EXPECT_EQ(made.settings, R"({"server":"social.example","token":null})") << "what was typed before is not wanted any more";
  const auto& asked = world_.platform.seen.at(0);
  EXPECT_EQ(parameter(asked.body, "code"), "the code");
  EXPECT_EQ(parameter(asked.body, "client_secret"), "their-secret");
  EXPECT_EQ(parameter(asked.body, "code_verifier").size(), 43U);
  start();
  run_until([&] { return attendant_->health(made).condition == Condition::connected; });
  EXPECT_EQ(there_.receiving, std::vector<std::string>{"first"});
  EXPECT_TRUE(attendant_->is_signed_in(made.id));
}

TEST_P(OAuthSignInTest, IsForOneSessionAndOnce) {
  const auto state = parameter(begin(wanted()).value().url, "state");
  EXPECT_EQ(finish(state, {office().organization, ids::Session{12}}).error().kind, FailureKind::not_found);
  EXPECT_EQ(finish(state, {ids::Organization{5}, ids::Session{11}}).error().kind, FailureKind::not_found);
  EXPECT_EQ(finish("no-such-state", mine()).error().kind, FailureKind::not_found);
  EXPECT_TRUE(finish(state, mine()));
  EXPECT_EQ(finish(state, mine()).error().kind, FailureKind::not_found);
  EXPECT_EQ(world_.platform.seen.size(), 1U) << "the code was shown once";
}

TEST_P(OAuthSignInTest, IsOverAfterTenMinutes) {
  const auto state = parameter(begin(wanted()).value().url, "state");
  clock_.advance(std::chrono::minutes(10));
  const auto late = finish(state, mine());
  ASSERT_FALSE(late);
  EXPECT_NE(late.error().message.find("ten minutes"), std::string::npos) << late.error().message;
  EXPECT_TRUE(world_.platform.seen.empty());
}

TEST_P(OAuthSignInTest, SaysWhatIsWrongBeforeTheBrowserGoes) {
  const auto field = [&](auto spoil) {
    auto spoilt = wanted();
    spoil(spoilt);
    const auto outcome = begin(std::move(spoilt));
    return outcome ? "taken" : outcome.error().field;
  };
  EXPECT_EQ(field([](SignInWanted& w) { w.name = " "; }), "name");
  EXPECT_EQ(field([](SignInWanted& w) { w.first_response_s = 1; }), "first_response_s");
  EXPECT_EQ(field([](SignInWanted& w) { w.team_id = ids::Team{5}; }), "team_id");
  EXPECT_EQ(field([](SignInWanted& w) { w.channel = "telepathy"; }), "channel");
  EXPECT_EQ(field([&](SignInWanted& w) { w.channel = office().channels[0].id; }), "channel") << "nobody signs in there";
  EXPECT_EQ(field([](SignInWanted& w) { w.settings = {{"colour", "red"}}; }), "settings.server");
  EXPECT_EQ(field([](SignInWanted& w) { w.settings = {{"server", "nowhere.example"}}; }), "settings.server");
  ASSERT_TRUE(sign_in(wanted("Taken")));
  EXPECT_EQ(field([](SignInWanted& w) { w.name = "Taken"; }), "name");
}

TEST_P(OAuthSignInTest, SaysWhyNothingCameOfIt) {
  const auto come_back = [&](SignInReturned returned) {
    returned.state = parameter(begin(wanted()).value().url, "state");
    const auto outcome = await(finish_sign_in(parts(), mine(), std::move(returned)));
    return outcome ? "taken" : outcome.error().message;
  };
  EXPECT_EQ(come_back({"", {}, "access_denied", "The owner denied it.", ""}),
            "The sign-in was refused or broken off there. It says: The owner denied it.");
  EXPECT_EQ(come_back({"", {}, "server_error", "", ""}), "The platform did not let us in (server_error).");
  EXPECT_EQ(come_back({"", base::Secret("c"), "", "", "https://evil.example"}),
            "Another provider answered than the one that was asked; begin again.");
  EXPECT_EQ(come_back({"", {}, "", "", ""}), "code: missing");
  EXPECT_TRUE(world_.platform.seen.empty());
  answer(200, R"({"access_token":"first","scope":"read"})");
  EXPECT_NE(come_back({"", base::Secret("c"), "", "", ""}).find("write is missing"), std::string::npos);
  answer(400, R"({"error":"invalid_grant"})");
  EXPECT_NE(come_back({"", base::Secret("c"), "", "", ""}).find("does not accept the sign-in"), std::string::npos);
  EXPECT_TRUE(
      office()
          .read([&](store::Reading& r) -> base::Result<std::vector<store::InboxGrant>> { return store::list_grants(r); })
          .value()
          .empty());
}

TEST_P(OAuthSignInTest, WhatWaitsGoesOutAfterASignInAnew) {
  const auto made = sign_in(wanted()).value();
  start();
  run_until([&] { return attendant_->health(made).condition == Condition::connected; });
  const auto conversation = office().hears(made, "ann", "Hello?");
  there_.revoked = true;
  office().reply(office().mira, conversation, "Here we are.").value();
  clock_.advance(std::chrono::seconds(10));
  run_until([&] { return attendant_->health(made).condition == Condition::needs_login; });
  EXPECT_TRUE(there_.sent.empty());

  SignInWanted again;
  again.inbox_id = made.id;
  again.redirect_uri = "https://care.example/oauth/callback";
  there_.account = "@private";
  const auto other = sign_in(again);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().kind, FailureKind::conflict) << "another account";
  EXPECT_TRUE(there_.sent.empty());

  there_.account = "@shop";
  there_.revoked = false;
  answer(200, R"({"access_token":"second","token_type":"Bearer"})");
  clock_.advance(std::chrono::seconds(1));
  ASSERT_TRUE(sign_in(again));
  run_until([&] { return !there_.sent.empty(); });
  EXPECT_EQ(there_.sent, std::vector<std::string>{"Here we are."});
  EXPECT_EQ(there_.receiving.back(), "second");
}

TEST_P(OAuthSignInTest, ATypedTokenEndsTheSignIn) {
  const auto made = sign_in(wanted()).value();
  InboxChange change;
  change.inbox_id = made.id;
  change.settings = boost::json::object{{"server", "social.example"}, {"token", "typed"}};
  change.vault = &vault_;
  office()
      .transact([&](store::Transaction& t) { return change_inbox(t, office().organization, change, office().channels); })
      .value();
  const auto grants = office().read(
      [&](store::Reading& r) -> base::Result<std::vector<store::InboxGrant>> { return store::list_grants(r); });
  EXPECT_TRUE(grants->empty());
}

HEED_ON_BOTH_ENGINES(OAuthSignInTest);

}  // namespace
}  // namespace workflow
