// A live source by script: Jetstream's messages as they come, beside a platform that answers what is asked.
#include "connectors/bluesky/live.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "base/json/decode.hpp"
#include "channel/channel.hpp"
#include "connectors/bluesky/at_uri.hpp"
#include "connectors/bluesky/fake_bluesky_test_kit.hpp"
#include "connectors/bluesky/memory.hpp"
#include "net/websocket_peer_test_kit.hpp"

channel::ChannelType bluesky_channel();

namespace bluesky {
namespace {

using channel::FakeSink;
using channel::FakeWorld;
using channel::ItemKind;
using net::Method;
using net::test::accept_websocket;
using net::test::Peer;
using net::test::ScriptedServer;
using net::test::server_frame;

constexpr std::int64_t kNow_us = test::kNowS * 1'000'000;
const std::string kOurs = test::post_uri("o1", test::kOwnDid);

// An event of Jetstream's first form; the record's members without braces, "" of what is deleted.
std::string event(const std::string& did, const std::string& operation, const std::string& collection,
                  const std::string& rkey, const std::string& record = {}, std::int64_t after_s = 0) {
  std::string out = R"({"did":")" + did + R"(","time_us":)" + std::to_string(kNow_us + after_s * 1'000'000) +
                    R"(,"kind":"commit","commit":{"rev":"3l","operation":")" + operation + R"(","collection":")" +
                    collection + R"(","rkey":")" + rkey + '"';
  if (!record.empty()) out += R"(,"cid":"bafy-)" + rkey + R"(","record":{"$type":")" + collection + R"(",)" + record + "}";
  return server_frame(0x81, out + "}}");
}
std::string post(const std::string& did, const std::string& rkey, const std::string& text, const std::string& more = {}) {
  return event(did, "create", "app.bsky.feed.post", rkey, R"("text":")" + text + '"' + more);
}
std::string reply_to(const std::string& root, const std::string& parent) {
  return R"(,"reply":{"root":{"uri":")" + root + R"(","cid":"c"},"parent":{"uri":")" + parent + R"(","cid":"c"}})";
}
std::string subject(const std::string& uri) { return R"("subject":{"uri":")" + uri + R"(","cid":"c"})"; }

struct Listening {
  FakeWorld world;
  FakeSink sink;
  std::unique_ptr<channel::ChannelInbox> inbox;

  explicit Listening(std::uint16_t port, const std::string& path = "/subscribe") {
    test::prepare(world.platform);
    world.platform.on(Method::get, "getPostThread", 400, R"({"error":"NotFound","message":"Post not found"})");
    world.platform.on(
        Method::get, "getProfiles", 200,
        R"({"profiles":[{"did":"did:plc:jane","handle":"jane.example","displayName":"Jane","followersCount":7}]})");
    world.platform.on(Method::get, "getLikes", 200, R"({"likes":[{"actor":{"did":"did:plc:jane"}}]})");
    world.platform.on(Method::get, "getRepostedBy", 200, R"({"repostedBy":[{"did":"did:plc:jane"},{"did":"did:plc:ann"}]})");
    auto settings = base::parse_json(test::kSettings)->as_object();
    settings["live"] = "ws://127.0.0.1:" + std::to_string(port) + path;
    settings["poll_seconds"] = 1;
    inbox = *bluesky_channel().open(settings, world.services());
  }
  std::optional<base::Failure> run_until(const std::function<bool()>& enough, std::string cursor = {}) {
    return world.receive(*inbox, sink, std::move(cursor), [&](const std::function<void()>& stop) {
      sink.on_take = sink.on_connected = [enough, stop] {
        if (enough()) stop();
      };
    });
  }
  std::vector<std::string> seen() const {
    std::vector<std::string> out;
    for (const auto& item : sink.items) out.push_back(std::string(base::to_name(item.kind)) + " " + item.external_id);
    return out;
  }
};

TEST(BlueskyLive, WhatConcernsUsIsTakenAndNothingElse) {
  const std::string mention = R"(,"facets":[{"features":[{"did":"did:plc:brand"}]}])";
  const std::string quote = R"(,"embed":{"$type":"app.bsky.embed.record","record":{"uri":")" + kOurs + R"(","cid":"c"}})";
  const std::string root = test::post_uri("answered");
  std::promise<std::string> asked;
  const ScriptedServer jetstream([&](Peer& peer, int) {
    const auto head = accept_websocket(
        peer,
        post("did:plc:jane", "n1", "Nothing of ours") + post("did:plc:jane", "m1", "Where is it?", mention) +
            post("did:plc:jane", "q1", "See", quote) + post("did:plc:jane", "r1", "Nice", reply_to(kOurs, kOurs)) +
            post("did:plc:jane", "r2", "Under what was just said", reply_to(test::post_uri("m1"), test::post_uri("m1"))) +
            post("did:plc:jane", "r3", "In a thread that we answered", reply_to(root, root)) +
            post("did:plc:stranger", "r4", "Another there", reply_to(root, root)) +
            post("did:plc:brand", "a1", "From the app", reply_to(test::post_uri("m1"), test::post_uri("m1"))) +
            event("did:plc:jane", "create", "app.bsky.feed.like", "l1", subject(kOurs)) +
            event("did:plc:jane", "create", "app.bsky.feed.like", "l2", subject(test::post_uri("x"))) +
            event("did:plc:jane", "create", "app.bsky.feed.repost", "s1", subject(kOurs)) +
            event("did:plc:jane", "create", "app.bsky.graph.follow", "f1", R"("subject":"did:plc:brand")") +
            event("did:plc:jane", "create", "app.bsky.graph.follow", "f2", R"("subject":"did:plc:other")") +
            event("did:plc:jane", "delete", "app.bsky.feed.like", "l1") +
            event("did:plc:jane", "delete", "app.bsky.feed.like", "l2") +
            event("did:plc:jane", "delete", "app.bsky.graph.follow", "f1") +
            event("did:plc:jane", "update", "app.bsky.feed.post", "m1", R"("text":"Where is 4711?")") +
            event("did:plc:jane", "delete", "app.bsky.feed.post", "q1") + server_frame(0x81, "{\"kind\":\"identity\"}") +
            event("did:plc:ann", "delete", "app.bsky.feed.repost", "known"));
    asked.set_value(head);
    peer.at_end();
  });
  Listening one(jetstream.port());
  auto memory = Memory::beginning(base::Time(std::chrono::hours(500'000)));
  memory.answered = {root};
  memory.done = {{"at://did:plc:ann/app.bsky.feed.repost/known", kOurs}};
  const auto is_last = [&] { return !one.sink.items.empty() && one.sink.items.back().external_id.ends_with("/known"); };
  EXPECT_FALSE(one.run_until(is_last, memory.write()));
  const std::string jane = "at://did:plc:jane/";
  EXPECT_EQ(one.seen(),
            (std::vector<std::string>{
                "message " + jane + "app.bsky.feed.post/m1", "message " + jane + "app.bsky.feed.post/q1",
                "message " + jane + "app.bsky.feed.post/r1", "message " + jane + "app.bsky.feed.post/r2",
                "message " + jane + "app.bsky.feed.post/r3", "message at://did:plc:brand/app.bsky.feed.post/a1",
                "like " + jane + "app.bsky.feed.like/l1", "share " + jane + "app.bsky.feed.repost/s1",
                "follow " + jane + "app.bsky.graph.follow/f1", "unlike " + jane + "app.bsky.feed.like/l1",
                "unfollow " + jane + "app.bsky.graph.follow/f1", "edit " + jane + "app.bsky.feed.post/m1#bafy-m1",
                "deletion " + jane + "app.bsky.feed.post/q1", "unshare at://did:plc:ann/app.bsky.feed.repost/known"}));
  for (const auto& item : one.sink.items) {
    EXPECT_EQ(item.own, item.external_id.ends_with("/a1"));
    if (item.kind == ItemKind::unlike || item.kind == ItemKind::unshare) EXPECT_EQ(item.target_external_id, kOurs);
    if (item.kind == ItemKind::edit) EXPECT_EQ(item.text, "Where is 4711?");
  }
  EXPECT_EQ(one.sink.items[0].author.handle, "@jane.example") << "the stream does not tell; it was asked for";
  EXPECT_EQ(one.sink.items[0].author.followers, 7);
  EXPECT_EQ(one.sink.items[5].author.handle, "@care.example.com");
  const auto head = asked.get_future().get();
  EXPECT_NE(head.find("GET /subscribe?wantedCollections=app.bsky.feed.post&wantedCollections="), std::string::npos) << head;
  EXPECT_EQ(head.find("cursor="), std::string::npos);
  const auto after = Memory::read(one.sink.cursor, {});
  EXPECT_EQ(after.live_at, kNow_us);
  EXPECT_EQ(after.done.size(), 1U) << "the repost that stands";
}

TEST(BlueskyLive, GoesOnFromWhereItWas) {
  std::promise<std::string> asked;
  const ScriptedServer jetstream([&](Peer& peer, int) {
    asked.set_value(accept_websocket(peer, post("did:plc:jane", "r1", "Nice", reply_to(kOurs, kOurs))));
    peer.at_end();
  });
  Listening one(jetstream.port());
  auto memory = Memory::beginning(base::Time(std::chrono::hours(500'000)));
  memory.live_at = kNow_us;
  memory.live_url = "ws://127.0.0.1:" + std::to_string(jetstream.port()) + "/subscribe";
  EXPECT_FALSE(one.run_until([&] { return one.sink.items.size() == 1; }, memory.write()));
  EXPECT_NE(asked.get_future().get().find("&cursor=" + std::to_string(kNow_us - 2'000'000)), std::string::npos);
}

TEST(BlueskyLive, APlaceInAnotherStreamIsNone) {
  std::promise<std::string> asked;
  const ScriptedServer jetstream([&](Peer& peer, int) {
    asked.set_value(accept_websocket(peer, post("did:plc:jane", "r1", "Nice", reply_to(kOurs, kOurs))));
    peer.at_end();
  });
  Listening one(jetstream.port());
  auto memory = Memory::beginning(base::Time(std::chrono::hours(500'000)));
  memory.live_at = kNow_us;
  memory.live_url = "wss://another.example/subscribe";
  EXPECT_FALSE(one.run_until([&] { return one.sink.items.size() == 1; }, memory.write()));
  EXPECT_EQ(asked.get_future().get().find("cursor="), std::string::npos);
}

TEST(BlueskyLive, WhileItIsAwayTheAccountIsAskedAndThatIsSaid) {
  Listening one(net::test::unused_port());
  const std::string at = base::to_rfc3339(base::Time(std::chrono::hours(500'000)));
  one.world.platform.on(
      Method::get, "listNotifications", 200,
      R"({"notifications":[)" + test::notification("mention", test::post_uri("p1"), test::said("hello", at), at) + "]}");
  EXPECT_FALSE(one.run_until([&] { return !one.sink.impairment.empty() && one.sink.connected_times > 1; }));
  EXPECT_EQ(one.sink.items.at(0).text, "hello");
  EXPECT_NE(one.sink.impairment.find("not heard live, only asked for: No connection to 127.0.0.1"), std::string::npos)
      << one.sink.impairment;
}

struct Alone {
  FakeWorld world;
  channel::ChannelServices services = world.services();
  net::Bell bell;

  // Runs it until there is news, or none in half a minute.
  Live::News news_of(Live& live) {
    Live::News news;
    (void)world.run(net::first_of(live.run(), wait(&live, &news)));
    return news;
  }
  net::Task<base::Failure> wait(Live* live, Live::News* news) {
    for (int i = 0; i < 100 && news->events.empty() && !news->missed; ++i) {
      if (!co_await bell.wait(std::chrono::seconds(30))) break;
      *news = live->take();
    }
    co_return base::Failure{};
  }
};

constexpr LivePace kQuick{std::chrono::milliseconds(1), std::chrono::milliseconds(2)};

TEST(BlueskyLive, WhatWasNotKeptIsNoticed) {
  Alone one;
  const ScriptedServer jetstream([&](Peer& peer, int) {
    accept_websocket(peer, event("did:plc:jane", "delete", "app.bsky.feed.like", "l1", {}, 3600));
    peer.at_end();
  });
  Live live(
      one.services, {LiveForm::jetstream, "ws://127.0.0.1:" + std::to_string(jetstream.port()) + "/subscribe"}, kNow_us,
      [](const EventFacts&) { return false; }, one.bell, kQuick);
  EXPECT_TRUE(one.news_of(live).missed) << "an hour lies between";
}

TEST(BlueskyLive, ARefusedPlaceIsGivenUp) {
  Alone one;
  std::atomic<int> with_cursor = 0;
  const ScriptedServer second_form([&](Peer& peer, int connection) {
    if (connection == 0) {
      const auto head = peer.read_head();
      if (head.find("cursor=7") != std::string::npos) ++with_cursor;
      peer.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 24\r\n\r\n{\"error\":\"CursorTooOld\"}\n");
      return;
    }
    const auto head = accept_websocket(
        peer,
        server_frame(0x81, R"({"$type":"message","payload":{"$type":"network.bsky.jetstream.subscribeEvents#commit",)"
                           R"("seq":90,"did":"did:plc:jane","time":"2026-07-01T10:46:02.329308Z","operation":"delete",)"
                           R"("collection":"app.bsky.feed.like","rkey":"l1"}})"));
    if (head.find("cursor=") != std::string::npos) ++with_cursor;
    peer.at_end();
  });
  Live live(
      one.services,
      {LiveForm::jetstream_events,
       "ws://127.0.0.1:" + std::to_string(second_form.port()) + "/xrpc/network.bsky.jetstream.subscribeEvents"},
      7, [](const EventFacts& facts) { return facts.operation == "delete"; }, one.bell, kQuick);
  EXPECT_TRUE(one.news_of(live).missed);
  const auto news = one.news_of(live);
  EXPECT_EQ(news.events.size(), 1U);
  EXPECT_EQ(news.position, 90);
  EXPECT_EQ(with_cursor, 1);
}

TEST(BlueskyLive, WhatCannotBeReadIsPassedOverAndMissed) {
  Alone one;
  const ScriptedServer jetstream([&](Peer& peer, int) {
    accept_websocket(peer, server_frame(0x81, "{\"half\":"));
    peer.at_end();
  });
  Live live(
      one.services, {LiveForm::jetstream, "ws://127.0.0.1:" + std::to_string(jetstream.port()) + "/subscribe"}, std::nullopt,
      [](const EventFacts&) { return true; }, one.bell, kQuick);
  EXPECT_TRUE(one.news_of(live).missed);
}

TEST(BlueskyLive, ASourceIsNamedByItsAddress) {
  struct Case {
    const char* given;
    const char* url;
    LiveForm form;
  };
  for (const auto& one : {
           Case{" wss://jetstream2.us-east.bsky.network ", "wss://jetstream2.us-east.bsky.network/subscribe",
                LiveForm::jetstream},
           Case{"https://j.example/subscribe?wantedCollections=app.bsky.feed.post",
                "wss://j.example/subscribe?wantedCollections=app.bsky.feed.post", LiveForm::jetstream},
           Case{"https://j.example/xrpc/network.bsky.jetstream.subscribeEvents",
                "wss://j.example/xrpc/network.bsky.jetstream.subscribeEvents", LiveForm::jetstream_events},
           Case{"http://localhost:2583/xrpc/com.atproto.sync.subscribeRepos",
                "ws://localhost:2583/xrpc/com.atproto.sync.subscribeRepos", LiveForm::repos},
       }) {
    const auto source = parse_live_source(one.given);
    ASSERT_TRUE(source) << source.error().message;
    EXPECT_EQ(source->url, one.url);
    EXPECT_EQ(source->form, one.form);
  }
  EXPECT_FALSE(parse_live_source("wss://j.example/other"));
  EXPECT_FALSE(parse_live_source("jetstream"));
  auto settings = base::parse_json(test::kSettings)->as_object();
  settings["live"] = "nothing";
  const auto checked = bluesky_channel().check_settings(settings);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().field, "live");
  // Who names the collections keeps them.
  const LiveSource chosen{LiveForm::jetstream, "wss://j.example/subscribe?wantedCollections=app.bsky.feed.post"};
  EXPECT_EQ(listening_url(chosen, 5'000'000), chosen.url + "&cursor=3000000");
  EXPECT_EQ(listening_url({LiveForm::repos, "wss://j.example/x"}, 5), "wss://j.example/x?cursor=5");
}

TEST(BlueskyLive, TheMemoryIsSmallAndComesBack) {
  auto memory = Memory::beginning(base::Time(std::chrono::hours(500'000)));
  const std::string did = "did:plc:" + std::string(24, 'a');
  for (int i = 0; i < 500; ++i) {
    const auto rkey = "3l3qo2vuowo" + std::to_string(100 + i);
    channel::InboundItem post;
    post.is_public = true;
    post.external_id = at_uri(did, kPost, rkey);
    memory.remember(post);
    channel::InboundItem like = post;
    like.kind = ItemKind::like;
    like.external_id = at_uri(did, kLike, rkey);
    like.target_external_id = at_uri("did:web:care.example.com", kPost, rkey);
    memory.remember(like);
  }
  channel::InboundItem own;
  own.is_public = own.own = true;
  own.external_id = at_uri("did:plc:brand", kPost, "a");
  own.thread_key = at_uri(did, kPost, "root");
  memory.remember(own);
  memory.live_at = 5;
  memory.live_url = "wss://j.example/subscribe";
  const auto text = memory.write();
  EXPECT_LT(text.size(), 60U * 1024);
  const auto again = Memory::read(text, {});
  EXPECT_EQ(again.posts, memory.posts);
  ASSERT_EQ(again.done.size(), memory.done.size());
  EXPECT_GE(again.done.size(), 400U);
  EXPECT_EQ(again.done.back().uri, memory.done.back().uri);
  EXPECT_EQ(again.done.back().target, memory.done.back().target);
  EXPECT_TRUE(again.has_answered(own.thread_key));
  EXPECT_TRUE(again.has_word_of(did));
  EXPECT_FALSE(again.has_word_of("did:plc:a"));
  EXPECT_EQ(again.live_at, 5);
}

}  // namespace
}  // namespace bluesky
