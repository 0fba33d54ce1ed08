#include "connectors/feeds/inbox.hpp"

#include <gtest/gtest.h>
#include <boost/asio/post.hpp>

#include "base/json/decode.hpp"
#include "channel/channel.hpp"
#include "channel/fake_platform_test_kit.hpp"

channel::ChannelType feeds_channel();

namespace feeds {
namespace {

using namespace std::chrono_literals;
using base::FailureKind;
using channel::FakeSink;
using channel::FakeWorld;
using net::Method;

constexpr const char* kFeed =
    R"(<rss version="2.0"><channel><title>Blog</title><item><guid>1</guid><title>Hello</title></item></channel></rss>)";

std::unique_ptr<channel::ChannelInbox> open(FakeWorld& world) {
  return *feeds_channel().open(*base::parse_json(R"({"url":"https://blog.example/feed.xml?key=s3cret"})"), world.services());
}

// Asks once.
std::optional<base::Failure> receive(FakeWorld& world, FakeSink& sink, const std::string& cursor) {
  const auto inbox = open(world);
  return world.receive(*inbox, sink, cursor, [&](const std::function<void()>& stop) {
    sink.on_connected = [&world, stop] { boost::asio::post(world.loop, stop); };
  });
}

std::string header_of(const net::HttpRequest& request, std::string_view name) {
  for (const auto& header : request.headers) {
    if (header.name == name) return header.value;
  }
  return "";
}

TEST(FeedsInbox, AsksOnlyForWhatChanged) {
  FakeWorld world;
  world.platform.on(Method::get, "/feed.xml", [](const net::HttpRequest& request) {
    if (header_of(request, "If-None-Match") == "\"v1\"") {
      EXPECT_EQ(header_of(request, "If-Modified-Since"), "Sun, 21 Jun 2026 10:00:00 GMT");
      return net::HttpReply{304, {}, ""};
    }
    return net::HttpReply{200, {{"ETag", "\"v1\""}, {"Last-Modified", "Sun, 21 Jun 2026 10:00:00 GMT"}}, kFeed};
  });
  FakeSink sink;
  EXPECT_FALSE(receive(world, sink, "").has_value());
  ASSERT_EQ(sink.items.size(), 1U);
  EXPECT_EQ(sink.items[0].text, "Hello");
  EXPECT_FALSE(receive(world, sink, sink.cursor).has_value());
  EXPECT_EQ(sink.batches, 1) << "nothing new is nothing to store";
  EXPECT_EQ(sink.connected_times, 2);
}

TEST(FeedsInbox, WhatCannotBeStoredIsAskedForAgain) {
  FakeWorld world;
  world.platform.on(Method::get, "/feed.xml", 200, kFeed);
  FakeSink sink;
  sink.refuse = base::Failure{FailureKind::unavailable, "The disk is full.", "", std::nullopt};
  EXPECT_EQ(receive(world, sink, "")->message, "The disk is full.");
  sink.refuse.reset();
  EXPECT_FALSE(receive(world, sink, "").has_value());
  EXPECT_EQ(sink.items.size(), 2U);
}

TEST(FeedsInbox, SaysInPlainWordsWhatIsWrong) {
  struct Case {
    int status;
    std::string body;
    FailureKind kind;
    std::string words;
  };
  const std::vector<Case> cases = {{410, "", FailureKind::rejected, "gone for good"},
                                   {404, "", FailureKind::not_found, "no feed at this address"},
                                   {200, "<html></html>", FailureKind::rejected, "not of a feed"},
                                   {503, "", FailureKind::unavailable, "503"},
                                   {429, "", FailureKind::rate_limited, "feed"}};
  for (const auto& one : cases) {
    FakeWorld world;
    world.platform.on(Method::get, "/feed.xml", one.status, one.body, {{"Retry-After", "60"}});
    FakeSink sink;
    const auto failed = receive(world, sink, "");
    ASSERT_TRUE(failed.has_value()) << one.status;
    EXPECT_EQ(failed->kind, one.kind) << failed->message;
    EXPECT_NE(failed->message.find(one.words), std::string::npos) << failed->message;
    EXPECT_EQ(failed->message.find("s3cret"), std::string::npos);
    if (one.status == 429) EXPECT_EQ(failed->retry_after, 60s);
    const auto refused = world.run(open(world)->connect());
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().field, "url");
  }
}

TEST(FeedsInbox, ConnectsUnderTheNameOfTheFeed) {
  FakeWorld world;
  world.platform.on(Method::get, "/feed.xml", 200, kFeed);
  const auto account = world.run(open(world)->connect());
  ASSERT_TRUE(account.has_value());
  EXPECT_EQ(account->name, "Blog");
  EXPECT_EQ(world.run(open(world)->send({})).outcome, channel::SendOutcome::refused);
}

}  // namespace
}  // namespace feeds
