#include "connectors/feeds/inbox.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

#include "base/text.hpp"
#include "channel/fetch_url.hpp"
#include "channel/http_outcome.hpp"
#include "channel/settings.hpp"
#include "net/http_client.hpp"
#include "net/sleep.hpp"

namespace feeds {
namespace {

using base::FailureKind;
using std::chrono::hours;
using std::chrono::minutes;

constexpr minutes kUsualPause{15};
constexpr minutes kShortestPause{5};
constexpr hours kLongestPause{6};  // Whatever a feed asks for, so that an answer is not a day late.
constexpr std::int64_t kUsualPast_days = 7;
constexpr int kNotModified = 304;
constexpr int kNotFound = 404;
constexpr int kGone = 410;
constexpr int kFirstFault = 300;
constexpr std::size_t kLongestMark = 1'000;
constexpr const char* kAccept =
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, "
    "text/xml;q=0.8, application/json;q=0.7, */*;q=0.1";

// What is sent back word for word has to be sane.
std::string mark_of(const net::HttpReply& reply, std::string_view header) {
  const auto value = reply.header(header);
  return value.size() <= kLongestMark && base::is_storable(value) ? std::string(value) : "";
}

// Cache-Control: max-age=600
minutes max_age_of(const net::HttpReply& reply) {
  const std::string control = base::to_lower_ascii(reply.header("Cache-Control"));
  const auto at = control.find("max-age=");
  std::int64_t seconds = 0;
  if (at == std::string::npos) return minutes(0);
  constexpr std::int64_t kDay_s = 24 * 3600;
  const char* from = control.data() + at + std::string_view("max-age=").size();
  (void)std::from_chars(from, control.data() + control.size(), seconds);
  return std::chrono::duration_cast<minutes>(std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, kDay_s)));
}

base::Failure refusal(const net::HttpReply& reply, base::Time now) {
  if (reply.status == kGone) {
    return {FailureKind::rejected, "The feed is gone for good (410). Give this inbox another address, or switch it off.",
            "url", std::nullopt};
  }
  if (reply.status == kNotFound)
    return {FailureKind::not_found, "There is no feed at this address (404).", "url", std::nullopt};
  auto failure = channel::failure_of(reply, "The server of the feed", "", now);
  failure.field = "url";
  return failure;
}

}  // namespace

std::map<std::string, std::string> Settings::help() {
  return {
      {"url",
       "The address of the feed (RSS, Atom or JSON Feed), not of the page. Where to get it: look for \"RSS\" or "
       "\"Feed\" on the page; when it is the page's address, we say where its feed is."},
      {"every_minutes", "How often to look, in minutes, 5 to 1440. When left out: as the feed asks, else every 15."},
      {"past_days", "How many days back to begin with, 0 to 365; 7 when left out."},
  };
}

Inbox::Inbox(Settings settings, const channel::ChannelServices& services)
    : settings_(std::move(settings)), services_(services) {}

net::Task<base::Result<std::optional<Feed>>> Inbox::ask(Cursor& cursor /*outlives*/) {
  net::HttpRequest request;
  request.url = settings_.url;
  request.headers = {{"Accept", kAccept}};
  if (!cursor.etag.empty()) request.headers.push_back({"If-None-Match", cursor.etag});
  if (!cursor.modified.empty()) request.headers.push_back({"If-Modified-Since", cursor.modified});
  const auto reply = co_await services_.http.send(std::move(request));
  if (!reply) co_return base::pass_on(reply.error().failure);
  if (reply->status == kNotModified) co_return std::nullopt;
  if (reply->status >= kFirstFault) co_return base::pass_on(refusal(*reply, services_.clock.now()));
  auto feed = parse_feed(reply->body, reply->header("Content-Type"));
  if (!feed) co_return base::pass_on(std::move(feed.error()));
  cursor.etag = mark_of(*reply, "ETag");
  cursor.modified = mark_of(*reply, "Last-Modified");
  asked_pause_ = std::max(feed->pause.value_or(minutes(0)), max_age_of(*reply));
  co_return std::optional<Feed>(*std::move(feed));
}

// A tenth more or less, so that the feeds of many inboxes are not asked for at once.
std::chrono::milliseconds Inbox::pause() const {
  const auto wanted = settings_.every_minutes ? minutes(*settings_.every_minutes)
                                              : std::max(kUsualPause, std::min<minutes>(asked_pause_, kLongestPause));
  const auto whole = std::chrono::duration_cast<std::chrono::milliseconds>(std::max(wanted, kShortestPause));
  const auto spread = static_cast<std::uint64_t>(whole.count() / 5);
  return whole - whole / 10 + std::chrono::milliseconds(services_.random() % spread);
}

net::Task<base::Result<channel::ConnectedAccount>> Inbox::connect() {
  Cursor cursor;
  const auto found = co_await ask(cursor);
  if (!found) co_return base::pass_on(found.error());
  channel::ConnectedAccount account;
  account.external_id = settings_.url;
  account.name = found->value_or(Feed{}).title;
  account.settings = channel::settings_value(settings_);
  co_return account;
}

net::Task<base::Failure> Inbox::receive(channel::ItemSink& sink /*outlives*/, std::string text) {
  Cursor cursor = parse_cursor(text);
  for (;;) {
    auto found = co_await ask(cursor);
    if (!found) co_return std::move(found.error());
    const std::optional<Feed> feed = *std::move(found);
    for (bool more = feed.has_value(); more;) {
      const auto now = services_.clock.now();
      const auto since = now - hours(24) * settings_.past_days.value_or(kUsualPast_days);
      auto got = news(*feed, cursor, since, now);
      more = got.more;
      if (got.batch.cursor == text) break;
      text = got.batch.cursor;
      if (auto taken = co_await sink.take(std::move(got.batch)); !taken) co_return std::move(taken.error());
    }
    sink.connected();
    co_await net::sleep_for(pause());
  }
}

net::Task<channel::SendResult> Inbox::send(channel::OutboundMessage /*message*/) {
  channel::SendResult result;
  result.outcome = channel::SendOutcome::refused;
  result.reason = "A feed cannot be answered: its author is written to where they wrote.";
  co_return result;
}

net::Task<base::Result<std::string>> Inbox::fetch(channel::Attachment attachment, std::size_t max_bytes) {
  co_return co_await channel::fetch_url(services_.http, std::move(attachment), max_bytes);
}

}  // namespace feeds
