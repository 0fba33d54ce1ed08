#include "workflow/holiday_feeds.hpp"

#include <gtest/gtest.h>

#include "channel/fake_platform_test_kit.hpp"
#include "workflow/manage_sla.hpp"
#include "workflow/promises.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using namespace std::chrono_literals;

std::string calendar_of(const std::string& day) {
  return "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:" + day +
         "\r\nSUMMARY:Off\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
}

class Web final : public net::HttpClient {
 public:
  net::Task<net::HttpResult<net::HttpReply>> send(net::HttpRequest request) override {
    asked.push_back(request.url);
    if (status == 0) co_return channel::FakePlatform::away(net::Sent::nothing);
    net::HttpReply reply;
    reply.status = status;
    reply.body = body;
    co_return reply;
  }
  net::Task<net::HttpResult<std::unique_ptr<net::HttpStream>>> open(net::HttpRequest) override {
    co_return tl::unexpected(channel::FakePlatform::away(net::Sent::nothing).error());
  }

  int status = 200;
  std::string body = calendar_of("20260303");
  std::vector<std::string> asked;
};

// The office's Tuesday, 2026-03-03, is off by the calendar.
class HolidayFeedsTest : public OfficeTest {
 protected:
  void SetUp() override {
    OfficeTest::SetUp();
    feeds_ = std::make_unique<HolidayFeeds>(
        world_.loop.get_executor(),
        HolidayFeedParts{*store_, vault_, clock_, web_, [this](const std::string& said) { log_.push_back(said); }});
    sla::Calendar wanted;
    wanted.name = "Lisbon";
    wanted.timezone = "UTC";
    wanted.week = sla::standard_week();
    hours_ = office()
                 .transact([&, who = office().as(office().ana)](store::Transaction& t) {
                   return save_calendar(t, who, std::nullopt, wanted, {});
                 })
                 .value()
                 .calendar.id;
  }
  void TearDown() override {
    if (started_) await(feeds_->stop());
    feeds_.reset();
    OfficeTest::TearDown();
  }
  void start() {
    started_ = true;
    feeds_->start();
  }
  template <class T>
  void await(store::Task<T> task) {
    bool ended = false;
    boost::asio::co_spawn(world_.loop, std::move(task), [&](const auto&...) { ended = true; });
    run_until([&] { return ended; });
  }
  template <class Done>
  void run_until(Done done) {
    const auto limit = std::chrono::steady_clock::now() + 20s;
    world_.loop.restart();
    while (!done() && std::chrono::steady_clock::now() < limit) world_.loop.run_one_for(20ms);
    EXPECT_TRUE(done());
  }
  base::Result<sla::HolidayFeed> follow(const std::string& url, std::optional<ids::BusinessHours> hours = {}) {
    std::optional<base::Result<sla::HolidayFeed>> result;
    boost::asio::co_spawn(world_.loop, feeds_->follow(office().as(office().ana), hours.value_or(hours_), url),
                          [&](const std::exception_ptr&, base::Result<sla::HolidayFeed> got) { result = std::move(got); });
    run_until([&] { return result.has_value(); });
    return *result;
  }
  std::optional<sla::HolidayFeed> feed() {
    return office()
        .read([&, who = office().as(office().ana)](store::Reading& reading) { return feed_of(reading, who, hours_); })
        .value();
  }
  // By when an hour of work that begins on Monday at half past four is over.
  std::string due() {
    return office()
        .read([&](store::Reading& reading) -> base::Result<std::string> {
          Promises promises(reading);
          const auto* hours = promises.book(office().organization).find(hours_);
          return base::to_rfc3339(hours->hours->deadline(test_time("2026-03-02T16:30:00Z"), 1h).value());
        })
        .value();
  }

  channel::FakeWorld world_;
  Web web_;
  Vault vault_{base::Secret(std::string(Vault::kKeyBytes, 'k'))};
  std::vector<std::string> log_;
  std::unique_ptr<HolidayFeeds> feeds_;
  ids::BusinessHours hours_;
  bool started_ = false;
};

TEST_P(HolidayFeedsTest, ItsDaysAreOff) {
  EXPECT_EQ(due().substr(0, 16), "2026-03-03T09:30");
  const auto kept = follow("webcal://calendar.example/off.ics");
  ASSERT_TRUE(kept);
  EXPECT_EQ(web_.asked, std::vector<std::string>{"https://calendar.example/off.ics"});
  EXPECT_EQ(kept->host, "calendar.example");
  EXPECT_EQ(kept->sealed.find("off.ics"), std::string::npos);
  EXPECT_EQ(due().substr(0, 16), "2026-03-04T09:30");
}

TEST_P(HolidayFeedsTest, IsReadAgainEachDayAndKeepsItsDaysWhenItIsAway) {
  ASSERT_TRUE(follow("https://calendar.example/off.ics"));
  clock_.advance(24h);
  web_.body = calendar_of("20260304");
  start();
  run_until([&] { return web_.asked.size() == 2 && due().starts_with("2026-03-03"); });
  await(feeds_->stop());
  clock_.advance(24h);
  web_.status = 0;
  start();
  run_until([&] { return !feed()->error.empty(); });
  await(feeds_->stop());
  EXPECT_EQ(log_.size(), 1U);
  EXPECT_EQ(feed()->holidays.at(0).day, "2026-03-04");
  clock_.advance(1h);
  web_.status = 200;
  start();
  run_until([&] { return feed()->error.empty(); });
}

TEST_P(HolidayFeedsTest, WhatIsNoCalendarIsRefusedAndChangesNothing) {
  EXPECT_EQ(follow("https://calendar.example/off.ics", ids::BusinessHours{999}).error().kind, base::FailureKind::not_found);
  ASSERT_TRUE(follow("https://calendar.example/off.ics"));
  web_.body = "<html>Sign in</html>";
  EXPECT_EQ(follow("https://calendar.example/other.ics").error().field, "url");
  web_.status = 404;
  EXPECT_EQ(follow("https://calendar.example/other.ics").error().field, "url");
  EXPECT_EQ(follow("ftp://calendar.example/off.ics").error().field, "url");
  EXPECT_EQ(feed()->holidays.size(), 1U);
}

TEST_P(HolidayFeedsTest, GoesWithItsDays) {
  ASSERT_TRUE(follow("https://calendar.example/off.ics"));
  const auto who = office().as(office().ana);
  ASSERT_TRUE(office().transact([&](store::Transaction& t) { return unfollow_feed(t, who, hours_); }));
  EXPECT_FALSE(feed());
  EXPECT_EQ(due().substr(0, 16), "2026-03-03T09:30");
  ASSERT_TRUE(follow("https://calendar.example/off.ics"));
  EXPECT_TRUE(office().transact([&](store::Transaction& t) { return remove_calendar(t, who, hours_); }));
}

HEED_ON_BOTH_ENGINES(HolidayFeedsTest);

}  // namespace
}  // namespace workflow
