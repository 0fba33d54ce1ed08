#include "connectors/mastodon/settings.hpp"

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <utility>

#include "base/json/decode.hpp"
#include "base/text.hpp"
#include "net/ip_address.hpp"
#include "net/url.hpp"

namespace mastodon {
namespace {

using base::FailureKind;

constexpr std::size_t kLongestToken = 1000;

// The member at the end of the path; null where there is none.
const boost::json::value* find(const boost::json::value& in, std::initializer_list<std::string_view> path) {
  const auto* at = &in;
  for (const auto name : path) {
    const auto* object = at->if_object();
    at = object != nullptr ? object->if_contains(name) : nullptr;
    if (at == nullptr) return nullptr;
  }
  return at;
}

std::optional<std::int64_t> number_at(const boost::json::value& in, std::initializer_list<std::string_view> path) {
  const auto* found = find(in, path);
  if (found == nullptr || !found->is_int64() || found->get_int64() <= 0) return std::nullopt;
  return found->get_int64();
}

std::optional<std::string> text_at(const boost::json::value& in, std::initializer_list<std::string_view> path) {
  const auto* found = find(in, path);
  if (found == nullptr || !found->is_string() || found->get_string().empty()) return std::nullopt;
  return std::string(found->get_string());
}

// A key of another network must not travel in clear; http is for a server on one's own.
bool may_be_plain(const net::Url& url) {
  return url.endpoint.host == "localhost" || net::IpAddress::parse(url.endpoint.host).has_value();
}

base::Result<std::string> read_server(std::string_view typed) {
  const auto refuse = [](const std::string& why) { return base::fail(FailureKind::invalid, "server: " + why, "server"); };
  std::string text(base::trim(typed));
  if (text.find("://") == std::string::npos) text = "https://" + text.substr(text.rfind('@') + 1);
  const auto url = net::parse_url(text);
  if (!url) return refuse("expected the name of a server like example.social");
  if (!url->endpoint.tls && !may_be_plain(*url)) return refuse("the access token may only travel over https://");
  return url->origin();
}

// Mastodon and what is made of it since version 2 do, and Pleroma and its kin; others say "(compatible; …)" or the like.
bool keeps_keys(std::string_view version) {
  if (version.find("Pleroma") != std::string_view::npos || version.find("Akkoma") != std::string_view::npos) return true;
  return version.find('(') == std::string_view::npos && !version.empty() && version[0] >= '2' && version[0] <= '9';
}

// The stream by server-sent events stands where the one by WebSocket does.
std::optional<std::string> streaming_of(const boost::json::value& instance) {
  auto url = text_at(instance, {"configuration", "urls", "streaming"});
  if (!url) url = text_at(instance, {"urls", "streaming_api"});
  if (!url) return std::nullopt;
  if (url->starts_with("wss://")) url->replace(0, 3, "https");
  else if (url->starts_with("ws://")) url->replace(0, 2, "http");
  const auto parsed = net::parse_url(*url);
  if (!parsed || (!parsed->endpoint.tls && !may_be_plain(*parsed))) return std::nullopt;
  return parsed->origin();
}

}  // namespace

std::map<std::string, std::string> Settings::help() {
  return {
      {"server", "Where your account is: the part of its address after the second @, like example.social."},
      {"access_token",
       "Not needed where you sign in with the button. In your account's web pages: Preferences, Development, New application. Tick read, write and follow, save, open "
       "the application again and copy \"Your access token\". On other software than Mastodon see the connector's guide."}};
}

base::Result<KeptSettings> read_settings(const boost::json::value& settings) {
  auto kept = base::decode<KeptSettings>(settings);
  if (!kept) return base::pass_on(kept.error());
  auto server = read_server(kept->server);
  if (!server) return base::pass_on(server.error());
  kept->server = *std::move(server);
  const auto& given = kept->access_token;
  const std::string token(base::trim(given ? given->reveal() : ""));
  kept->access_token.reset();
  if (token.empty()) return kept;
  const auto is_visible = [](char c) { return c > ' ' && c < '\x7f'; };
  if (token.size() > kLongestToken || !std::ranges::all_of(token, is_visible))
    return base::fail(FailureKind::invalid, "access_token: this is no access token", "access_token");
  kept->access_token = base::Secret(token);
  return kept;
}

void learn_instance(KeptSettings& settings, const boost::json::value& instance) {
  auto host = text_at(instance, {"domain"});
  if (!host) host = text_at(instance, {"uri"});
  if (host) {
    const auto url = net::parse_url(*host);  // Some give their address.
    settings.host = url ? url->endpoint.host : base::to_lower_ascii(*host);
  }
  settings.keeps_keys = keeps_keys(text_at(instance, {"version"}).value_or(""));
  settings.max_characters = number_at(instance, {"configuration", "statuses", "max_characters"});
  if (!settings.max_characters) settings.max_characters = number_at(instance, {"max_toot_chars"});
  settings.max_media = number_at(instance, {"configuration", "statuses", "max_media_attachments"});
  settings.max_image_bytes = number_at(instance, {"configuration", "media_attachments", "image_size_limit"});
  settings.max_video_bytes = number_at(instance, {"configuration", "media_attachments", "video_size_limit"});
  settings.streaming = streaming_of(instance);
}

}  // namespace mastodon
