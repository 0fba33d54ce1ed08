// Feeds that a real web server serves (tests/peers/feeds). Run by `./test connectors`, or by tools/with_peer.sh; else it skips.

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <boost/asio/post.hpp>
#include <boost/json/object.hpp>

#include "base/json/decode.hpp"
#include "channel/channel.hpp"
#include "channel/fake_platform_test_kit.hpp"
#include "channel/peer_test_kit.hpp"
#include "net/http_client.hpp"

channel::ChannelType feeds_channel();

namespace {

using channel::FakeSink;
using channel::FakeWorld;
using channel::ItemKind;

// Counts what is asked and answered on the way to the real client.
class Watched final : public net::HttpClient {
 public:
  explicit Watched(std::unique_ptr<net::HttpClient> inner) : inner_(std::move(inner)) {}
  net::Task<net::HttpResult<net::HttpReply>> send(net::HttpRequest request) override {
    auto reply = co_await inner_->send(std::move(request));
    if (reply) statuses.push_back(reply->status);
    co_return reply;
  }
  net::Task<net::HttpResult<std::unique_ptr<net::HttpStream>>> open(net::HttpRequest request) override {
    co_return co_await inner_->open(std::move(request));
  }
  std::vector<int> statuses;

 private:
  std::unique_ptr<net::HttpClient> inner_;
};

class FeedsPeer : public testing::Test {
 protected:
  void SetUp() override {
    if (url_.empty()) GTEST_SKIP() << "HEED_PEER_FEEDS is not set: run tools/with_peer.sh feeds …";
  }

  std::unique_ptr<channel::ChannelInbox> open(const std::string& path) {
    auto services = world_.services();
    const channel::ChannelServices with{http_, services.dialer, services.clock, services.random, "", ""};
    const boost::json::value settings = boost::json::object{{"url", url_ + path}};
    return *feeds_channel().open(settings, with);
  }
  std::optional<base::Failure> receive(const std::string& path) {
    const auto inbox = open(path);
    return world_.receive(*inbox, sink_, sink_.cursor, [&](const std::function<void()>& stop) {
      sink_.on_connected = [this, stop] { boost::asio::post(world_.loop, stop); };
    });
  }
  void write(const std::string& items) const {
    std::ofstream(folder_ + "/feed.xml.new")
        << "<rss version=\"2.0\"><channel><title>Blog</title>" << items << "</channel></rss>";
    std::filesystem::rename(folder_ + "/feed.xml.new", folder_ + "/feed.xml");
  }
  static std::string item(const std::string& id, const std::string& title) {
    return "<item><guid isPermaLink=\"false\">" + id + "</guid><title>" + title + "</title></item>";
  }

  const std::string url_ = channel::environment("HEED_PEER_FEEDS");
  const std::string folder_ = channel::environment("HEED_PEER_FEEDS_FOLDER");
  FakeWorld world_;
  // Kept connections keep the loop going.
  Watched http_{
      net::make_http_client(world_.loop.get_executor(), *world_.dialer, {.idle_expiry = std::chrono::milliseconds(20)})};
  FakeSink sink_;
};

TEST_F(FeedsPeer, ReadsWhatChangedAndNothingElse) {
  write(item("1", "One 🚲"));
  EXPECT_EQ(world_.run(open("/feed.xml")->connect())->name, "Blog");
  EXPECT_FALSE(receive("/feed.xml").has_value());
  EXPECT_FALSE(receive("/feed.xml").has_value());
  EXPECT_EQ(http_.statuses, (std::vector<int>{200, 200, 304}));
  ASSERT_EQ(sink_.items.size(), 1U);
  write(item("2", "Two") + item("1", "One, mended"));
  EXPECT_FALSE(receive("/moved.xml").has_value()) << "over a redirect";
  ASSERT_EQ(sink_.items.size(), 3U);
  EXPECT_EQ(sink_.items[0].text, "One 🚲");
  EXPECT_EQ(sink_.items[1].kind, ItemKind::edit);
  EXPECT_EQ(sink_.items[1].target_external_id, "1");
  EXPECT_EQ(sink_.items[2].external_id, "2");
}

TEST_F(FeedsPeer, SaysWhatIsThereInstead) {
  std::ofstream(folder_ + "/page.html") << "<!doctype html><link rel=alternate type=application/rss+xml href=/feed.xml>";
  EXPECT_NE(receive("/page.html")->message.find("its feed is at /feed.xml"), std::string::npos);
  EXPECT_NE(receive("/gone.xml")->message.find("gone for good"), std::string::npos);
  EXPECT_NE(receive("/nothing.xml")->message.find("404"), std::string::npos);
}

}  // namespace
