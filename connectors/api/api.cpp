#include <utility>

#include <boost/json/value.hpp>

#include "base/json/decode.hpp"
#include "channel/channel.hpp"
#include "channel/settings.hpp"
#include "channel/standard_webhooks.hpp"
#include "connectors/api/outbound.hpp"
#include "connectors/api/wire.hpp"
#include "net/url.hpp"

namespace api_door {
namespace {

base::Result<boost::json::value> check_settings(const boost::json::value& given) {
  const auto settings = base::decode<Settings>(given);
  if (!settings) return base::pass_on(settings.error());
  const std::string deliver_to = settings->deliver_to.value_or("");
  boost::json::object kept;
  if (deliver_to.empty()) return kept;
  if (const auto url = net::parse_url(deliver_to); !url)
    return base::fail(base::FailureKind::invalid, "deliver_to: " + url.error().message, "deliver_to");
  kept["deliver_to"] = deliver_to;
  return kept;
}

}  // namespace
}  // namespace api_door

channel::ChannelType api_channel() {
  channel::ChannelType type;
  type.id = "api";
  type.name = "Your own system";
  type.capabilities.vouches = true;           // Signed with the inbox's secret: it is the company that speaks.
  type.capabilities.first_response_s = 3600;  // Mission R6: on social media an answer is expected within 60 minutes.
  type.capabilities.resending = channel::Resending::same_key;
  type.capabilities.acknowledges = true;
  type.capabilities.files = 20;
  type.capabilities.file_bytes = 25LL * 1024 * 1024;
  type.settings_schema = channel::settings_schema<api_door::Settings>();
  type.check_settings = api_door::check_settings;
  type.open = [](const boost::json::value& settings,
                 const channel::ChannelServices& services) -> base::Result<std::unique_ptr<channel::ChannelInbox>> {
    auto decoded = base::decode<api_door::Settings>(settings);
    if (!decoded) return base::pass_on(decoded.error());
    return api_door::open_inbox(*std::move(decoded), services);
  };
  type.why_no_reply = [](const boost::json::value& settings) -> std::string {
    if (settings.is_object() && settings.as_object().contains("deliver_to")) return {};
    return "No address is set that answers are delivered to: Settings, Inboxes.";
  };
  type.verify_webhook = channel::verify_standard_webhook;
  type.read_webhook = [](const channel::WebhookRequest& webhook) {
    const bool is_bulk = webhook.request.header("Content-Type").starts_with(api_door::kLinesType);
    return is_bulk ? api_door::read_lines(webhook.request.body, webhook.now)
                   : api_door::read_items(webhook.request.body, webhook.now);
  };
  type.read_item = api_door::read_item;
  return type;
}
