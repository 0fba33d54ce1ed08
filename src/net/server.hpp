#pragma once
// The HTTP/1.1 and WebSocket server: keep-alive, pipelining in order, limits on every size and every wait, gzip for text
// replies over a kilobyte when the client takes it, ETag and 304 for GET replies, HEAD from GET. It runs on one io_context.
//
//   net::HttpServer server(context.get_executor(), options, {.handle = handle, .body_limit = body_limit});
//   auto port = server.listen("127.0.0.1", 0);   // 0: the kernel chooses
//   co_await server.stop(10s);                    // ends accepting, lets replies finish
//
// All of it, handlers included, runs on the executor's one thread; so must every call of these functions.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "net/http.hpp"
#include "net/task.hpp"
#include "net/websocket.hpp"

namespace net {

struct ServerOptions {
  std::size_t max_header_bytes = 16 * 1024;
  std::size_t max_connections = 15'000;              // Past it, new ones are answered 503 and closed.
  std::chrono::milliseconds header_timeout{10'000};  // From a request's first byte to the end of its head.
  std::chrono::milliseconds body_timeout{60'000};    // For every 64 KiB of a body, and its last part.
  std::chrono::milliseconds write_timeout{60'000};   // For every 64 KiB of a reply, and its last part.
  std::chrono::milliseconds idle_timeout{75'000};    // Between two requests.
  std::chrono::milliseconds ping_interval{20'000};   // WebSocket; an end that is silent for three of them is gone.
  std::chrono::milliseconds sweep_interval{1'000};   // How often the waits above are looked at.
};

struct ServerStats {
  std::uint64_t connections_open = 0;
  std::uint64_t connections_total = 0;
  std::uint64_t requests_total = 0;
  std::uint64_t refused_total = 0;  // Malformed or over a limit.
  std::uint64_t websockets_open = 0;
};

struct ServerHandlers {
  // Answers a request. HEAD comes as GET; the server leaves the body out. An exception becomes a 500 with a constant body
  // and is told once through on_error.
  std::function<Task<Response>(Request)> handle;
  // Largest body taken for this request (its body is not there yet). Over it: 413 before the body is read. 1 MiB when unset.
  std::function<std::size_t(const Request&)> body_limit;
  // True when this request may become a WebSocket; otherwise `handle` answers it.
  std::function<bool(const Request&)> takes_upgrade;
  // Owns the socket until it returns; then the server closes it (1000). It should be reading all the time: closing
  // handshakes and the answers to pings are seen by read().
  std::function<Task<void>(Request, std::shared_ptr<WebSocket>)> upgrade;
  std::function<void(const std::string& message)> on_error;
};

class HttpServer {
 public:
  HttpServer(const Executor& executor, ServerOptions options, ServerHandlers handlers);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Starts accepting and gives the port. Failures are sentences: "127.0.0.1:8080 is already in use by another program".
  base::Result<std::uint16_t> listen(const std::string& address, std::uint16_t port);

  // Stops accepting, tells sockets to close, waits for running replies, at most `limit`.
  Task<void> stop(std::chrono::seconds limit);

  [[nodiscard]] const ServerStats& stats() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace net
