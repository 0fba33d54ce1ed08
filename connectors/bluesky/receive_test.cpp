#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <span>

#include <boost/asio/post.hpp>

#include "base/json/decode.hpp"
#include "channel/channel.hpp"
#include "connectors/bluesky/fake_bluesky_test_kit.hpp"
#include "connectors/bluesky/memory.hpp"

channel::ChannelType bluesky_channel();

namespace bluesky {
namespace {

using channel::FakeSink;
using channel::FakeWorld;
using channel::ItemKind;
using net::Method;

struct Receiving {
  FakeWorld world;
  FakeSink sink;
  std::unique_ptr<channel::ChannelInbox> inbox;

  explicit Receiving(const std::string& settings = test::kSettings) {
    test::prepare(world.platform);
    inbox = *bluesky_channel().open(*base::parse_json(settings), world.services());
  }
  std::string at(int seconds) const {
    return base::to_rfc3339(base::Time(std::chrono::hours(500'000)) + std::chrono::seconds(seconds));
  }
  // One round.
  std::optional<base::Failure> run(std::string cursor = {}) {
    return world.receive(*inbox, sink, std::move(cursor),
                         [this](const std::function<void()>& stop) { sink.on_connected = stop; });
  }
  std::vector<std::string> texts() const {
    std::vector<std::string> out;
    for (const auto& item : sink.items) out.push_back(item.text);
    return out;
  }
  int count(const std::string& part) const {
    return static_cast<int>(std::ranges::count_if(world.platform.seen,
                                                  [&](const auto& one) { return one.url.find(part) != std::string::npos; }));
  }
};

std::string page(const std::vector<std::string>& entries, const std::string& cursor, const char* member = "notifications") {
  std::string out = std::string("{\"") + member + "\":[";
  for (std::size_t i = 0; i < entries.size(); ++i) out += (i == 0 ? "" : ",") + entries[i];
  return out + (cursor.empty() ? "]}" : R"(],"cursor":")" + cursor + "\"}");
}

TEST(BlueskyReceiving, GoesBackOverPagesAndHandsOverOldestFirst) {
  Receiving one;
  const auto mention = [&](int n) {
    return test::notification("mention", test::post_uri("p" + std::to_string(n)), test::said(std::to_string(n), one.at(n)),
                              one.at(n));
  };
  std::vector<std::vector<std::string>> pages(3);
  for (int n = 250; n > 0; --n) pages[static_cast<std::size_t>((250 - n) / 100)].push_back(mention(n));
  one.world.clock.set(base::Time(std::chrono::hours(500'001)));
  auto& platform = one.world.platform;
  platform.on(Method::get, "listNotifications", 200, page(pages[0], "1"));
  platform.on(Method::get, "cursor=1", 200, page(pages[1], "2"));
  platform.on(Method::get, "cursor=2", 200, page(pages[2], ""));
  EXPECT_FALSE(one.run());
  ASSERT_EQ(one.sink.items.size(), 250U);
  for (int n = 1; n <= 250; ++n) EXPECT_EQ(one.sink.items[static_cast<std::size_t>(n - 1)].text, std::to_string(n));
  EXPECT_EQ(one.sink.batches, 3);
  EXPECT_LT(one.sink.cursor.size(), 64U * 1024);
  // Another run begins where this one ended: it looks a little further back, and no further.
  platform.on(Method::get, "getRecord", 200, R"({"uri":"u","value":{}})");
  const std::string cursor = one.sink.cursor;
  one.sink.items.clear();
  EXPECT_FALSE(one.run(cursor));
  EXPECT_LE(one.sink.items.size(), 121U) << "two minutes";
}

TEST(BlueskyReceiving, WhatIsNotStoredComesAgain) {
  Receiving one;
  const auto mention = test::notification("mention", test::post_uri("p1"), test::said("hello", one.at(-5)), one.at(-5));
  one.world.platform.on(Method::get, "listNotifications", 200, page({mention}, ""));
  one.sink.refuse = base::Failure{base::FailureKind::unavailable, "The disk is full.", "", std::nullopt};
  const auto failed = one.run();
  ASSERT_TRUE(failed.has_value());
  EXPECT_EQ(failed->message, "The disk is full.");
  one.sink = FakeSink();
  EXPECT_FALSE(one.run());
  EXPECT_EQ(one.texts(), std::vector<std::string>{"hello"});
}

TEST(BlueskyReceiving, WhatIsDatedBackIsFound) {
  Receiving one;
  const auto fresh = test::notification("mention", test::post_uri("p2"), test::said("fresh", one.at(-60)), one.at(-60));
  const auto dated =
      test::notification("mention", test::post_uri("p1"), test::said("dated back", one.at(-90'000)), one.at(-60));
  auto& platform = one.world.platform;
  platform.on(Method::get, "listNotifications", 200, page({fresh}, "1"));
  platform.on(Method::get, "cursor=1", 200, page({dated}, ""));
  EXPECT_FALSE(one.run(Memory::beginning(base::Time(std::chrono::hours(500'000)) - std::chrono::minutes(2)).write()));
  EXPECT_EQ(one.texts(), (std::vector<std::string>{"fresh", "dated back"}));
}

TEST(BlueskyReceiving, TakesOurOwnWordsAndSignals) {
  Receiving one;
  const std::string own =
      R"({"post":{"uri":")" + test::post_uri("o1", test::kOwnDid) +
      R"(","cid":"c","author":{"did":"did:plc:brand","handle":"care.example.com"},"record":{"$type":"app.bsky.feed.post",)" +
      R"("text":"Sorry!","createdAt":")" + one.at(-5) + R"(","reply":{"root":{"uri":")" + test::post_uri("p1") +
      R"(","cid":"c"},"parent":{"uri":")" + test::post_uri("p1") + R"(","cid":"c"}}},"indexedAt":")" + one.at(-5) + R"("}})";
  const std::string shared = R"({"post":{"uri":")" + test::post_uri("x1") +
                             R"(","cid":"c","author":{"did":"did:plc:jane"},"record":{"text":"theirs"},"indexedAt":")" +
                             one.at(-5) + R"("},"reason":{"$type":"app.bsky.feed.defs#reasonRepost"}})";
  const std::string subject =
      R"("subject":{"uri":")" + test::post_uri("o1", test::kOwnDid) + R"(","cid":"c"},"createdAt":")" + one.at(-3) + "\"}";
  auto& platform = one.world.platform;
  platform.on(Method::get, "getLikes", 200, R"({"likes":[{"actor":{"did":"did:plc:jane"}}]})");
  platform.on(Method::get, "getProfiles?actors=did%3Aplc%3Ajane", 200,
              R"({"profiles":[{"did":"did:plc:jane","followersCount":1200}]})");
  platform.on(Method::get, "getAuthorFeed", 200, page({own, shared}, "", "feed"));
  platform.on(Method::get, "listNotifications", 200,
              page({test::notification("like", "at://did:plc:jane/app.bsky.feed.like/l1",
                                       R"({"$type":"app.bsky.feed.like",)" + subject, one.at(-2)),
                    test::notification("mention", test::post_uri("p1"), test::said("Where is it?", one.at(-9)), one.at(-9))},
                   ""));
  EXPECT_FALSE(one.run());
  ASSERT_EQ(one.sink.items.size(), 3U);
  EXPECT_EQ(one.sink.items[0].text, "Where is it?");
  EXPECT_EQ(one.sink.items[0].author.followers, 1200);
  EXPECT_EQ(one.sink.items[1].text, "Sorry!");
  EXPECT_TRUE(one.sink.items[1].own);
  EXPECT_EQ(one.sink.items[1].thread_key, test::post_uri("p1"));
  EXPECT_EQ(one.sink.items[2].kind, ItemKind::like);
  EXPECT_EQ(one.sink.items[2].target_external_id, test::post_uri("o1", test::kOwnDid));
}

TEST(BlueskyReceiving, NoticesWhatWasTakenBack) {
  Receiving one;
  Memory memory = Memory::beginning(base::Time(std::chrono::hours(500'000)));
  const std::string ours = test::post_uri("o1", test::kOwnDid);
  memory.posts = {test::post_uri("gone"), test::post_uri("hidden"), test::post_uri("there")};
  memory.done = {{"at://did:plc:jane/app.bsky.feed.like/l1", ours},
                 {"at://did:plc:ann/app.bsky.feed.like/l2", ours},
                 {"at://did:plc:jane/app.bsky.feed.repost/r1", ours},
                 {"at://did:plc:jane/app.bsky.graph.follow/f1", ""}};
  auto& platform = one.world.platform;
  platform.on(Method::get, "getPosts", 200,
              page({R"({"uri":")" + test::post_uri("there") + R"(","record":{}})"}, "", "posts"));
  platform.on(Method::get, "rkey=hidden", 200, R"({"uri":"u","value":{}})");
  platform.on(Method::get, "getLikes", 200, R"({"likes":[{"actor":{"did":"did:plc:ann"}}]})");
  platform.on(Method::get, "getRepostedBy", 200, R"({"repostedBy":[]})");
  platform.on(Method::get, "getRelationships", 200,
              R"({"relationships":[{"did":"did:plc:jane","blockedBy":"at://did:plc:jane/app.bsky.graph.block/b1"}]})");
  EXPECT_FALSE(one.run(memory.write()));
  std::vector<std::string> seen;
  for (const auto& item : one.sink.items) seen.push_back(std::string(base::to_name(item.kind)) + " " + item.external_id);
  EXPECT_EQ(seen,
            (std::vector<std::string>{"deletion " + test::post_uri("gone"), "unlike at://did:plc:jane/app.bsky.feed.like/l1",
                                      "unshare at://did:plc:jane/app.bsky.feed.repost/r1",
                                      "unfollow at://did:plc:jane/app.bsky.graph.follow/f1",
                                      "block at://did:plc:jane/app.bsky.graph.block/b1"}));
  const auto after = Memory::read(one.sink.cursor, {});
  EXPECT_EQ(after.posts, (std::deque<std::string>{test::post_uri("there")}));
  EXPECT_EQ(after.done.size(), 2U) << "the like that stands, and the block";
}

constexpr const char* kWithChat =
    R"({"handle":"care.example.com","app_password":"x","service":"https://social.example","chat":true})";

TEST(BlueskyReceiving, SaysThatTheChatIsAwayWhileTheRestGoesOn) {
  Receiving one(
      R"({"handle":"care.example.com","app_password":"x","service":"https://social.example","chat":true,"poll_seconds":1})");
  auto& platform = one.world.platform;
  const auto log = [&](int status, const char* body) { platform.on(Method::get, "getLog", status, body); };
  log(502, R"({"error":"UpstreamFailure","message":"Upstream service unreachable"})");
  platform.on(Method::get, "listConvos", 200, R"({"convos":[]})");
  const auto mention = test::notification("mention", test::post_uri("p1"), test::said("hello", one.at(-5)), one.at(-5));
  platform.on(Method::get, "listNotifications", 200, page({mention}, ""));
  std::vector<std::string> told;
  const auto failed = one.world.receive(*one.inbox, one.sink, {}, [&](const std::function<void()>& stop) {
    one.sink.on_connected = [&, stop] {
      told.push_back(one.sink.impairment);  // Of the round before.
      if (told.size() == 2) log(200, R"({"logs":[],"cursor":"3"})");
      if (told.size() == 4) stop();
    };
  });
  EXPECT_FALSE(failed);
  EXPECT_EQ(one.texts(), std::vector<std::string>{"hello"});
  ASSERT_EQ(told.size(), 4U);
  EXPECT_NE(told[1].find("Direct messages cannot be read now"), std::string::npos) << told[1];
  EXPECT_EQ(told[3], "") << "it is back";
}

TEST(BlueskyReceiving, ReadsTheChatLogOnFromItsCursor) {
  Receiving one(kWithChat);
  auto& platform = one.world.platform;
  const auto entry = [&](const char* rev, const char* kind, const char* id, const char* did, const char* text) {
    return std::string(R"({"$type":"chat.bsky.convo.defs#)") + kind + R"(","rev":")" + rev +
           R"(","convoId":"k1","message":{"id":")" + id + R"(","rev":")" + rev + R"(","text":")" + text +
           R"(","sender":{"did":")" + did + R"("},"sentAt":")" + one.at(-9) + R"("}})";
  };
  platform.on(
      Method::get, "getConvo?", 200,
      R"({"convo":{"members":[{"did":"did:plc:brand","handle":"care.example.com"},{"did":"did:plc:jane","handle":"jane.example"}]}})");
  platform.on(Method::get, "getLog", 200, R"({"logs":[],"cursor":"3"})");
  platform.on(Method::get, "getLog?cursor=1", 200,
              page({entry("2", "logCreateMessage", "m1", "did:plc:jane", "order 4711"),
                    entry("3", "logCreateMessage", "m2", "did:plc:brand", "shipped"),
                    entry("3", "logDeleteMessage", "m1", "did:plc:jane", "")},
                   "3", "logs"));
  auto memory = Memory::beginning(base::Time(std::chrono::hours(500'000)));
  memory.chat_rev = "1";
  EXPECT_FALSE(one.run(memory.write()));
  ASSERT_EQ(one.sink.items.size(), 3U);
  EXPECT_EQ(one.sink.items[0].author.handle, "@jane.example");
  EXPECT_FALSE(one.sink.items[0].is_public);
  EXPECT_EQ(one.sink.items[0].thread_key, "k1");
  EXPECT_TRUE(one.sink.items[1].own);
  EXPECT_EQ(one.sink.items[1].recipient.external_id, "did:plc:jane");
  EXPECT_EQ(one.sink.items[2].kind, ItemKind::deletion);
  EXPECT_EQ(Memory::read(one.sink.cursor, {}).chat_rev, "3");
}

TEST(BlueskyReceiving, BeginsTheChatWithWhatStandsThere) {
  Receiving one(kWithChat);
  auto& platform = one.world.platform;
  platform.on(Method::get, "getLog", 200, R"({"logs":[],"cursor":"9"})");
  platform.on(Method::get, "listConvos", 200,
              R"({"convos":[{"id":"k1","lastMessage":{"sentAt":")" + one.at(-60) +
                  R"("}},{"id":"k2","lastMessage":{"sentAt":")" + one.at(-90'000) + R"("}}]})");
  platform.on(Method::get, "getConvo?", 200, R"({"convo":{"members":[]}})");
  const auto message = [&](const char* id, int at) {
    return std::string(R"({"id":")") + id + R"(","rev":"1","text":")" + id +
           R"(","sender":{"did":"did:plc:jane"},"sentAt":")" + one.at(at) + "\"}";
  };
  platform.on(Method::get, "getMessages", 200,
              page({message("new", -60), message("newish", -70), message("old", -90'000)}, "1", "messages"));
  EXPECT_FALSE(one.run());
  EXPECT_EQ(one.texts(), (std::vector<std::string>{"newish", "new"}));
}

TEST(BlueskyReceiving, GoesOnWithoutChat) {
  Receiving one(kWithChat);
  auto& platform = one.world.platform;
  platform.on(Method::get, "getLog", 400, R"({"error":"InvalidToken","message":"Bad token method"})");
  platform.on(Method::get, "listNotifications", 200,
              page({test::notification("mention", test::post_uri("p1"), test::said("hello", one.at(-9)), one.at(-9))}, ""));
  EXPECT_FALSE(one.run());
  EXPECT_EQ(one.sink.items.size(), 1U);
  ASSERT_EQ(one.sink.gaps.size(), 1U);
  EXPECT_NE(one.sink.gaps[0].reason.find("Allow access to your direct messages"), std::string::npos);
}

TEST(BlueskyReceiving, AStaleTokenIsRenewedAndARevokedPasswordTold) {
  Receiving one;
  int asked = 0;
  one.world.platform.on(Method::get, "listNotifications", [&](const net::HttpRequest&) {
    if (asked++ == 0) return net::HttpReply{400, {}, R"({"error":"ExpiredToken","message":"Token has expired"})"};
    return net::HttpReply{200, {}, R"({"notifications":[]})"};
  });
  EXPECT_FALSE(one.run());
  EXPECT_EQ(one.count("refreshSession"), 1);
  Receiving revoked;
  revoked.world.platform.on(Method::post, "createSession", 401, R"({"error":"AuthenticationRequired","message":"x"})");
  const auto failed = revoked.run();
  ASSERT_TRUE(failed.has_value());
  EXPECT_EQ(failed->kind, base::FailureKind::unauthenticated);
}

TEST(BlueskyReceiving, MoreThanCanBeAskedForIsAGap) {
  Receiving one;
  int pages = 0;
  one.world.platform.on(Method::get, "listNotifications", [&](const net::HttpRequest&) {
    const std::string n = std::to_string(++pages);
    const auto entry = test::notification("mention", test::post_uri("p" + n), test::said(n, one.at(-pages)), one.at(-pages));
    return net::HttpReply{200, {}, page({entry}, n)};
  });
  EXPECT_FALSE(one.run());
  EXPECT_EQ(pages, 200);
  EXPECT_EQ(one.sink.items.size(), 200U);
  EXPECT_EQ(one.sink.gaps.size(), 1U);
}

// Keeps what it takes, but now and then fails, as when the program dies before a batch is stored.
class FailingSink final : public channel::ItemSink {
 public:
  net::Task<base::Result<void>> take(channel::InboundBatch batch) override {
    if (--until_failure == 0) co_return base::fail(base::FailureKind::unavailable, "The program died.");
    for (const auto& item : batch.items) ++times[item.external_id];
    cursor = std::move(batch.cursor);
    co_return base::Result<void>();
  }
  void connected() override { stop(); }
  net::Task<base::Result<void>> report(channel::Gap) override {
    ADD_FAILURE() << "nothing is missing";
    co_return base::Result<void>();
  }

  int until_failure = 0;
  std::string cursor;
  std::map<std::string, int> times;
  std::function<void()> stop;
};

// We were away for a day, and die again and again while we catch up.
TEST(BlueskyReceiving, ADayOfTenThousandIsTakenInWhole) {
  constexpr int kMany = 10'000;
  constexpr int kDay = 24 * 3600;
  for (unsigned seed = 1; seed <= 3; ++seed) {
    std::mt19937 random(seed);
    Receiving one;
    one.world.platform.on(Method::get, "getRecord", 200, R"({"uri":"u","value":{}})");
    std::vector<std::string> entries;  // The newest first; some seconds have several, some none.
    std::vector<int> seconds;
    for (int i = 0; i < kMany; ++i) seconds.push_back(-static_cast<int>(random() % kDay));
    std::ranges::sort(seconds, std::greater());
    for (int i = 0; i < kMany; ++i) {
      const auto at = one.at(seconds[static_cast<std::size_t>(i)]);
      entries.push_back(test::notification("mention", test::post_uri("p" + std::to_string(i)), test::said("x", at), at));
    }
    one.world.platform.on(Method::get, "listNotifications", [&](const net::HttpRequest& request) {
      const auto cursor = request.url.find("cursor=");
      const auto from = cursor == std::string::npos ? 0U : std::stoul(request.url.substr(cursor + 7));
      const std::span all(entries);
      const auto some = all.subspan(from, std::min<std::size_t>(100, all.size() - from));
      const auto next = from + 100 < all.size() ? std::to_string(from + 100) : std::string();
      return net::HttpReply{200, {}, page({some.begin(), some.end()}, next)};
    });
    FailingSink sink;
    sink.cursor = Memory::beginning(base::Time(std::chrono::hours(500'000)) - std::chrono::hours(25)).write();
    bool whole = false;
    for (int run = 0; run < 30 && !whole; ++run) {
      sink.until_failure = run < 20 ? 1 + static_cast<int>(random() % 20) : 0;
      boost::asio::cancellation_signal cancel;
      bool failed = false;
      sink.stop = [&] { boost::asio::post(one.world.loop, [&] { cancel.emit(boost::asio::cancellation_type::terminal); }); };
      one.world.loop.restart();
      boost::asio::co_spawn(one.world.loop, one.inbox->receive(sink, sink.cursor),
                            boost::asio::bind_cancellation_slot(
                                cancel.slot(), [&](const std::exception_ptr& error, auto) { failed = error == nullptr; }));
      one.world.loop.run();
      whole = !failed;
    }
    EXPECT_TRUE(whole);
    EXPECT_EQ(sink.times.size(), kMany) << "seed " << seed;
  }
}

TEST(BlueskyMemory, StaysWithinTheCursorsLimit) {
  Memory memory = Memory::beginning(base::Time{});
  for (int i = 0; i < 2000; ++i) {
    channel::InboundItem item;
    item.is_public = true;
    item.kind = i % 2 == 0 ? ItemKind::message : ItemKind::like;
    item.target_external_id = test::post_uri("t", std::string("did:web:") + std::string(200, 'x'));
    item.external_id = test::post_uri(std::to_string(i), std::string("did:web:") + std::string(200, 'x'));
    memory.remember(item);
    memory.remember(item);
  }
  EXPECT_LT(memory.write().size(), 64U * 1024);
  const auto read = Memory::read(memory.write(), {});
  ASSERT_FALSE(read.posts.empty());
  EXPECT_EQ(read.posts.back(), memory.posts.back()) << "the oldest is forgotten first";
  EXPECT_EQ(Memory::read("nonsense", base::Time(std::chrono::hours(7))).own_at, base::Time(std::chrono::hours(7)));
}

}  // namespace
}  // namespace bluesky
