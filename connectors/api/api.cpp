#include <boost/json/value.hpp>

#include "channel/channel.hpp"
#include "channel/standard_webhooks.hpp"
#include "connectors/api/wire.hpp"

channel::ChannelType api_channel() {
  channel::ChannelType type;
  type.id = "api";
  type.name = "Your own system";
  type.capabilities.can_reply = false;
  type.capabilities.vouches = true;           // Signed with the inbox's secret: it is the company that speaks.
  type.capabilities.first_response_s = 3600;  // Mission R6: on social media an answer is expected within 60 minutes.
  type.settings_schema = {{"type", "object"}, {"properties", boost::json::object{}}};
  type.check_settings = [](const boost::json::value&) -> base::Result<boost::json::value> { return boost::json::object{}; };
  type.verify_webhook = channel::verify_standard_webhook;
  type.read_webhook = [](const channel::WebhookRequest& webhook) {
    return api_channel_wire::read_items(webhook.request.body, webhook.now);
  };
  type.read_item = api_channel_wire::read_item;
  return type;
}
