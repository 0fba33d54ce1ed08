#pragma once
// The head of an HTTP/1.1 request: found in the bytes by HeadScanner, read by parse_head. Strict on purpose (RFC 9112): two
// programs that frame a request differently can be made to see two different requests, so every doubtful form is refused
// and the connection closed.
//
//   HeadScanner scanner;
//   if (scanner.scan(bytes) == HeadScanner::State::complete) parse_head(bytes.substr(0, scanner.length()), head);

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/http.hpp"

namespace net {

// A request that is answered by the server itself; the connection is closed after it.
struct Refusal {
  Refusal(int status_, std::string_view kind_, std::string message_)
      : status(status_), kind(kind_), message(std::move(message_)) {}

  int status;
  std::string_view kind;  // A name of base::FailureKind.
  std::string message;
  std::vector<Header> headers;
};

struct RequestHead {
  Request request;  // Without body and peer; request_id only where the sender gave one.
  std::uint64_t content_length = 0;
  bool chunked = false;
  bool http11 = true;
  bool keep_alive = true;
  bool expects_continue = false;
  bool asks_websocket = false;

  [[nodiscard]] bool has_body() const { return chunked || content_length > 0; }
};

// Looks for the empty line that ends a head, each byte once, however the bytes arrive. Finds wrong line ends and folded
// lines on the way, so that they are refused at once and not when a timeout comes.
class HeadScanner {
 public:
  enum class State { more, complete, malformed };

  // `bytes` begins where the head begins and only grows from call to call.
  State scan(std::string_view bytes);
  [[nodiscard]] std::size_t length() const { return line_; }  // Of the head with its empty line, once complete.

 private:
  std::size_t line_ = 0;  // Where the line begins that is being looked at.
  std::size_t seen_ = 0;
};

// Reads a complete head. Nothing when all is well.
[[nodiscard]] std::optional<Refusal> parse_head(std::string_view bytes, RequestHead& head);

}  // namespace net
