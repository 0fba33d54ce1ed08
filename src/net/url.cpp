#include "net/url.hpp"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "net/ip_address.hpp"

namespace net {
namespace {

tl::unexpected<base::Failure> malformed(const std::string& reason) {
  return base::fail(base::FailureKind::invalid, "The address is malformed: " + reason + ".", "url");
}

std::uint16_t default_port(bool tls) { return tls ? 443 : 80; }

bool is_name(std::string_view host) {
  return !host.empty() && host.size() <= 253 && std::ranges::all_of(host, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
  });
}

base::Result<void> read_port(std::string_view text, Endpoint& endpoint) {
  unsigned port = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), port);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || port == 0 || port > 65'535) {
    return malformed("a port is a number from 1 to 65535");
  }
  endpoint.port = static_cast<std::uint16_t>(port);
  return {};
}

// "example.com:8080", "[::1]"
base::Result<Endpoint> read_authority(std::string_view text, bool tls) {
  Endpoint endpoint{.host = {}, .port = default_port(tls), .tls = tls};
  if (text.find('@') != std::string_view::npos) return malformed("user names and passwords have no place in it");
  std::string_view host = text;
  std::string_view port;
  const bool bracketed = text.starts_with('[');
  const auto colon = text.find(':', bracketed ? std::min(text.find(']'), text.size()) : 0);
  if (colon != std::string_view::npos) {
    host = text.substr(0, colon);
    port = text.substr(colon + 1);
    if (auto read = read_port(port, endpoint); !read) return base::pass_on(std::move(read.error()));
  }
  if (bracketed) {
    endpoint.host = host.size() > 2 && host.ends_with(']') ? std::string(host.substr(1, host.size() - 2)) : std::string();
    if (endpoint.host.find(':') == std::string::npos || !IpAddress::parse(endpoint.host)) {
      return malformed("what stands in brackets is no IPv6 address");
    }
    return endpoint;
  }
  endpoint.host = base::to_lower_ascii(host);
  if (!is_name(endpoint.host)) return malformed("its host is no name; letters beyond a to z are written as xn--…");
  return endpoint;
}

// "/a/../b/./c" → "/b/c", RFC 3986 §5.2.4.
std::string without_dots(std::string_view path) {
  std::vector<std::string_view> kept;
  const auto segments = base::split(path.substr(1), '/');
  bool folder = false;
  for (const auto segment : segments) {
    folder = segment == "." || segment == "..";
    if (segment == ".." && !kept.empty()) kept.pop_back();
    if (!folder) kept.push_back(segment);
  }
  std::string made;
  for (const auto segment : kept) made.append("/").append(segment);
  if (folder || made.empty()) made += '/';
  return made;
}

bool is_printable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f' && c != '\\'; });
}

}  // namespace

std::string Url::host_header() const {
  std::string text = endpoint.host.find(':') == std::string::npos ? endpoint.host : "[" + endpoint.host + "]";
  if (endpoint.port != default_port(endpoint.tls)) text += ":" + std::to_string(endpoint.port);
  return text;
}

std::string Url::origin() const { return (endpoint.tls ? "https://" : "http://") + host_header(); }

base::Result<Url> parse_url(std::string_view text) {
  if (!is_printable(text)) return malformed("it has blanks, backslashes or letters beyond ASCII");
  const auto scheme_end = text.find("://");
  const auto scheme = base::to_lower_ascii(text.substr(0, std::min(scheme_end, text.size())));
  if (scheme_end == std::string_view::npos || (scheme != "https" && scheme != "http")) {
    return malformed("it begins with https:// or http://");
  }
  auto rest = text.substr(scheme_end + 3);
  rest = rest.substr(0, rest.find('#'));
  const auto authority_end = std::min(rest.find_first_of("/?"), rest.size());
  auto endpoint = read_authority(rest.substr(0, authority_end), scheme == "https");
  if (!endpoint) return base::pass_on(std::move(endpoint.error()));
  Url url{std::move(*endpoint), std::string(rest.substr(authority_end))};
  if (!url.target.starts_with('/')) url.target.insert(0, "/");
  return url;
}

base::Result<Url> follow(const Url& from, std::string_view location) {
  location = location.substr(0, location.find('#'));
  const auto first = location.find_first_of(":/?");
  if (first != std::string_view::npos && location[first] == ':') return parse_url(location);
  if (location.starts_with("//")) return parse_url((from.endpoint.tls ? "https:" : "http:") + std::string(location));
  if (!is_printable(location)) return malformed("it has blanks, backslashes or letters beyond ASCII");
  const std::string_view path = std::string_view(from.target).substr(0, from.target.find('?'));
  std::string target;
  if (location.empty()) {
    target = from.target;
  } else if (location.starts_with('?')) {
    target = std::string(path) + std::string(location);
  } else {
    const auto query = std::min(location.find('?'), location.size());
    std::string whole = location.starts_with('/') ? std::string() : std::string(path.substr(0, path.rfind('/') + 1));
    whole += location.substr(0, query);
    target = without_dots(whole) + std::string(location.substr(query));
  }
  return Url{from.endpoint, std::move(target)};
}

}  // namespace net
