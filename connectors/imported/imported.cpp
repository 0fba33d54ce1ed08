#include <boost/json/value.hpp>

#include "channel/channel.hpp"

channel::ChannelType imported_channel() {
  channel::ChannelType type;
  type.id = "imported";
  type.name = "Imported archive";
  type.connectable = false;
  type.capabilities.is_public = true;
  type.capabilities.can_reply = false;
  type.capabilities.first_response_s = 3600;  // Mission R6: on social media an answer is expected within 60 minutes.
  type.settings_schema = {{"type", "object"}, {"properties", boost::json::object{}}};
  type.check_settings = [](const boost::json::value&) -> base::Result<boost::json::value> { return boost::json::object{}; };
  return type;
}
