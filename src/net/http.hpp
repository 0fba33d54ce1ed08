#pragma once
// An HTTP request and its response as the rest of Heed sees them. No Beast here.

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace net {

enum class Method { get, head, post, put, patch, del, options, other };
[[nodiscard]] std::string_view to_string(Method method);  // "GET"

struct Header {
  std::string name;
  std::string value;
};

struct Request {
  Method method = Method::get;
  std::string target;  // As sent: "/api/v1/inboxes?limit=2".
  std::string path;    // Percent-decoded, without the query: "/api/v1/inboxes". Never contains NUL, "//" or "/../".
  std::string query;   // Raw, without "?".
  std::vector<Header> headers;
  std::string body;
  std::string peer;        // Address of the other end, "127.0.0.1".
  std::string request_id;  // Made by the server, or the sender's X-Request-Id where it is short and plain.

  // The header's value, "" when absent. Names compare without case.
  [[nodiscard]] std::string_view header(std::string_view name) const;
  // The named cookie's value, "" when absent.
  [[nodiscard]] std::string_view cookie(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::vector<Header> headers;
  std::string body;
  // Instead of body: bytes that outlive the response, such as an embedded file. Used when not empty.
  std::string_view static_body;
  // Lines that outlive the response and go out as they are, after the headers: "\r\nName: value" for each.
  std::string_view fixed_headers;

  Response& with(std::string name, std::string value) {
    headers.push_back({std::move(name), std::move(value)});
    return *this;
  }
};

// "a=1&b=%20x" → pairs, decoded; a malformed escape is kept as it is.
[[nodiscard]] std::vector<Header> parse_query(std::string_view query);
[[nodiscard]] std::string percent_decode(std::string_view text);
[[nodiscard]] std::string percent_encode(std::string_view text);

}  // namespace net
