#include <gtest/gtest.h>

#include <functional>

#include "base/json/decode.hpp"
#include "channel/fake_platform_test_kit.hpp"
#include "connectors/mastodon/inbox.hpp"
#include "connectors/mastodon/test_server_test_kit.hpp"

namespace mastodon {
namespace {

using namespace std::chrono_literals;
using channel::ItemKind;

class MastodonReceive : public testing::Test {
 protected:
  MastodonReceive() { server_.serve(world_.platform); }

  // Until the server was asked `rounds` times with nothing new, or it fails.
  std::optional<base::Failure> receive(int rounds = 1, const std::function<void(int)>& between = {}) {
    auto inbox = make_inbox(world_.services(), *read_settings(*base::parse_json(TestServer::kSettings)),
                            {.poll = 1ms, .look = look_, .silence = 1s, .no_stream = 1h});
    return world_.receive(*inbox, sink_, sink_.cursor, [&](const std::function<void()>& stop) {
      sink_.on_connected = [this, stop, rounds, between, round = 0]() mutable {
        ++round;
        world_.clock.advance(1s);
        if (between) between(round);
        if (round >= rounds) stop();
      };
    });
  }
  [[nodiscard]] std::string kinds() const {
    std::string out;
    for (const auto& one : sink_.items)
      out += std::string(base::to_name(one.kind)) + " " + one.external_id.substr(0, one.external_id.find(' ')) + ";";
    return out;
  }

  channel::FakeWorld world_;
  TestServer server_;
  channel::FakeSink sink_;
  std::chrono::milliseconds look_ = 1h;
};

TEST_F(MastodonReceive, BeginsNowAndMissesNothingAfterwards) {
  server_.has_stream = false;
  server_.ann_says(1, "before we came");
  receive();
  EXPECT_EQ(kinds(), "");
  for (int i = 2; i <= 300; ++i) server_.ann_says(i, "word " + std::to_string(i));
  receive(2);
  ASSERT_EQ(sink_.items.size(), 299U);
  for (int i = 2; i <= 300; ++i) EXPECT_EQ(sink_.items[static_cast<std::size_t>(i - 2)].text, "word " + std::to_string(i));
  receive(2);
  EXPECT_EQ(sink_.items.size(), 299U) << "each once";
  EXPECT_TRUE(sink_.gaps.empty());
}

TEST_F(MastodonReceive, MissesNothingWhereAPageIsTheLatest) {
  server_.paging = TestServer::Paging::latest;
  receive();
  for (int i = 2; i <= 300; ++i) server_.ann_says(i, "word " + std::to_string(i));
  receive(2);
  ASSERT_EQ(sink_.items.size(), 299U);
  for (std::size_t i = 1; i < 299; ++i) EXPECT_EQ(sink_.items[i].text, "word " + std::to_string(i + 2));
}

TEST_F(MastodonReceive, TellsOfWhatItCannotReach) {
  server_.paging = TestServer::Paging::latest;
  receive();
  for (int i = 2; i <= 1'500; ++i) server_.ann_says(i, "x");
  receive(2);
  EXPECT_EQ(sink_.items.size(), 1'000U);
  ASSERT_EQ(sink_.gaps.size(), 1U);
  EXPECT_NE(sink_.gaps[0].reason.find("care.example"), std::string::npos);
}

TEST_F(MastodonReceive, WhatCannotBeReadHoldsUpNobody) {
  receive();
  server_.ann_says(2, "good");
  server_.notifications.push_back({"3", R"({"id":"3","type":"mention","created_at":7,"account":{}})"});
  server_.ann_says(4, "better");
  receive();
  EXPECT_EQ(kinds(), "message 1002;message 1004;");
  ASSERT_EQ(sink_.unreadable.size(), 1U);
  EXPECT_FALSE(sink_.unreadable[0].reason.empty());
  receive();
  EXPECT_EQ(sink_.unreadable.size(), 1U);
}

TEST_F(MastodonReceive, BatchesFitTheIntakeHoweverLongTheWords) {
  receive();
  for (int i = 2; i <= 61; ++i) server_.ann_says(i, std::string(30'000, 'x'));
  world_.platform.on(net::Method::get, "limit=80", [](const net::HttpRequest&) {
    base::Failure failure{base::FailureKind::too_large, "care.example sends more than 5 MB.", "", std::nullopt};
    return tl::unexpected<net::HttpFailure>({failure, net::Sent::whole});
  });
  receive(2);
  ASSERT_EQ(sink_.items.size(), 60U);
  EXPECT_EQ(sink_.items[0].text.size(), 20'003U) << "with the mark of what is left out";
  EXPECT_GE(sink_.batches, 12);
  receive();
  EXPECT_EQ(sink_.items.size(), 60U);
}

TEST_F(MastodonReceive, TakesWhatWeSayElsewhere) {
  receive();
  const std::string us = TestServer::account("7", "care");
  server_.statuses["2001"] = TestServer::status("2001", us, "We are open.");
  server_.own.push_back({"2001", server_.statuses["2001"]});
  server_.own.push_back({"2002", TestServer::status("2002", us, "", R"(,"reblog":{"id":"1"})")});
  receive();
  ASSERT_EQ(kinds(), "message 2001;");
  EXPECT_TRUE(sink_.items[0].own);
}

TEST_F(MastodonReceive, TheStreamSaysWhenToAsk) {
  receive();
  server_.ann_says(2, "one");
  receive();
  server_.stream = "event: notification\ndata: {}\n\nevent: status.update\ndata: " +
                   TestServer::status("1002", TestServer::account("5", "ann@a.example"), "two",
                                      R"(,"edited_at":"2026-11-22T11:00:00Z")") +
                   "\n\nevent: delete\ndata: 999\n\nevent: update\ndata: {\n\n";
  receive(3, [&](int round) {
    if (round == 2) server_.ann_says(3, "three");
  });
  EXPECT_EQ(kinds(), "message 1002;message 1003;edit 1002;") << "a deletion of what we do not have is none of ours";
  EXPECT_EQ(sink_.items.back().text, "two");
  server_.stream = "event: delete\ndata: 1002\n\n";
  receive(3);
  EXPECT_EQ(sink_.items.back().kind, ItemKind::deletion);
  EXPECT_EQ(sink_.items.back().target_external_id, "1002");
}

TEST_F(MastodonReceive, TheTokenGoesWithTheStream) {
  receive(2);
  const auto stream = std::ranges::find_if(
      world_.platform.seen, [](const auto& one) { return one.url == "https://stream.care.example/api/v1/streaming/user"; });
  ASSERT_NE(stream, world_.platform.seen.end());
  EXPECT_EQ(stream->headers.at(0).value, "Bearer kept-secret");
  EXPECT_EQ(stream->limits.progress, 1s) << "a silent stream is a dead one";
}

class MastodonLook : public MastodonReceive, public testing::WithParamInterface<bool> {
 protected:
  MastodonLook() {
    look_ = 0ms;
    server_.has_stream = false;
    server_.has_batches = GetParam();
    receive();
  }
};
INSTANTIATE_TEST_SUITE_P(Batches, MastodonLook, testing::Bool());

TEST_P(MastodonLook, NoticesEditsAndDeletions) {
  server_.ann_says(2, "one");
  server_.ann_says(3, "two");
  receive();
  server_.statuses["1002"] = TestServer::status("1002", TestServer::account("5", "ann@a.example"), "changed",
                                                R"(,"edited_at":"2026-11-22T11:00:00Z")");
  server_.statuses.erase("1003");
  receive(3);
  EXPECT_EQ(kinds(), "message 1002;message 1003;edit 1002;deletion 1003;") << "each once";
  EXPECT_EQ(sink_.items[2].text, "changed");
}

TEST_P(MastodonLook, AnUnknownHostIsNoDeletion) {
  server_.ann_says(2, "one");
  server_.ann_says(3, "two");
  receive();
  world_.platform.on(net::Method::get, "/api/v1/statuses", [](const net::HttpRequest&) {
    base::Failure failure{base::FailureKind::not_found, "There is no host care.example.", "", std::nullopt};
    return tl::unexpected<net::HttpFailure>({failure, net::Sent::nothing});
  });
  receive();
  EXPECT_EQ(kinds(), "message 1002;message 1003;");
  const auto asked = std::ranges::count_if(world_.platform.seen, [](const auto& one) { return one.url.ends_with("/1002"); });
  if (GetParam()) {
    EXPECT_EQ(asked, 0) << "they are asked for together, another time";
  }
}

TEST_P(MastodonLook, NoticesLikesAndSharesThatAreTakenBack) {
  const auto post = [](int likes, int shares) {
    return TestServer::status(
        "2001", TestServer::account("7", "care"), "open",
        R"(,"favourites_count":)" + std::to_string(likes) + R"(,"reblogs_count":)" + std::to_string(shares));
  };
  server_.own.push_back({"2001", post(0, 0)});
  server_.statuses["2001"] = post(0, 0);
  receive();
  server_.statuses["2001"] = post(2, 1);
  server_.notify(2, "favourite", "ann@a.example", post(2, 1));
  server_.notify(3, "favourite", "bob@b.example", post(2, 1));
  server_.notify(4, "reblog", "ann@a.example", post(2, 1));
  server_.lists["2001/favourited_by"] =
      "[" + TestServer::account("1", "Ann@a.example") + "," + TestServer::account("2", "bob@b.example") + "]";
  server_.lists["2001/reblogged_by"] = "[" + TestServer::account("1", "ann@a.example") + "]";
  receive(2);
  EXPECT_EQ(kinds(), "message 2001;like 2;like 3;share 4;");
  server_.statuses["2001"] = post(1, 0);
  server_.lists["2001/favourited_by"] = "[" + TestServer::account("2", "bob@b.example") + "]";
  server_.lists["2001/reblogged_by"] = "[]";
  receive(3);
  ASSERT_EQ(kinds(), "message 2001;like 2;like 3;share 4;unlike 2001;unshare 2001;");
  EXPECT_EQ(sink_.items[4].author.external_id, "ann@a.example");
  EXPECT_EQ(sink_.items[4].target_external_id, "2001");
}

TEST_P(MastodonLook, NoticesWhoStopsFollowing) {
  server_.notify(2, "follow", "ann@a.example");
  server_.notify(3, "follow", "bob@b.example");
  server_.followers = 12;
  receive(2);
  server_.followers = 11;
  server_.lists["relationships"] = R"([{"id":"ann","followed_by":false},{"id":"bob","followed_by":true}])";
  receive(3);
  ASSERT_EQ(sink_.items.size(), 3U);
  EXPECT_EQ(sink_.items[2].kind, ItemKind::unfollow);
  EXPECT_EQ(sink_.items[2].author.handle, "@ann@a.example");
}

TEST_F(MastodonReceive, FailsInWords) {
  world_.platform.on(net::Method::get, "/api/v1/notifications", 429, R"({"error":"Too many requests"})",
                     {{"X-RateLimit-Reset", base::to_rfc3339(world_.clock.now() + 4min)}});
  auto failed = receive();
  ASSERT_TRUE(failed.has_value());
  EXPECT_EQ(failed->kind, base::FailureKind::rate_limited);
  EXPECT_EQ(failed->retry_after, 4min);
  world_.platform.on(net::Method::get, "/api/v1/accounts/verify_credentials", 401,
                     R"({"error":"The access token is invalid"})");
  failed = receive();
  ASSERT_TRUE(failed.has_value());
  EXPECT_EQ(failed->kind, base::FailureKind::unauthenticated);
  EXPECT_EQ(failed->message.find("kept-secret"), std::string::npos);
  world_.platform.on(net::Method::get, "/api/v1/accounts/verify_credentials", 200, "<html>Maintenance</html>");
  EXPECT_TRUE(receive().has_value());
}

TEST_F(MastodonReceive, EndsWithAFailureToStore) {
  receive();
  server_.ann_says(2, "one");
  sink_.refuse = base::Failure{base::FailureKind::unavailable, "The disk is full.", "", std::nullopt};
  const auto failed = receive();
  ASSERT_TRUE(failed.has_value());
  EXPECT_EQ(failed->message, "The disk is full.");
}

}  // namespace
}  // namespace mastodon
