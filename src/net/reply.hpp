#pragma once
// From a handler's Response to bytes on the wire: entity tag, 304, gzip, and the head written in one go.

#include <cstddef>
#include <ctime>
#include <string>
#include <string_view>

#include "net/gzip.hpp"
#include "net/http.hpp"
#include "net/request_head.hpp"

namespace net {

// What the reply needs to know of its request, kept while the handler has the request.
struct ReplyContext {
  std::string request_id;
  std::string if_none_match;
  bool head_only = false;    // HEAD: the body is counted and left out.
  bool conditional = false;  // GET or HEAD.
  bool takes_gzip = false;
  bool http11 = true;
  bool close = false;  // The connection ends after this reply.
};

[[nodiscard]] ReplyContext reply_context(const RequestHead& head);

// "Sat, 21 Nov 2026 19:42:33 GMT", made once a second.
class DateText {
 public:
  std::string_view at(std::time_t now);

 private:
  std::time_t second_ = -1;
  std::string text_;
};

// Adds ETag, Vary and gzip as server.hpp describes, or turns the response into a 304.
void negotiate(Response& response, const ReplyContext& context, Gzip& gzip);

// The part of the body that goes out with this response.
[[nodiscard]] std::string_view sent_body(const Response& response, const ReplyContext& context);

// Appends status line and headers. The server's own (Content-Length, Date, Connection …) win over the handler's, and a
// header value cannot end its line, whatever it is made of.
void append_head(std::string& out, const Response& response, const ReplyContext& context, std::string_view date);

// {"kind":…,"message":…} as an application/json response that must not be stored.
[[nodiscard]] Response failure_response(int status, std::string_view kind, std::string_view message,
                                        std::string_view request_id = {});

// True when the handler asks for the end of the connection ("Connection: close").
[[nodiscard]] bool asks_close(const Response& response);

}  // namespace net
