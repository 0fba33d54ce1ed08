#pragma once
// The head of an HTTP/1.1 response, found by HeadScanner (request_head.hpp). As strict as the server's: what frames a body in
// two ways is refused.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "net/http.hpp"

namespace net {

struct ResponseHead {
  int status = 0;
  std::vector<Header> headers;
  bool keep_alive = true;
  bool chunked = false;
  std::optional<std::uint64_t> length;  // Neither this nor chunked: the body goes on until the connection ends.
  std::string coding;                   // Content-Encoding in small letters, "" for none.
};

// `invalid`, with what is wrong to follow upon "… answered with something that is no HTTP: ".
[[nodiscard]] base::Result<ResponseHead> parse_response_head(std::string_view bytes);

// Of a request: a name that is a token, a value without control characters, so that neither can begin another line.
[[nodiscard]] bool is_sendable(const Header& header);

}  // namespace net
