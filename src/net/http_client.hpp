#pragma once
// HTTP/1.1 as a client. Connections are kept and used again; every wait and every size has a limit; replies come unpacked.
//
//   auto reply = co_await client.send({.url = "https://example.com/api", .headers = {{"Accept", "application/json"}}});
//   if (!reply) …reply.error().failure, reply.error().sent…
//
// A reply of any status is a reply: what 429 and its Retry-After mean is for the caller. A failure says how much of the
// request had left, since that decides whether it may be repeated: a request that was sent whole and not answered is
// *uncertain*. The client itself repeats a request only where a kept connection turns out to be dead before a byte of the
// reply, and either it is idempotent or nothing of it had left.
//
// Only GET and HEAD follow redirects: at most five, never from https to http, each through the guard of net/dial.hpp, and to
// another origin only with headers that hold no secret. Failures name the host and never the path, the query or a header.
//
// All of it belongs to the event loop's thread. Cancelling the coroutine (terminal) ends a wait at once and closes the
// connection. The client must outlive its coroutines; a stream may outlive the client.

#include <chrono>
#include <cstddef>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "net/dial.hpp"
#include "net/http.hpp"
#include "net/task.hpp"

namespace net {

inline constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max();

struct HttpLimits {
  std::chrono::milliseconds connect{10'000};     // Looking up, connecting and securing together.
  std::chrono::milliseconds first_byte{30'000};  // From the request's last byte to the reply's head.
  std::chrono::milliseconds progress{30'000};    // Between two pieces of the request or of the reply.
  std::chrono::milliseconds whole{120'000};      // All of it, redirects included; 0 for streams without end.
  std::size_t max_body = 5 * 1024 * 1024;        // Of the reply, unpacked; kNoLimit for streams without end.
};

struct HttpRequest {
  Method method = Method::get;
  std::string url;
  std::vector<Header> headers;  // Host, Content-Length, Connection and Transfer-Encoding are the client's own.
  std::string body;
  // May be done twice without harm, as a POST with an idempotency key may. GET, HEAD, PUT, DELETE and OPTIONS always may.
  bool idempotent = false;
  // Never over a kept connection: for what must not be done twice, where the other end may close one without saying so.
  bool fresh_connection = false;
  bool follow_redirects = true;  // False where the address itself is what is asked about.
  HttpLimits limits;
};

struct HttpReply {
  int status = 0;
  std::vector<Header> headers;
  std::string body;  // Unpacked. Empty in the head of a stream.

  // The header's value, "" when absent. Names compare without case.
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

// How much of the request had been handed to the network when it failed.
enum class Sent {
  nothing,  // The other end cannot have acted on it.
  partly,   // It has not seen the end of it.
  whole,    // It may have acted on it: uncertain.
};

struct HttpFailure {
  base::Failure failure;
  Sent sent = Sent::nothing;
};
template <class T>
using HttpResult = tl::expected<T, HttpFailure>;

// A reply whose body is read as it comes: server-sent events, long polling, large files.
class HttpStream {
 public:
  virtual ~HttpStream() = default;
  [[nodiscard]] virtual const HttpReply& head() const = 0;
  // The next piece, 1 byte to 64 KiB, unpacked; "" at the end and from then on. `too_large` past max_body. After a failure
  // there is no more.
  virtual Task<base::Result<std::string>> read() = 0;
};

class HttpClient {
 public:
  virtual ~HttpClient() = default;
  virtual Task<HttpResult<HttpReply>> send(HttpRequest request) = 0;
  // Comes back when the head of the reply is there.
  virtual Task<HttpResult<std::unique_ptr<HttpStream>>> open(HttpRequest request) = 0;
};

struct HttpClientOptions {
  std::string user_agent = "Heed";
  std::size_t max_idle_per_host = 4;  // Connections kept for another request.
  std::size_t max_idle = 64;
  std::chrono::milliseconds idle_expiry{30'000};
  // A request that must not be done twice goes over a kept connection only this soon after its last use: the longer it lay
  // idle, the likelier the other end is closing it at this moment.
  std::chrono::milliseconds trusted_idle{3'000};
};

[[nodiscard]] std::unique_ptr<HttpClient> make_http_client(const Executor& executor, Dialer& dialer /*outlives*/,
                                                           const HttpClientOptions& options);

}  // namespace net
