#include "connectors/activitypub/addresses.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "net/ip_address.hpp"
#include "net/url.hpp"

namespace activitypub {
namespace {

using base::FailureKind;

constexpr std::uint16_t kHttp = 80;
constexpr std::uint16_t kHttps = 443;
constexpr std::size_t kLongestKey = 40;

// Names that lead nowhere outside (RFC 6761), and the one that is secured in its own way.
bool may_be_plain(std::string_view host) {
  constexpr std::array<std::string_view, 3> kEndings{".test", ".localhost", ".onion"};
  return std::ranges::any_of(kEndings, [&](auto ending) { return host.ends_with(ending); });
}

tl::unexpected<base::Failure> refuse(const std::string& why) {
  return base::fail(
      FailureKind::invalid,
      "An account on the fediverse has an address like @support@care.example, made of where people reach this server "
      "(public_url in heed.toml). " +
          why);
}

bool is_key(std::string_view text) {
  const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !text.empty() && text.size() <= kLongestKey && std::ranges::all_of(text, good);
}

}  // namespace

base::Result<Addresses> Addresses::of(const std::string& public_url, const std::string& username) {
  if (public_url.empty()) return refuse("It is not set.");
  const auto url = net::parse_url(public_url);
  if (!url || url->target != "/") return refuse("It is to be a name alone, like https://care.example.");
  const std::string& host = url->endpoint.host;
  if (net::IpAddress::parse(host) || host == "localhost" || host.find('.') == std::string::npos)
    return refuse("It is to be a name that everybody can look up, not " + host + ".");
  if (url->endpoint.port != (url->endpoint.tls ? kHttps : kHttp))
    return refuse("It is to be without a port: other servers find accounts at the usual one.");
  if (!url->endpoint.tls && !may_be_plain(host)) return refuse("It is to begin with https://.");
  Addresses out;
  out.origin_ = url->origin();
  out.host_ = host;
  out.username_ = username;
  return out;
}

std::string Addresses::note_key(std::string_view id) const {
  const std::string before = note("");
  if (!id.starts_with(before)) return {};
  const auto key = id.substr(before.size());
  return is_key(key) ? std::string(key) : std::string();
}

std::string host_of(std::string_view url) {
  const auto parsed = net::parse_url(without_fragment(url));
  return parsed ? parsed->endpoint.host : std::string();
}

bool is_same_origin(std::string_view one, std::string_view other) {
  const auto left = net::parse_url(without_fragment(one));
  const auto right = net::parse_url(without_fragment(other));
  return left && right && left->origin() == right->origin();
}

std::string without_fragment(std::string_view url) { return std::string(url.substr(0, url.find('#'))); }

}  // namespace activitypub
