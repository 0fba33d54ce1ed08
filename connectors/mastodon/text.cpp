#include "connectors/mastodon/text.hpp"

#include "connectors/_fediverse/status_text.hpp"
#include "net/url.hpp"

namespace mastodon {

std::string handle_of(std::string_view acct, std::string_view url, std::string_view own_host) {
  std::string handle = "@" + std::string(acct);
  if (acct.find('@') != std::string_view::npos) return handle;
  if (!own_host.empty()) return handle + "@" + std::string(own_host);
  const auto parsed = net::parse_url(url);
  return parsed ? handle + "@" + parsed->endpoint.host : handle;
}

std::string text_of_html(std::string_view html, const std::vector<Mention>& mentions, std::string_view own_host) {
  std::vector<fediverse::NamedLink> named;
  for (const auto& one : mentions) {
    const std::string url = one.url.value_or("");
    named.push_back({url, handle_of(one.acct, url, own_host)});
  }
  return fediverse::text_of_html(html, named);
}

}  // namespace mastodon
