#include <memory>
#include <string>

#include <boost/json/value.hpp>

#include "base/json/decode.hpp"
#include "channel/channel.hpp"
#include "channel/settings.hpp"
#include "connectors/feeds/feed.hpp"
#include "connectors/feeds/inbox.hpp"
#include "connectors/feeds/wire.hpp"
#include "net/url.hpp"

namespace feeds {
namespace {

using base::FailureKind;

base::Result<void> check_range(std::optional<std::int64_t> number, std::int64_t least, std::int64_t most,
                               const std::string& field) {
  if (!number || (*number >= least && *number <= most)) return {};
  return base::fail(FailureKind::invalid, field + ": " + std::to_string(least) + " to " + std::to_string(most), field);
}

base::Result<Settings> read_settings(const boost::json::value& given) {
  auto settings = base::decode<Settings>(given);
  if (!settings) return settings;
  if (const auto url = net::parse_url(settings->url); !url)
    return base::fail(FailureKind::invalid, "url: " + url.error().message, "url");
  constexpr std::int64_t kDay = 24 * 60;
  constexpr std::int64_t kYear = 365;
  if (auto good = check_range(settings->every_minutes, 5, kDay, "every_minutes"); !good) return base::pass_on(good.error());
  if (auto good = check_range(settings->past_days, 0, kYear, "past_days"); !good) return base::pass_on(good.error());
  return settings;
}

base::Result<boost::json::value> check_settings(const boost::json::value& given) {
  const auto settings = read_settings(given);
  if (!settings) return base::pass_on(settings.error());
  return channel::settings_value(*settings);
}

base::Result<std::unique_ptr<channel::ChannelInbox>> open(const boost::json::value& given,
                                                          const channel::ChannelServices& services) {
  auto settings = read_settings(given);
  if (!settings) return base::pass_on(settings.error());
  return std::make_unique<Inbox>(*std::move(settings), services);
}

base::Result<channel::WebhookItems> decode(const std::string& payload, base::Time now) {
  const auto feed = parse_feed(payload, "");
  if (!feed) return base::pass_on(feed.error());
  channel::WebhookItems out;
  for (const auto& entry : feed->entries) out.items.push_back(to_item(entry, now));
  for (const auto& one : feed->unreadable) out.unreadable.push_back({one.raw, one.reason});
  return out;
}

}  // namespace
}  // namespace feeds

channel::ChannelType feeds_channel() {
  channel::ChannelType type;
  type.id = "feeds";
  type.name = "RSS, Atom and JSON feeds";
  type.capabilities.is_public = true;
  type.capabilities.can_reply = false;
  constexpr std::int64_t kDay_s = 24 * 3600;
  type.capabilities.first_response_s = kDay_s;  // Nobody waits at a blog.
  type.settings_schema = channel::settings_schema<feeds::Settings>();
  type.check_settings = feeds::check_settings;
  type.open = feeds::open;
  type.decode = feeds::decode;
  return type;
}
