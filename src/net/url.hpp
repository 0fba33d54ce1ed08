#pragma once
// The address of an HTTP request, taken apart as strictly as it is connected to: what could be read in two ways is refused.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "net/dial.hpp"

namespace net {

struct Url {
  Endpoint endpoint;   // The host in small letters.
  std::string target;  // Path and query, "/" at least; never a fragment.

  // "https://example.com" or "http://example.com:8080"; what "same origin" compares.
  [[nodiscard]] std::string origin() const;
  [[nodiscard]] std::string host_header() const;
};

// http:// and https:// only; no user name, no blanks or control characters, ASCII. Letters beyond it are to be written as
// xn--… in a host and as %… in a path. A failure never repeats the path: it may hold a secret.
[[nodiscard]] base::Result<Url> parse_url(std::string_view text);

// Where a reply's Location leads from there (RFC 3986 §5.2).
[[nodiscard]] base::Result<Url> follow(const Url& from, std::string_view location);

}  // namespace net
