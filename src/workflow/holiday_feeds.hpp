#pragma once
// Calendars on the web whose days off are those of business hours: read when they are named, and once a day from then on.
//
//   HolidayFeeds feeds(executor, parts);
//   feeds.start();
//   co_await feeds.follow(who, hours, "https://calendar.example.com/portugal.ics");
//   co_await feeds.stop();
//
// On the event loop's thread. A calendar that cannot be read leaves the days as they were read last, and says why.

#include <functional>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/rights/rights.hpp"
#include "domain/sla/holiday_feed.hpp"
#include "store/store.hpp"
#include "store/task.hpp"
#include "workflow/courier.hpp"
#include "workflow/vault.hpp"

namespace net {
class HttpClient;
}

namespace workflow {

// All of it outlives the feeds.
struct HolidayFeedParts {
  store::Store& store;
  const Vault& vault;
  const base::Clock& clock;
  net::HttpClient& http;
  std::function<void(const std::string&)> on_trouble;  // A sentence for the log, without addresses.
};

class HolidayFeeds {
 public:
  HolidayFeeds(const store::Executor& executor, HolidayFeedParts parts);

  void start() { courier_.start(); }
  store::Task<void> stop() { return courier_.stop(); }

  // Reads it, and keeps it where it is one. Failures name `url`; `not_found` where there are no such hours.
  store::Task<base::Result<sla::HolidayFeed>> follow(rights::Principal who, ids::BusinessHours hours, std::string url);

 private:
  struct Work;
  std::shared_ptr<Work> work_;
  Courier courier_;
};

// What the hours follow; none where they follow nothing.
[[nodiscard]] base::Result<std::optional<sla::HolidayFeed>> feed_of(store::Reading& reading, const rights::Principal& who,
                                                                    ids::BusinessHours hours);
// The days that came from it go with it.
base::Result<void> unfollow_feed(store::Transaction& transaction, const rights::Principal& who, ids::BusinessHours hours);

}  // namespace workflow
