// Our account, care@care.test, beside snac at shop.test (tests/peers/activitypub): what we do there. What is done to us, and the loop
// through a whole server, is tests/connectors/activitypub.spec.ts. Run by `./test connectors`, or by tools/with_peer.sh; else they skip.

#include <algorithm>
#include <charconv>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <gtest/gtest.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "base/base64.hpp"
#include "base/json/decode.hpp"
#include "channel/fake_platform_test_kit.hpp"
#include "channel/peer_test_kit.hpp"
#include "connectors/activitypub/account.hpp"
#include "connectors/activitypub/inbox.hpp"
#include "net/dial.hpp"
#include "net/http_client.hpp"
#include "net/server.hpp"
#include "net/sleep.hpp"

namespace activitypub {
namespace {

using namespace std::chrono_literals;
using boost::json::object;
using boost::json::value;
using channel::ActionKind;
using channel::InboundItem;
using channel::ItemKind;
using channel::SendOutcome;

class ActivityPubPeer : public testing::Test {
 protected:
  void SetUp() override {
    if (shop_.empty()) GTEST_SKIP() << "HEED_PEER_ACTIVITYPUB is not set: run tools/with_peer.sh activitypub …";
    sink_.state = &state_;
    const std::string address = shop_.substr(std::string_view("http://").size());
    dialer_ = *net::Dialer::create(loop_.get_executor(), {{"127.0.0.0/8"}, {}, {"shop.test:80=" + address}});
    http_ = net::make_http_client(loop_.get_executor(), *dialer_, {});
    // Each test is another account: snac remembers the keys of the one before.
    username_ = "care" + std::to_string(std::chrono::system_clock::now().time_since_epoch().count() % 1'000'000'000);
    channel::ChannelServices services{*http_, *dialer_, clock_, [this] { return random_++; }, "", std::string(32, 's')};
    services.public_url = "http://care.test";
    services.state = &state_;
    inbox_ = *make_inbox(services, *read_settings({{"username", username_}}));
    serve();
    boost::asio::co_spawn(loop_, inbox_->receive(sink_, ""),
                          boost::asio::bind_cancellation_slot(
                              stop_.slot(), [this](const std::exception_ptr&, const base::Failure&) { ended_ = true; }));
  }
  void TearDown() override {
    if (!inbox_) return;
    stop_.emit(boost::asio::cancellation_type::terminal);
    run(stopped());
    while (!ended_ && loop_.run_one() > 0) {}
    server_.reset();
    inbox_.reset();
    http_.reset();
  }
  net::Task<bool> stopped() {
    co_await server_->stop(1s);
    co_return true;
  }

  void serve() {
    net::ServerHandlers handlers;
    handlers.handle = [this](net::Request request) { return answer(std::move(request)); };
    handlers.body_limit = [](const net::Request&) { return std::size_t{256 * 1024}; };
    server_ = std::make_unique<net::HttpServer>(loop_.get_executor(), net::ServerOptions{}, std::move(handlers));
    const std::string text = channel::environment("HEED_PEER_ACTIVITYPUB_PORT");
    std::uint16_t port = 0;
    std::from_chars(text.data(), text.data() + text.size(), port);
    ASSERT_TRUE(server_->listen("127.0.0.1", port).has_value());
  }
  net::Task<net::Response> answer(net::Request request) {
    auto response = co_await inbox_->answer(std::move(request), sink_);
    co_return response.value_or(net::Response{.status = 404, .headers = {}, .body = {}});
  }

  template <class T>
  T run(net::Task<T> task) {
    std::optional<T> result;
    loop_.restart();
    boost::asio::co_spawn(loop_, std::move(task), [&](const std::exception_ptr& error, T got) {
      if (error) std::rethrow_exception(error);
      result = std::move(got);
    });
    while (!result && loop_.run_one() > 0) {}
    return *std::move(result);
  }
  template <class Done>
  void wait(const std::string& what, Done done) {
    const auto end = std::chrono::steady_clock::now() + 40s;
    while (!done() && std::chrono::steady_clock::now() < end) run(waited());
    EXPECT_TRUE(done()) << what;
  }
  static net::Task<bool> waited() {
    co_await net::sleep_for(200ms);
    co_return true;
  }

  // What the customer does at their server.
  value customer(net::Method method, const std::string& path, const object& body = {}) {
    net::HttpRequest request{.method = method, .url = shop_ + path, .headers = {{"Authorization", "Bearer " + token_}}};
    request.fresh_connection = true;
    if (method == net::Method::post) {
      request.headers.push_back({"Content-Type", "application/json"});
      request.body = boost::json::serialize(body);
    }
    const auto reply = run(http_->send(std::move(request)));
    EXPECT_TRUE(reply && reply->status == 200) << path << ": " << (reply ? reply->body : reply.error().failure.message);
    return reply ? base::parse_json(reply->body).value_or(value()) : value();
  }
  value says(const std::string& text) {
    return customer(net::Method::post, "/api/v1/statuses",
                    {{"status", "@" + username_ + "@care.test " + text}, {"visibility", "public"}});
  }
  // What its API cannot do, its pages can.
  void press(const std::string& action, const std::string& id) {
    net::HttpRequest request{.method = net::Method::post, .url = shop_ + "/cust/admin/action"};
    const std::string credentials = "cust:" + channel::environment("HEED_PEER_ACTIVITYPUB_PASSWORD");
    request.headers = {{"Authorization", "Basic " + base::to_base64(credentials)},
                       {"Content-Type", "application/x-www-form-urlencoded"}};
    request.body = "id=" + net::percent_encode(id) + "&action=" + action + "&redir=top";
    request.fresh_connection = true;
    const auto reply = run(http_->send(std::move(request)));
    EXPECT_TRUE(reply && reply->status == 303) << action << ": " << (reply ? std::to_string(reply->status) : "no reply");
  }
  [[nodiscard]] bool has_follower() const {
    return std::ranges::any_of(state_.entries, [](const auto& one) { return one.first.first == kFollower; });
  }
  InboundItem heard(const std::string& text) {
    const auto find = [&]() -> const InboundItem* {
      for (const auto& one : sink_.items) {
        if (one.kind == ItemKind::message && one.text.find(text) != std::string::npos) return &one;
      }
      return nullptr;
    };
    wait(text, [&] { return find() != nullptr; });
    return find() == nullptr ? InboundItem{} : *find();
  }
  std::int64_t count_of(const value& said, const char* member) {
    return customer(net::Method::get, "/api/v1/statuses/" + std::string(said.at("id").as_string())).at(member).as_int64();
  }
  std::optional<value> told(const std::string& text) {
    const auto list = customer(net::Method::get, "/api/v1/notifications");
    if (!list.is_array()) return std::nullopt;
    for (const auto& one : list.as_array()) {
      const auto* status = one.as_object().if_contains("status");
      if (status != nullptr && status->is_object() &&
          std::string(status->at("content").as_string()).find(text) != std::string::npos)
        return *status;
    }
    return std::nullopt;
  }
  channel::OutboundMessage reply_to(const InboundItem& item, const std::string& text) {
    channel::OutboundMessage message;
    message.key = "heed-" + std::to_string(random_++);
    message.text = text;
    message.is_public = item.is_public;
    message.parent_external_id = item.external_id;
    message.context = item.context;
    message.recipient = item.author;
    message.written_at = clock_.now();
    return message;
  }

  const std::string shop_ = channel::environment("HEED_PEER_ACTIVITYPUB");
  const std::string token_ = channel::environment("HEED_PEER_ACTIVITYPUB_TOKEN");
  boost::asio::io_context loop_{1};
  channel::WorldClock clock_;
  std::unique_ptr<net::Dialer> dialer_;
  std::unique_ptr<net::HttpClient> http_;
  std::uint64_t random_ = 1;
  std::string username_;
  channel::FakeState state_;
  channel::FakeSink sink_;
  std::unique_ptr<channel::ChannelInbox> inbox_;
  std::unique_ptr<net::HttpServer> server_;
  boost::asio::cancellation_signal stop_;
  bool ended_ = false;
};

TEST_F(ActivityPubPeer, WeLikeAndShareAndTakeItBack) {
  // (snac takes what is undone only from whom it has to do with.)
  const auto found =
      customer(net::Method::get, "/api/v2/search?resolve=true&q=" + net::percent_encode("@" + username_ + "@care.test"));
  ASSERT_EQ(found.at("accounts").as_array().size(), 1U);
  const std::string us = "/api/v1/accounts/" + std::string(found.at("accounts").at(0).at("id").as_string());
  customer(net::Method::post, us + "/follow");
  wait("a follower", [&] { return has_follower() && !sink_.items.empty(); });
  EXPECT_EQ(sink_.items.back().kind, ItemKind::follow);
  const auto said = says("look at my bicycle");
  const auto item = heard("look at my bicycle");
  EXPECT_EQ(item.external_id, said.at("uri").as_string());
  const auto act = [&](ActionKind kind) {
    const auto done = run(inbox_->act({kind, item.external_id, item.context}));
    EXPECT_TRUE(done.has_value()) << done.error().message;
  };
  act(ActionKind::like);
  wait("a like", [&] { return count_of(said, "favourites_count") == 1; });
  act(ActionKind::share);
  wait("a boost", [&] { return count_of(said, "reblogs_count") == 1; });
  act(ActionKind::unlike);
  wait("a like taken back", [&] { return count_of(said, "favourites_count") == 0; });
  act(ActionKind::unshare);  // (It takes that, and keeps the boost.)
  customer(net::Method::post, us + "/unfollow");
  wait("nobody follows", [&] { return !has_follower(); });
  EXPECT_EQ(sink_.items.back().kind, ItemKind::unfollow);
}

TEST_F(ActivityPubPeer, WhatIsDoneToOursIsToldAndWhatIsTakenBack) {
  const auto said = says("what a day");
  const auto item = heard("what a day");
  const auto sent = run(inbox_->send(reply_to(item, "a good one for " + username_)));
  ASSERT_EQ(sent.outcome, SendOutcome::sent) << sent.reason;
  wait("the answer", [&] { return told("a good one for " + username_).has_value(); });
  const auto happens = [&](const char* action, ItemKind kind) {
    press(action, sent.external_id);
    const auto is_it = [&](const InboundItem& one) {
      return one.kind == kind && one.target_external_id == sent.external_id &&
             one.author.external_id == "http://shop.test/cust";
    };
    wait(action, [&] { return std::ranges::any_of(sink_.items, is_it); });
  };
  happens("Like", ItemKind::like);
  happens("Unlike", ItemKind::unlike);
  happens("Boost", ItemKind::share);
  happens("Unboost", ItemKind::unshare);
}

TEST_F(ActivityPubPeer, WhatWeSayIsSeenOnceAndIsGoneWhenRemoved) {
  says("where is it?");
  const auto item = heard("where is it?");
  const auto message = reply_to(item, "On its way " + username_);
  const auto sent = run(inbox_->send(message));
  ASSERT_EQ(sent.outcome, SendOutcome::sent) << sent.reason;
  wait("the answer", [&] { return told(username_).has_value(); });
  const auto shown = told(username_);
  ASSERT_TRUE(shown.has_value());
  EXPECT_EQ(shown->at("uri").as_string(), sent.external_id);
  EXPECT_TRUE(shown->at("in_reply_to_id").is_string());
  EXPECT_EQ(run(inbox_->send(message)).external_id, sent.external_id) << "the same once more";
  const std::string path = "/api/v1/statuses/" + std::string(shown->at("id").as_string());
  ASSERT_TRUE(run(inbox_->act({ActionKind::remove, sent.external_id, sent.context})).has_value());
  wait("it is gone", [&] {
    net::HttpRequest request{.url = shop_ + path, .headers = {{"Authorization", "Bearer " + token_}}};
    request.fresh_connection = true;
    const auto reply = run(http_->send(std::move(request)));
    return reply && (reply->status == 404 || reply->body.find(username_) == std::string::npos);
  });
}

}  // namespace
}  // namespace activitypub
