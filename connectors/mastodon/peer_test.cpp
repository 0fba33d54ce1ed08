// Round trips between two snac servers that federate (tests/peers/mastodon): our account is on one, the customer on the other. Run by
// `./test connectors`, or by tools/with_peer.sh; else they skip.

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
#include "connectors/mastodon/inbox.hpp"
#include "net/dial.hpp"
#include "net/http_client.hpp"
#include "net/sleep.hpp"

namespace mastodon {
namespace {

using namespace std::chrono_literals;
using boost::json::object;
using boost::json::value;
using channel::InboundItem;
using channel::ItemKind;
using channel::SendOutcome;

class MastodonPeer : public testing::Test {
 protected:
  void SetUp() override {
    if (url_.empty()) GTEST_SKIP() << "HEED_PEER_MASTODON is not set: run tools/with_peer.sh mastodon …";
    connect();
  }
  ~MastodonPeer() override {
    inbox_.reset();
    http_.reset();
  }

  std::unique_ptr<channel::ChannelInbox> open(const value& settings) {
    return make_inbox(services_, *read_settings(settings), {.poll = 300ms, .look = 1s, .silence = 90s, .no_stream = 1h});
  }
  void connect() {
    const auto account = run(open(object{{"server", url_}, {"access_token", token_}})->connect());
    ASSERT_TRUE(account.has_value()) << account.error().message;
    EXPECT_EQ(account->handle, "@brand@care.test");
    inbox_ = open(account->settings);
    sink_.cursor = account->cursor;
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

  // What somebody does at their server.
  value call(const std::string& server, const std::string& token, net::Method method, const std::string& path,
             const object& body = {}) {
    net::HttpRequest request{.method = method, .url = server + path, .headers = {{"Authorization", "Bearer " + token}}};
    request.fresh_connection = true;
    if (!body.empty()) {
      request.headers.push_back({"Content-Type", "application/json"});
      request.body = boost::json::serialize(body);
    }
    const auto reply = run(http_->send(std::move(request)));
    EXPECT_TRUE(reply && reply->status == 200) << path << ": " << (reply ? reply->body : reply.error().failure.message);
    return reply ? base::parse_json(reply->body).value_or(value()) : value();
  }
  value customer(net::Method method, const std::string& path, const object& body = {}) {
    return call(customer_url_, customer_token_, method, path, body);
  }
  value brand(net::Method method, const std::string& path, const object& body = {}) {
    return call(url_, token_, method, path, body);
  }
  static std::string id_of(const value& one) { return std::string(one.at("id").as_string()); }

  // Receives until `done`, or half a minute is over.
  void receive_until(const std::function<bool()>& done) {
    bool ended = false;
    bool is_over = false;
    boost::asio::cancellation_signal cancel;
    loop_.restart();
    boost::asio::co_spawn(
        loop_, inbox_->receive(sink_, sink_.cursor),
        boost::asio::bind_cancellation_slot(cancel.slot(), [&](const std::exception_ptr&, const base::Failure& failure) {
          EXPECT_TRUE(is_over) << failure.message;
          ended = true;
        }));
    const auto end = std::chrono::steady_clock::now() + 30s;
    while (!ended && !done() && std::chrono::steady_clock::now() < end) loop_.run_one_for(100ms);
    EXPECT_TRUE(done());
    is_over = true;
    cancel.emit(boost::asio::cancellation_type::terminal);
    while (!ended && loop_.run_one() > 0) {}
  }
  const InboundItem* find(ItemKind kind, const std::string& text = "") const {
    for (const auto& one : sink_.items) {
      if (one.kind == kind && one.text.find(text) != std::string::npos) return &one;
    }
    return nullptr;
  }
  InboundItem receive(ItemKind kind, const std::string& text = "") {
    receive_until([&] { return find(kind, text) != nullptr; });
    const auto* found = find(kind, text);
    return found == nullptr ? InboundItem{} : *found;
  }

  // What came to the customer that says this, once it is there; how often, within a while after.
  std::optional<value> seen(const std::string& text) {
    for (const auto end = std::chrono::steady_clock::now() + 30s; std::chrono::steady_clock::now() < end; pause(200ms)) {
      const auto list = customer(net::Method::get, "/api/v1/notifications");
      for (const auto& one : list.as_array()) {
        const auto* status = one.as_object().if_contains("status");
        if (status != nullptr && status->is_object() && says(*status, text)) return *status;
      }
    }
    ADD_FAILURE() << "the customer was never told: " << text;
    return std::nullopt;
  }
  int times_seen(const std::string& text) {
    int times = 0;
    const auto list = customer(net::Method::get, "/api/v1/notifications");
    for (const auto& one : list.as_array()) {
      const auto* status = one.as_object().if_contains("status");
      times += status != nullptr && status->is_object() && says(*status, text) ? 1 : 0;
    }
    return times;
  }
  static bool says(const value& status, const std::string& text) {
    return std::string(status.at("content").as_string()).find(text) != std::string::npos;
  }
  void pause(std::chrono::milliseconds time) { run(waited(time)); }
  static net::Task<bool> waited(std::chrono::milliseconds time) {
    co_await net::sleep_for(time);
    co_return true;
  }

  channel::OutboundMessage answer(const InboundItem& item, const std::string& text) {
    channel::OutboundMessage message;
    message.key = "m-" + std::to_string(random_++);
    message.text = text;
    message.is_public = item.is_public;
    message.parent_external_id = item.external_id;
    message.context = item.context;
    message.recipient = item.author;
    message.written_at = clock_.now();
    return message;
  }
  value customer_says(const std::string& text, const std::string& visibility = "public") {
    return customer(net::Method::post, "/api/v1/statuses",
                    {{"status", "@brand@care.test " + text}, {"visibility", visibility}});
  }

  const std::string url_ = channel::environment("HEED_PEER_MASTODON");
  const std::string token_ = channel::environment("HEED_PEER_MASTODON_TOKEN");
  const std::string customer_url_ = channel::environment("HEED_PEER_MASTODON_CUSTOMER");
  const std::string customer_token_ = channel::environment("HEED_PEER_MASTODON_CUSTOMER_TOKEN");
  boost::asio::io_context loop_{1};
  channel::WorldClock clock_;
  std::unique_ptr<net::Dialer> dialer_ = *net::Dialer::create(loop_.get_executor(), {{"127.0.0.0/8"}, {}});
  std::unique_ptr<net::HttpClient> http_ = net::make_http_client(loop_.get_executor(), *dialer_, {});
  std::uint64_t random_ = 1;
  channel::ChannelServices services_{*http_, *dialer_, clock_, [this] { return random_++; }, "", std::string(32, 's')};
  std::unique_ptr<channel::ChannelInbox> inbox_;
  channel::FakeSink sink_;
};

TEST_F(MastodonPeer, SaysWhatIsWrongWithTheToken) {
  const auto refused = run(open(object{{"server", url_}, {"access_token", "wrong-token"}})->connect());
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().field, "access_token");
  EXPECT_NE(refused.error().message.find("does not accept this access token"), std::string::npos) << refused.error().message;
  EXPECT_EQ(refused.error().message.find("wrong-token"), std::string::npos);
}

TEST_F(MastodonPeer, AQuestionComesInAndItsAnswerIsSeenOnce) {
  customer_says("my parcel is lost 📦 שלום https://shop.test/orders/4711");
  const auto item = receive(ItemKind::message, "my parcel is lost");
  EXPECT_EQ(item.text, "@brand@care.test my parcel is lost 📦 שלום https://shop.test/orders/4711");
  EXPECT_EQ(item.author.external_id, "cust@shop.test");
  EXPECT_TRUE(item.is_public);
  EXPECT_TRUE(item.by_replies);
  const auto message = answer(item, "It is on its way 🚲");
  const auto sent = run(inbox_->send(message));
  ASSERT_EQ(sent.outcome, SendOutcome::sent) << sent.reason;
  const auto told = seen("It is on its way 🚲");
  ASSERT_TRUE(told.has_value());
  EXPECT_EQ(told->at("visibility").as_string(), "public");
  EXPECT_TRUE(told->at("in_reply_to_id").is_string());
  const auto again = run(inbox_->send(message));
  EXPECT_EQ(again.outcome, SendOutcome::sent);
  EXPECT_EQ(again.external_id, sent.external_id) << "this server keeps no keys, so it was looked for";
  EXPECT_EQ(run(inbox_->find_sent(answer(item, "Something else"))).outcome, SendOutcome::refused);
  const auto own = receive(ItemKind::message, "It is on its way");
  EXPECT_TRUE(own.own);
  EXPECT_EQ(own.external_id, sent.external_id) << "it comes back by the same name";
  EXPECT_EQ(own.parent_external_id, item.external_id);
  customer_says("thank you");
  receive(ItemKind::message, "thank you");
  EXPECT_EQ(times_seen("It is on its way 🚲"), 1);
}

TEST_F(MastodonPeer, WhatIsPrivateStaysPrivate) {
  customer_says("my number is 4711", "direct");
  const auto item = receive(ItemKind::message, "my number is 4711");
  EXPECT_FALSE(item.is_public);
  EXPECT_FALSE(item.by_replies);
  auto message = answer(item, "we keep it to ourselves");
  message.is_public = true;  // Whatever is asked for.
  const auto sent = run(inbox_->send(message));
  ASSERT_EQ(sent.outcome, SendOutcome::sent) << sent.reason;
  const auto told = seen("we keep it to ourselves");
  ASSERT_TRUE(told.has_value());
  EXPECT_EQ(told->at("visibility").as_string(), "private");
  EXPECT_EQ(run(inbox_->send(message)).external_id, sent.external_id);
  const auto shown = run(http_->send({.url = url_ + "/brand"}));
  ASSERT_TRUE(shown.has_value());
  EXPECT_EQ(shown->body.find("we keep it to ourselves"), std::string::npos);
}

TEST_F(MastodonPeer, MissesNothingThatWasSaidInBetween) {
  customer_says("first of all");
  receive(ItemKind::message, "first of all");
  for (int i = 0; i < 25; ++i) customer_says("then number " + std::to_string(i) + ".");
  pause(8s);
  receive(ItemKind::message, "then number 24.");
  for (int i = 0; i < 25; ++i) {
    const std::string text = "then number " + std::to_string(i) + ".";
    EXPECT_EQ(std::ranges::count_if(sink_.items, [&](const auto& one) { return one.text.ends_with(text); }), 1) << text;
  }
  const auto before = sink_.items.size();
  customer_says("and last");
  receive(ItemKind::message, "and last");
  EXPECT_EQ(sink_.items.size(), before + 1);
}

TEST_F(MastodonPeer, AnEditIsNoticed) {
  const auto said = customer_says("it is blue");
  receive(ItemKind::message, "it is blue");
  pause(1100ms);
  customer(net::Method::put, "/api/v1/statuses/" + id_of(said), {{"status", "@brand@care.test it is green"}});
  const auto edit = receive(ItemKind::edit, "it is green");
  EXPECT_EQ(edit.target_external_id, find(ItemKind::message, "it is blue")->external_id);
}

TEST_F(MastodonPeer, SignalsComeInAndAreTakenBack) {
  customer_says("what a day");
  const auto item = receive(ItemKind::message, "what a day");
  const auto sent = run(inbox_->send(answer(item, "a good one for us")));
  ASSERT_EQ(sent.outcome, SendOutcome::sent) << sent.reason;
  const auto told = seen("a good one for us");
  ASSERT_TRUE(told.has_value());
  const std::string post = "/api/v1/statuses/" + id_of(*told);
  const std::string us = "/api/v1/accounts/" + id_of(told->at("account"));
  customer(net::Method::post, post + "/favourite");
  customer(net::Method::post, post + "/reblog");
  customer(net::Method::post, us + "/follow");
  EXPECT_EQ(receive(ItemKind::like).target_external_id, sent.external_id);
  EXPECT_EQ(receive(ItemKind::share).target_external_id, sent.external_id);
  EXPECT_EQ(receive(ItemKind::follow).author.external_id, "cust@shop.test");
  // (snac does not tell another server of a boost that is taken back.)
  customer(net::Method::post, post + "/unfavourite");
  const auto unlike = receive(ItemKind::unlike);
  EXPECT_EQ(unlike.target_external_id, sent.external_id);
  EXPECT_EQ(unlike.author.external_id, "cust@shop.test");
}

TEST_F(MastodonPeer, WeLikeAndShareAndSendFiles) {
  const auto said = customer_says("look at my bicycle");
  const auto item = receive(ItemKind::message, "look at my bicycle");
  EXPECT_TRUE(run(inbox_->act({channel::ActionKind::like, item.external_id, item.context})).has_value());
  EXPECT_TRUE(run(inbox_->act({channel::ActionKind::share, item.external_id, item.context})).has_value());
  auto message = answer(item, "and at ours");
  const std::string picture =
      *base::from_base64("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
  message.attachments.push_back({"bicycle.png", "image/png", "A red bicycle", picture});
  ASSERT_EQ(run(inbox_->send(message)).outcome, SendOutcome::sent);
  const auto told = seen("and at ours");
  ASSERT_TRUE(told.has_value());
  ASSERT_EQ(told->at("media_attachments").as_array().size(), 1U);
  EXPECT_EQ(told->at("media_attachments").at(0).at("description").as_string(), "A red bicycle");
  const auto now = customer(net::Method::get, "/api/v1/statuses/" + id_of(said));
  EXPECT_EQ(now.at("favourites_count").as_int64(), 1);
  EXPECT_EQ(now.at("reblogs_count").as_int64(), 1);
  // Ours has its file where anybody can fetch it; the host's name is known to the proxy only.
  const auto own = receive(ItemKind::message, "and at ours");
  ASSERT_EQ(own.attachments.size(), 1U);
  EXPECT_EQ(own.attachments[0].type, "image/png");
}

TEST_F(MastodonPeer, WhatWeSayElsewhereComesInAsOurs) {
  brand(net::Method::post, "/api/v1/statuses", {{"status", "Our shop is open again."}, {"visibility", "public"}});
  const auto own = receive(ItemKind::message, "Our shop is open again.");
  EXPECT_TRUE(own.own);
  EXPECT_EQ(own.author.external_id, "brand@care.test");
}

TEST_F(MastodonPeer, AnAnswerToWhatIsGoneIsRefusedInWords) {
  InboundItem item;
  item.external_id = "0000000000ffffffffffffffffffffffffffffffff";
  item.is_public = true;
  item.author.external_id = "cust@shop.test";
  item.author.handle = "@cust@shop.test";
  const auto result = run(inbox_->send(answer(item, "too late")));
  EXPECT_NE(result.outcome, SendOutcome::uncertain) << result.reason;
}

}  // namespace
}  // namespace mastodon
