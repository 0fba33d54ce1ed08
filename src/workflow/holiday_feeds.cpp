#include "workflow/holiday_feeds.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.hpp"
#include "channel/fetch_file.hpp"
#include "store/holiday_feed_store.hpp"
#include "store/sla_store.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using sla::HolidayFeed;
using Days = std::vector<sla::Holiday>;

constexpr std::chrono::minutes kClaim{5};  // Longer than reading lasts.
constexpr std::size_t kLongestAddress = 2'000;

std::string place_of(ids::BusinessHours hours) { return "calendar of hours " + std::to_string(hours.value); }

// As calendars name their addresses: webcal is https.
std::string address_of(std::string_view typed) {
  std::string url(base::trim(typed));
  constexpr std::string_view kWebcal = "webcal://";
  return url.starts_with(kWebcal) ? "https://" + url.substr(kWebcal.size()) : url;
}

void changed(store::Transaction& transaction, ids::Organization organization, ids::BusinessHours hours,
             std::optional<ids::User> by) {
  store::set_sla_revision(transaction, organization);
  transaction.publish(organization, event::SlaChanged{std::nullopt, hours, by});
}

bool is_there(store::Reading& reading, ids::Organization organization, ids::BusinessHours hours) {
  const auto all = store::list_calendars(reading, organization);
  return std::ranges::find(all, hours, &sla::Calendar::id) != all.end();
}

tl::unexpected<base::Failure> no_such_hours() { return base::fail(FailureKind::not_found, "There are no such hours."); }

bool are_same(const Days& one, const Days& other) {
  return std::ranges::equal(one, other, [](const sla::Holiday& a, const sla::Holiday& b) {
    return a.day == b.day && a.name == b.name && a.yearly == b.yearly;
  });
}

store::Task<base::Result<Days>> read_days(net::HttpClient& http /*outlives*/, const base::Clock& clock /*outlives*/,
                                          std::string url) {
  const auto file = co_await channel::fetch_file(http, std::move(url), "text/calendar", {});
  if (!file) co_return base::pass_on(file.error());
  auto days = sla::read_feed(*file, clock.now());
  if (!days) co_return days;
  for (auto& one : *days) one.name = base::shorten(base::to_storable(one.name), 80);
  co_return days;
}

}  // namespace

struct HolidayFeeds::Work {
  HolidayFeedParts parts;

  static store::Task<Errands> look(std::shared_ptr<Work> self, std::size_t room) {
    auto take = [self, room](store::Transaction& transaction) -> base::Result<std::vector<HolidayFeed>> {
      std::vector<HolidayFeed> taken;
      for (auto& one : store::list_due_holiday_feeds(transaction, transaction.now(), static_cast<std::int64_t>(room))) {
        if (store::take_holiday_feed(transaction, one, transaction.now() + kClaim)) taken.push_back(std::move(one));
      }
      return taken;
    };
    auto taken = co_await self->parts.store.transact(std::move(take));
    Errands out;
    if (!taken) co_return out;
    for (auto& one : *taken) out.items.push_back(read(self, std::move(one)));
    out.more = taken->size() == room;
    co_return out;
  }

  static store::Task<void> read(std::shared_ptr<Work> self, HolidayFeed feed) {
    base::Result<Days> days =
        base::fail(FailureKind::forbidden, "The key of this installation is another by now: enter it again.");
    if (auto url = self->parts.vault.open(feed.sealed, place_of(feed.hours_id)))
      days = co_await read_days(self->parts.http, self->parts.clock, *std::move(url));
    if (!days) self->parts.on_trouble("the calendar at " + feed.host + " could not be read: " + days.error().message);
    auto settle = [feed, days](store::Transaction& transaction) mutable -> base::Result<void> {
      const bool is_news = days && !are_same(*days, feed.holidays);
      feed.error = days ? "" : days.error().message;
      if (days) feed.read_at = transaction.now();
      feed.due_at = transaction.now() + (days ? sla::kReadFeedAgain : sla::kReadFeedAgainAfterFailure);
      if (is_news) feed.holidays = *days;
      if (store::settle_holiday_feed(transaction, feed) && is_news)
        changed(transaction, feed.organization_id, feed.hours_id, std::nullopt);
      return {};
    };
    (void)co_await self->parts.store.transact(std::move(settle));
  }
};

HolidayFeeds::HolidayFeeds(const store::Executor& executor, HolidayFeedParts parts)
    : work_(std::make_shared<Work>(Work{parts})),
      courier_(executor, parts.store,
               {[work = work_](std::size_t room) { return Work::look(work, room); },
                [](const store::Published&) { return false; },
                [work = work_] { work->parts.on_trouble("no calendar is read until the next start."); }}) {}

store::Task<base::Result<HolidayFeed>> HolidayFeeds::follow(rights::Principal who, ids::BusinessHours hours,
                                                            std::string typed) {
  const auto work = work_;
  const auto refuse = [](const std::string& why) { return base::fail(FailureKind::invalid, "url: " + why, "url"); };
  const std::string url = address_of(typed);
  if (url.size() > kLongestAddress) co_return refuse("longer than 2000 bytes");
  auto host = channel::host_of(url);
  if (!host) co_return refuse(host.error().message);
  auto days = co_await read_days(work->parts.http, work->parts.clock, url);
  if (!days) co_return refuse(days.error().message);
  HolidayFeed feed;
  feed.hours_id = hours;
  feed.organization_id = who.organization_id;
  feed.sealed = work->parts.vault.seal(url, place_of(hours));
  feed.host = *std::move(host);
  feed.holidays = *std::move(days);
  auto keep = [feed, by = who.user_id](store::Transaction& transaction) mutable -> base::Result<HolidayFeed> {
    if (!is_there(transaction, feed.organization_id, feed.hours_id)) return no_such_hours();
    feed.read_at = transaction.now();
    feed.due_at = transaction.now() + sla::kReadFeedAgain;
    store::put_holiday_feed(transaction, feed);
    changed(transaction, feed.organization_id, feed.hours_id, by);
    return feed;
  };
  co_return co_await work->parts.store.transact(std::move(keep));
}

base::Result<std::optional<HolidayFeed>> feed_of(store::Reading& reading, const rights::Principal& who,
                                                 ids::BusinessHours hours) {
  if (!is_there(reading, who.organization_id, hours)) return no_such_hours();
  for (auto& one : store::list_holiday_feeds(reading, who.organization_id))
    if (one.hours_id == hours) return std::move(one);
  return std::nullopt;
}

base::Result<void> unfollow_feed(store::Transaction& transaction, const rights::Principal& who, ids::BusinessHours hours) {
  if (!is_there(transaction, who.organization_id, hours)) return no_such_hours();
  store::delete_holiday_feed(transaction, who.organization_id, hours);
  changed(transaction, who.organization_id, hours, who.user_id);
  return {};
}

}  // namespace workflow
