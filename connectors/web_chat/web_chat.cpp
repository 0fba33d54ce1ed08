#include "connectors/web_chat/web_chat.hpp"

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "base/json/schema.hpp"
#include "base/text.hpp"
#include "channel/channel.hpp"

namespace web_chat {
namespace {

constexpr std::size_t kGreetingLimit = 300;

// An origin as Content-Security-Policy takes it: scheme, host and maybe a port, nothing else.
bool is_origin(std::string_view site) {
  const auto scheme_end = site.find("://");
  if (scheme_end == std::string_view::npos) return false;
  const auto scheme = site.substr(0, scheme_end);
  if (scheme != "https" && scheme != "http") return false;
  const auto host = site.substr(scheme_end + 3);
  return !host.empty() && host.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:*[]") ==
                              std::string_view::npos;
}

base::Result<boost::json::value> check_settings(const boost::json::value& given) {
  auto settings = base::decode<Settings>(given);
  if (!settings) return base::pass_on(settings.error());
  if (base::count_points(settings->greeting) > kGreetingLimit)
    return base::fail(base::FailureKind::invalid, "greeting: at most 300 characters", "greeting");
  for (std::size_t i = 0; i < settings->sites.size(); ++i) {
    auto& site = settings->sites[i];
    while (!site.empty() && site.back() == '/') site.pop_back();
    const std::string field = "sites[" + std::to_string(i) + "]";
    if (!is_origin(site))
      return base::fail(base::FailureKind::invalid, field + ": expected an address like https://shop.example", field);
  }
  return base::parse_json(base::encode(*settings));
}

boost::json::value settings_schema() {
  base::SchemaBuilder builder;
  return {{"type", "object"}, {"properties", builder.properties_of<Settings>(base::SchemaUse::request)}};
}

}  // namespace
}  // namespace web_chat

channel::ChannelType web_chat_channel() {
  channel::ChannelType type;
  type.id = "web_chat";
  type.name = "Web chat";
  type.visitors_here = true;
  type.capabilities.text_limit = 4000;
  type.capabilities.live = true;
  type.capabilities.first_response_s = 300;  // Mission R6: 71 % want their issue addressed within 5 minutes.
  type.capabilities.acknowledges = true;
  type.capabilities.files = 10;  // The visitor reads our own record.
  type.capabilities.file_bytes = 25LL * 1024 * 1024;
  type.settings_schema = web_chat::settings_schema();
  type.check_settings = web_chat::check_settings;
  return type;
}
