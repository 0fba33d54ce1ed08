// Round trips with the AT Protocol's own servers (tests/peers/bluesky), run by `./test connectors`; skipped without them.
#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>
#include <tuple>

#include <boost/asio/post.hpp>
#include <boost/json/serialize.hpp>

#include "base/base64.hpp"
#include "base/json/decode.hpp"
#include "channel/channel.hpp"
#include "channel/fake_platform_test_kit.hpp"
#include "channel/peer_test_kit.hpp"
#include "connectors/bluesky/at_uri.hpp"
#include "connectors/bluesky/json_at.hpp"
#include "net/bell.hpp"
#include "net/http.hpp"
#include "net/sleep.hpp"

channel::ChannelType bluesky_channel();

namespace bluesky {
namespace {

namespace json = boost::json;
using channel::ActionKind;
using channel::FakeSink;
using channel::InboundItem;
using channel::ItemKind;
using channel::SendOutcome;

class LateClock final : public base::Clock {
 public:
  [[nodiscard]] base::Time now() const override { return channel::WorldClock().now() + by; }
  std::chrono::minutes by{0};
};

struct Account {
  std::string did;
  std::string handle;
  std::string password;
  std::string token;
};

class BlueskyPeer : public testing::Test {
 protected:
  void SetUp() override {
    const char* url = std::getenv("HEED_PEER_BLUESKY");
    if (url == nullptr) GTEST_SKIP() << "HEED_PEER_BLUESKY does not say where the servers are: tools/with_peer.sh bluesky …";
    server_ = url;
    brand_ = join("brand");
    jane_ = join("jane");
    inbox_ = open(app_password(brand_, true));
  }

  // Not until the loop has nothing to do: connections are kept for the next request.
  void run_until(const std::function<bool()>& done) {
    loop_.restart();
    while (!done() && loop_.run_one() > 0) {}
  }
  template <class T>
  T run(net::Task<T> task) {
    std::optional<T> result;
    std::exception_ptr failed;
    boost::asio::co_spawn(loop_, std::move(task), [&](const std::exception_ptr& error, T value) {
      failed = error;
      result = std::move(value);
    });
    run_until([&] { return result.has_value(); });
    if (failed) std::rethrow_exception(failed);
    return *std::move(result);
  }

  json::value call(net::Method method, const std::string& name, const std::string& token, const json::value& input = {},
                   const std::string& proxy = {}) {
    net::HttpRequest request;
    request.method = method;
    request.url = server_ + "/xrpc/" + name;
    request.headers = {{"Content-Type", "application/json"}};
    if (!token.empty()) request.headers.push_back({"Authorization", "Bearer " + token});
    if (!proxy.empty()) request.headers.push_back({"atproto-proxy", proxy});
    if (method == net::Method::post) request.body = json::serialize(input);
    auto reply = run(http_->send(std::move(request)));
    EXPECT_TRUE(reply.has_value()) << name << (reply ? "" : reply.error().failure.message);
    EXPECT_EQ(reply->status, 200) << name << " " << reply->body;
    return base::parse_json(reply->body).value_or(json::value(json::object{}));
  }
  json::value chat(net::Method method, const std::string& name, const Account& who, const json::value& input = {}) {
    return call(method, "chat.bsky.convo." + name, who.token, input, "did:web:api.bsky.chat#bsky_chat");
  }

  bool is_known(const Account& account) {
    net::HttpRequest request;
    request.url = server_ + "/xrpc/app.bsky.actor.getProfile?actor=" + net::percent_encode(account.did);
    request.headers = {{"Authorization", "Bearer " + account.token}};
    const auto reply = run(http_->send(std::move(request)));
    return reply && reply->status == 200;
  }
  Account join(const std::string& name) {
    static int count = 0;
    Account account;
    const std::string mark = std::to_string(clock_.now().time_since_epoch().count() % 100'000'000) + std::to_string(++count);
    account.handle = name + mark + ".test";
    account.password = "password-of-" + name;
    const auto made =
        call(net::Method::post, "com.atproto.server.createAccount", "",
             {{"email", name + mark + "@example.org"}, {"handle", account.handle}, {"password", account.password}});
    account.did = text_at(made, "did");
    account.token = text_at(made, "accessJwt");
    // The app view hears of it a moment later.
    while (!is_known(account)) run(pause());
    return account;
  }
  std::string app_password(const Account& account, bool with_chat) {
    return text_at(call(net::Method::post, "com.atproto.server.createAppPassword", account.token,
                        {{"name", with_chat ? "care and chat" : "care"}, {"privileged", with_chat}}),
                   "password");
  }
  json::value settings(const std::string& password) const {
    return {{"handle", brand_.handle},
            {"app_password", password},
            {"service", server_},
            {"poll_seconds", 1},
            {"language", "en"}};
  }
  std::unique_ptr<channel::ChannelInbox> open(const std::string& password) {
    return *bluesky_channel().open(settings(password), {*http_, *dialer_, clock_, [] { return 1ULL; }, "", ""});
  }

  std::string create(const Account& who, std::string_view collection, json::object record) {
    record["$type"] = collection;
    record["createdAt"] = base::to_rfc3339(clock_.now());
    const auto made = call(net::Method::post, "com.atproto.repo.createRecord", who.token,
                           {{"repo", who.did}, {"collection", collection}, {"record", std::move(record)}});
    cid_ = text_at(made, "cid");
    return text_at(made, "uri");
  }
  void remove(const Account& who, const std::string& uri) {
    const auto parts = parse_at_uri(uri);
    (void)call(net::Method::post, "com.atproto.repo.deleteRecord", who.token,
               {{"repo", who.did}, {"collection", parts->collection}, {"rkey", parts->rkey}});
  }
  // A post by Jane that mentions the brand.
  std::string mention(const std::string& words) {
    const std::string name = "@" + brand_.handle;
    const json::value facet = {{"index", {{"byteStart", 0}, {"byteEnd", name.size()}}},
                               {"features", {{{"$type", "app.bsky.richtext.facet#mention"}, {"did", brand_.did}}}}};
    return create(jane_, kPost, {{"text", name + " " + words}, {"facets", json::array{facet}}});
  }

  // Receives until an item like this came, half a minute at most.
  std::optional<InboundItem> receive_until(const std::function<bool(const InboundItem&)>& wanted) {
    std::optional<InboundItem> found;
    boost::asio::cancellation_signal cancel;
    bool stopped = false;
    const auto stop = [&] {
      if (!std::exchange(stopped, true)) {
        boost::asio::post(loop_, [&] { cancel.emit(boost::asio::cancellation_type::terminal); });
      }
    };
    const auto give_up = clock_.now() + std::chrono::seconds(30);
    sink_.on_connected = [&] {
      const auto item = std::ranges::find_if(sink_.items, wanted);
      if (item != sink_.items.end()) found = *item;
      if (found || clock_.now() > give_up) stop();
    };
    bool ended = false;
    boost::asio::co_spawn(loop_, inbox_->receive(sink_, sink_.cursor),
                          boost::asio::bind_cancellation_slot(
                              cancel.slot(), [&](const std::exception_ptr& error, const base::Failure& failure) {
                                ended = true;
                                EXPECT_TRUE(error != nullptr) << failure.message;
                              }));
    run_until([&] { return ended; });
    return found;
  }
  std::optional<InboundItem> receive(ItemKind kind, const std::string& id) {
    return receive_until([&](const InboundItem& item) { return item.kind == kind && item.external_id == id; });
  }

  channel::OutboundMessage answer_to(const InboundItem& item, const std::string& text) {
    channel::OutboundMessage message;
    message.key = "m-" + std::to_string(++answers_);
    message.text = text;
    message.is_public = item.is_public;
    message.parent_external_id = item.is_public ? item.external_id : "";
    message.context = item.context;
    message.thread_key = item.thread_key;
    message.recipient = item.author;
    message.written_at = clock_.now();
    return message;
  }
  channel::SendResult send(const channel::OutboundMessage& message) { return run(inbox_->send(message)); }

  // What Jane is told, once something is there.
  json::array notifications_of_jane() {
    for (int i = 0; i < 100; ++i) {
      const auto page = call(net::Method::get, "app.bsky.notification.listNotifications?limit=20", jane_.token);
      if (!list_at(page, "notifications").empty()) return list_at(page, "notifications");
      run(pause());
    }
    return {};
  }
  // As call(), beside an inbox that receives.
  net::Task<json::value> ask(std::string name, std::string token, json::value input) {
    net::HttpRequest request;
    request.method = net::Method::post;
    request.url = server_ + "/xrpc/" + name;
    request.headers = {{"Content-Type", "application/json"}, {"Authorization", "Bearer " + token}};
    request.body = json::serialize(input);
    const auto reply = co_await http_->send(std::move(request));
    EXPECT_TRUE(reply && reply->status == 200) << name;
    co_return reply ? base::parse_json(reply->body).value_or(json::value(json::object{})) : json::value(json::object{});
  }
  net::Task<json::value> make(Account who, std::string_view collection, json::object record) {
    record["$type"] = collection;
    record["createdAt"] = base::to_rfc3339(clock_.now());
    co_return co_await ask("com.atproto.repo.createRecord", who.token,
                           {{"repo", who.did}, {"collection", collection}, {"record", std::move(record)}});
  }
  net::Task<json::value> unmake(Account who, std::string uri) {
    const auto parts = *parse_at_uri(uri);
    co_return co_await ask("com.atproto.repo.deleteRecord", who.token,
                           {{"repo", who.did}, {"collection", parts.collection}, {"rkey", parts.rkey}});
  }
  // Half a minute at most.
  net::Task<bool> heard(ItemKind kind, std::string uri, std::string target = {}) {
    const auto is_it = [&](const InboundItem& item) {
      return item.kind == kind && item.external_id == uri && (target.empty() || item.target_external_id == target);
    };
    const auto give_up = clock_.now() + std::chrono::seconds(30);
    while (std::ranges::none_of(sink_.items, is_it) && clock_.now() < give_up)
      co_await net::sleep_for(std::chrono::milliseconds(20));
    const bool found = std::ranges::any_of(sink_.items, is_it);
    EXPECT_TRUE(found) << base::to_name(kind) << " " << uri;
    co_return found;
  }
  // Everything that a customer does, and undoes, on a post of ours and in a thread of theirs.
  net::Task<base::Failure> live_through(json::value ours) {
    const std::string post = text_at(ours, "uri");
    while (sink_.connected_times == 0) co_await net::sleep_for(std::chrono::milliseconds(20));
    for (const auto& [collection, done, undone] :
         {std::tuple(kLike, ItemKind::like, ItemKind::unlike), std::tuple(kRepost, ItemKind::share, ItemKind::unshare)}) {
      const auto made = co_await make(jane_, collection, {{"subject", ours}});
      co_await heard(done, text_at(made, "uri"), post);
      co_await unmake(jane_, text_at(made, "uri"));
      co_await heard(undone, text_at(made, "uri"), post);
    }
    const auto follow = co_await make(jane_, kFollow, {{"subject", brand_.did}});
    co_await heard(ItemKind::follow, text_at(follow, "uri"));
    co_await unmake(jane_, text_at(follow, "uri"));
    co_await heard(ItemKind::unfollow, text_at(follow, "uri"));
    const json::value facet = {{"index", {{"byteStart", 0}, {"byteEnd", 1}}},
                               {"features", {{{"$type", "app.bsky.richtext.facet#mention"}, {"did", brand_.did}}}}};
    const auto said = co_await make(jane_, kPost, {{"text", "@ where is it?"}, {"facets", json::array{facet}}});
    co_await heard(ItemKind::message, text_at(said, "uri"));
    const auto answer = co_await make(brand_, kPost, {{"text", "Soon"}, {"reply", {{"root", said}, {"parent", said}}}});
    co_await heard(ItemKind::message, text_at(answer, "uri"));
    // Under their own words and without our name: of this Bluesky notifies nobody.
    const auto more =
        co_await make(jane_, kPost, {{"text", "It is there now"}, {"reply", {{"root", said}, {"parent", said}}}});
    co_await heard(ItemKind::message, text_at(more, "uri"));
    co_await unmake(jane_, text_at(more, "uri"));
    co_await heard(ItemKind::deletion, text_at(more, "uri"));
    co_return base::Failure{base::FailureKind::invalid, "all of it was heard", "", std::nullopt};
  }
  static net::Task<int> pause() {
    co_await net::sleep_for(std::chrono::milliseconds(100));
    co_return 0;
  }

  boost::asio::io_context loop_;
  std::unique_ptr<net::Dialer> dialer_ =
      std::move(*net::Dialer::create(loop_.get_executor(), {{"127.0.0.0/8", "::1/128"}, {}}));
  std::unique_ptr<net::HttpClient> http_ = net::make_http_client(loop_.get_executor(), *dialer_, {});
  channel::WorldClock clock_;
  std::string server_;
  Account brand_;
  Account jane_;
  std::unique_ptr<channel::ChannelInbox> inbox_;
  FakeSink sink_;
  std::string cid_;  // Of the record made last.
  int answers_ = 0;
};

TEST_F(BlueskyPeer, AMentionComesAndItsAnswerIsSeen) {
  const std::string uri = mention("my parcel is lost 📦");
  const auto item = receive(ItemKind::message, uri);
  ASSERT_TRUE(item.has_value());
  EXPECT_EQ(item->text, "@" + brand_.handle + " my parcel is lost 📦");
  EXPECT_EQ(item->author.handle, "@" + jane_.handle);
  const auto sent = send(answer_to(*item, "Sorry @" + jane_.handle + "! See https://care.example/4711 #parcel 📦"));
  ASSERT_EQ(sent.outcome, SendOutcome::sent) << sent.reason;
  const auto told = notifications_of_jane();
  ASSERT_FALSE(told.empty());
  const auto& notification = told.at(0);
  EXPECT_EQ(text_at(notification, "uri"), sent.external_id);
  EXPECT_EQ(list_at(notification, "record.facets").size(), 3U);
  EXPECT_EQ(text_at(notification, "record.reply.root.uri"), uri);
  // What was sent comes back as our own word, and only as that.
  const auto own = receive(ItemKind::message, sent.external_id);
  ASSERT_TRUE(own.has_value());
  EXPECT_TRUE(own->own);
  EXPECT_EQ(own->thread_key, uri);
  EXPECT_EQ(own->parent_external_id, uri);
}

TEST_F(BlueskyPeer, APictureGoesAndComes) {
  const auto item = receive(ItemKind::message, mention("what is in it?"));
  ASSERT_TRUE(item.has_value());
  auto message = answer_to(*item, "This.");
  message.attachments.push_back(
      {"dot.png", "image/png", "one dot",
       *base::from_base64(
           "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")});
  const auto sent = send(message);
  ASSERT_EQ(sent.outcome, SendOutcome::sent) << sent.reason;
  const auto own = receive(ItemKind::message, sent.external_id);
  ASSERT_TRUE(own.has_value());
  ASSERT_EQ(own->attachments.size(), 1U);
  EXPECT_EQ(own->attachments[0].description, "one dot");
  EXPECT_EQ(own->attachments[0].type, "image/png");
  EXPECT_EQ(own->attachments[0].size, 70);
}

TEST_F(BlueskyPeer, SignalsComeAndTheirUndoing) {
  const std::string ours = create(brand_, kPost, {{"text", "News of July"}});
  const json::value subject = {{"uri", ours}, {"cid", cid_}};
  const std::string like = create(jane_, kLike, {{"subject", subject}});
  const std::string repost = create(jane_, kRepost, {{"subject", subject}});
  const std::string follow = create(jane_, kFollow, {{"subject", brand_.did}});
  const std::string quote =
      create(jane_, kPost, {{"text", "See"}, {"embed", {{"$type", "app.bsky.embed.record"}, {"record", subject}}}});
  const auto reply = create(jane_, kPost, {{"text", "Nice"}, {"reply", {{"root", subject}, {"parent", subject}}}});
  EXPECT_EQ(receive(ItemKind::like, like).value_or(InboundItem{}).target_external_id, ours);
  EXPECT_EQ(receive(ItemKind::share, repost).value_or(InboundItem{}).target_external_id, ours);
  EXPECT_TRUE(receive(ItemKind::follow, follow));
  EXPECT_EQ(receive(ItemKind::message, quote).value_or(InboundItem{}).target_external_id, ours);
  EXPECT_EQ(receive(ItemKind::message, reply).value_or(InboundItem{}).thread_key, ours);
  for (const auto& uri : {like, repost, follow, quote}) remove(jane_, uri);
  const std::string block = create(jane_, kBlock, {{"subject", brand_.did}});
  EXPECT_EQ(receive(ItemKind::unlike, like).value_or(InboundItem{}).target_external_id, ours);
  EXPECT_TRUE(receive(ItemKind::unshare, repost));
  EXPECT_TRUE(receive(ItemKind::unfollow, follow));
  EXPECT_TRUE(receive(ItemKind::deletion, quote));
  EXPECT_TRUE(receive(ItemKind::block, block));
  const auto is_reply_gone = [&](const InboundItem& item) {
    return item.kind == ItemKind::deletion && item.external_id == reply;
  };
  EXPECT_FALSE(std::ranges::any_of(sink_.items, is_reply_gone)) << "it is only hidden from us";
  auto message = answer_to(InboundItem{}, "Too late");
  message.is_public = true;
  message.parent_external_id = reply;
  EXPECT_EQ(send(message).outcome, SendOutcome::refused) << "nobody would see it";
}

// The account is asked for news only every five minutes: what comes before was heard on the server's stream.
TEST_F(BlueskyPeer, WhatIsSaidAndTakenBackIsHeardLive) {
  auto with_live = settings(app_password(brand_, false)).as_object();
  with_live["poll_seconds"] = 300;
  with_live["live"] = "ws" + server_.substr(4) + "/xrpc/com.atproto.sync.subscribeRepos";
  inbox_ = *bluesky_channel().open(with_live, {*http_, *dialer_, clock_, [] { return 1ULL; }, "", ""});
  const std::string ours = create(brand_, kPost, {{"text", "News of July"}});
  const json::value subject = {{"uri", ours}, {"cid", cid_}};
  const auto failure = run(net::first_of(inbox_->receive(sink_, ""), live_through(subject)));
  EXPECT_EQ(failure.message, "all of it was heard") << sink_.impairment;
  EXPECT_EQ(sink_.connected_times, 1) << "it was asked for, too";
  EXPECT_EQ(sink_.impairment, "");
  EXPECT_TRUE(sink_.unreadable.empty());
  EXPECT_TRUE(std::ranges::all_of(sink_.items, [&](const InboundItem& item) {
    return item.own || item.kind != ItemKind::message || item.author.handle == "@" + jane_.handle;
  })) << "a stream does not say what people are called; it was looked up";
}

TEST_F(BlueskyPeer, AThreadThatIsClosedIsSaid) {
  const std::string uri = mention("no replies, please");
  const auto parts = parse_at_uri(uri);
  (void)call(net::Method::post, "com.atproto.repo.createRecord", jane_.token,
             {{"repo", jane_.did},
              {"collection", "app.bsky.feed.threadgate"},
              {"rkey", parts->rkey},
              {"record",
               {{"$type", "app.bsky.feed.threadgate"},
                {"post", uri},
                {"allow", json::array{}},
                {"createdAt", base::to_rfc3339(clock_.now())}}}});
  const auto item = receive(ItemKind::message, uri);
  ASSERT_TRUE(item.has_value());
  const auto refused = send(answer_to(*item, "Hello"));
  EXPECT_EQ(refused.outcome, SendOutcome::refused);
  EXPECT_EQ(refused.reason, "The author of this thread does not let this account reply there.");
}

TEST_F(BlueskyPeer, ARepeatedAnswerIsOnePost) {
  const auto item = receive(ItemKind::message, mention("twice?"));
  ASSERT_TRUE(item.has_value());
  const auto message = answer_to(*item, "Once.");
  EXPECT_EQ(run(inbox_->find_sent(message)).outcome, SendOutcome::refused) << "it was not sent yet";
  const auto first = send(message);
  ASSERT_EQ(first.outcome, SendOutcome::sent) << first.reason;
  // We died before this was written down: another program sends it again, from another session.
  inbox_ = open(app_password(brand_, false));
  EXPECT_EQ(run(inbox_->find_sent(message)).external_id, first.external_id);
  const auto second = send(message);
  EXPECT_EQ(second.outcome, SendOutcome::sent) << second.reason;
  EXPECT_EQ(second.external_id, first.external_id);
  const auto posts =
      call(net::Method::get,
           "com.atproto.repo.listRecords?collection=app.bsky.feed.post&repo=" + net::percent_encode(brand_.did), "");
  EXPECT_EQ(list_at(posts, "records").size(), 1U);
}

TEST_F(BlueskyPeer, LimitsAreThoseOfThePlatform) {
  const auto item = receive(ItemKind::message, mention("how long?"));
  ASSERT_TRUE(item.has_value());
  std::string longest;
  for (int i = 0; i < 300; ++i) longest += "👍🏽";
  EXPECT_EQ(send(answer_to(*item, longest)).outcome, SendOutcome::sent) << "300 graphemes of eight bytes";
  EXPECT_EQ(send(answer_to(*item, longest + "!")).outcome, SendOutcome::refused);
  // What our count would let through, the server's own words would tell.
  const auto own = create(brand_, kPost, {{"text", std::string(300, 'x')}});
  EXPECT_FALSE(own.empty());
}

TEST_F(BlueskyPeer, ActionsAreDoneAndUndone) {
  const std::string uri = mention("thank you!");
  ASSERT_TRUE(receive(ItemKind::message, uri));
  const auto act = [&](ActionKind kind, const std::string& id) {
    const auto done = run(inbox_->act({kind, id, {}}));
    EXPECT_TRUE(done.has_value()) << done.error().message;
  };
  const auto likes = [&](std::size_t wanted) {
    for (int i = 0; i < 100; ++i) {
      const auto page = call(net::Method::get, "app.bsky.feed.getLikes?uri=" + net::percent_encode(uri), jane_.token);
      if (list_at(page, "likes").size() == wanted) return true;
      run(pause());
    }
    return false;
  };
  act(ActionKind::like, uri);
  EXPECT_TRUE(likes(1));
  act(ActionKind::unlike, uri);
  EXPECT_TRUE(likes(0));
  act(ActionKind::share, uri);
  act(ActionKind::mark_read, uri);
  EXPECT_EQ(number_at(call(net::Method::get, "app.bsky.notification.getUnreadCount", brand_.token), "count"), 0);
  const auto own = create(brand_, kPost, {{"text", "A slip"}});
  act(ActionKind::remove, own);
}

TEST_F(BlueskyPeer, DirectMessagesGoBothWays) {
  const auto convo =
      text_at(chat(net::Method::get, "getConvoForMembers?members=" + net::percent_encode(brand_.did), jane_), "convo.id");
  (void)chat(net::Method::post, "sendMessage", jane_, {{"convoId", convo}, {"message", {{"text", "order 4711, please"}}}});
  const auto item = receive_until([](const InboundItem& one) { return one.text == "order 4711, please"; });
  ASSERT_TRUE(item.has_value());
  EXPECT_FALSE(item->is_public);
  EXPECT_EQ(item->thread_key, convo);
  EXPECT_EQ(item->author.handle, "@" + jane_.handle);
  const auto answer = answer_to(*item, "Shipped today 🚚");
  const auto sent = send(answer);
  ASSERT_EQ(sent.outcome, SendOutcome::sent) << sent.reason;
  EXPECT_EQ(send(answer).external_id, sent.external_id) << "a repeat is not said twice";
  const auto read = chat(net::Method::get, "getMessages?convoId=" + convo, jane_);
  ASSERT_EQ(list_at(read, "messages").size(), 2U);
  EXPECT_EQ(text_at(list_at(read, "messages")[0], "text"), "Shipped today 🚚");
  const auto own = receive(ItemKind::message, sent.external_id);
  ASSERT_TRUE(own.has_value());
  EXPECT_TRUE(own->own);
  EXPECT_EQ(own->recipient.external_id, jane_.did);
  (void)chat(net::Method::post, "addReaction", jane_, {{"convoId", convo}, {"messageId", sent.external_id}, {"value", "❤️"}});
  (void)chat(net::Method::post, "deleteMessageForSelf", jane_, {{"convoId", convo}, {"messageId", item->external_id}});
  EXPECT_TRUE(receive(ItemKind::deletion, item->external_id));
  EXPECT_TRUE(receive_until(
      [&](const InboundItem& one) { return one.kind == ItemKind::like && one.target_external_id == sent.external_id; }));
  const auto marked = run(inbox_->act({ActionKind::mark_read, item->external_id, item->context}));
  EXPECT_TRUE(marked.has_value());
}

TEST_F(BlueskyPeer, ConnectingSaysWhatIsRightAndWhatIsWrong) {
  const auto account = run(inbox_->connect());
  ASSERT_TRUE(account.has_value()) << account.error().message;
  EXPECT_EQ(account->external_id, brand_.did);
  EXPECT_EQ(account->handle, "@" + brand_.handle);
  EXPECT_EQ(account->settings.at("chat"), true);
  const auto plain = run(open(app_password(brand_, false))->connect());
  ASSERT_TRUE(plain.has_value()) << plain.error().message;
  EXPECT_EQ(plain->settings.at("chat"), false) << "this app password may not read chats";
  const auto wrong = run(open("abcd-efgh-ijkl-mnop")->connect());
  ASSERT_FALSE(wrong.has_value());
  EXPECT_EQ(wrong.error().kind, base::FailureKind::unauthenticated);
  EXPECT_EQ(wrong.error().field, "app_password");
  EXPECT_NE(wrong.error().message.find("The handle or the app password is wrong"), std::string::npos)
      << wrong.error().message;
}

TEST_F(BlueskyPeer, ARevokedAppPasswordEndsTheRun) {
  const auto before = run(inbox_->connect());
  ASSERT_TRUE(before.has_value()) << before.error().message;
  const auto revoked = app_password(brand_, false);
  (void)call(net::Method::post, "com.atproto.server.revokeAppPassword", brand_.token, {{"name", "care"}});
  inbox_ = open(revoked);
  const auto failure = run(inbox_->receive(sink_, ""));
  EXPECT_EQ(failure.kind, base::FailureKind::unauthenticated);
}

// As after two hours: the token in hand is refused, and what is asked for is answered all the same.
TEST_F(BlueskyPeer, TheSessionIsRenewed) {
  const auto item = receive(ItemKind::message, mention("before"));
  ASSERT_TRUE(item.has_value());
  LateClock late;
  inbox_ =
      *bluesky_channel().open(settings(app_password(brand_, false)), {*http_, *dialer_, late, [] { return 1ULL; }, "", ""});
  ASSERT_EQ(send(answer_to(*item, "One.")).outcome, SendOutcome::sent);
  late.by = std::chrono::minutes(119);
  EXPECT_EQ(send(answer_to(*item, "Two.")).outcome, SendOutcome::sent) << "with a token of refreshSession";
}

}  // namespace
}  // namespace bluesky
