#pragma once
// A WebSocket that Heed opened (RFC 6455), over the guarded connections of net/dial.hpp.
//
//   auto socket = co_await net::WebSocketClient::open(dialer, {.url = "wss://stream.example/subscribe"});
//   while (auto message = co_await (*socket)->receive(std::chrono::seconds(5))) {
//     if (*message) …(*message)->bytes…   // Else nothing came for five seconds; one may send, and go on.
//   }
//
// One operation at a time; everything on the event loop's thread. Every wait and every size has a limit. Pings are answered
// and sent inside receive(): whoever waits there notices a connection that died without a word. After a failure the socket is
// closed. Cancelling the coroutine (terminal) ends a wait at once; what a cancelled send() had begun is lost with the socket.
//
// Framing is our own (websocket_frames.hpp) and not Beast's, which the server's side has: Beast wants an Asio stream, which
// our TLS is not (tls.hpp), and a read of its that is given up when its time is over cannot be taken up again.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "net/dial.hpp"
#include "net/http.hpp"
#include "net/task.hpp"
#include "net/url.hpp"
#include "net/websocket_frames.hpp"

namespace net {

struct WebSocketLimits {
  std::chrono::milliseconds connect{15'000};     // Looking up, connecting, securing and the handshake together.
  std::chrono::milliseconds write{30'000};       // For a whole message.
  std::chrono::milliseconds message{60'000};     // From a message's first byte that we saw to its last.
  std::chrono::milliseconds ping_after{30'000};  // Of silence.
  std::chrono::milliseconds pong{30'000};        // For any sign of life after a ping.
  std::chrono::milliseconds closing{5'000};      // For the other end's part of a close.
  std::size_t max_message = 1024 * 1024;         // Bytes.
};

struct WebSocketRequest {
  std::string url;              // wss://, or ws:// in clear.
  std::vector<Header> headers;  // Host and those of the handshake are the client's own.
  WebSocketLimits limits;
};

// As net::parse_url(), for ws:// and wss://.
[[nodiscard]] base::Result<Url> parse_websocket_url(std::string_view text);

class WebSocketClient {
 public:
  // Connected, and the handshake done. A server that answers with anything else than a WebSocket is a failure with its status and
  // the beginning of its words: `unauthenticated` (401), `forbidden` (403), `not_found` (404), `rate_limited` (429),
  // `unavailable` (5xx), else `rejected`.
  static Task<base::Result<std::unique_ptr<WebSocketClient>>> open(Dialer& dialer /*outlives*/, WebSocketRequest request);
  ~WebSocketClient();

  // The next message; none when nothing came within the limit. A failure when the connection ended, with the reason.
  Task<base::Result<std::optional<WebSocketMessage>>> receive(std::chrono::milliseconds limit);
  Task<base::Result<void>> send(WebSocketMessage message);
  // Says goodbye and waits a little for the other end's.
  Task<void> close(std::uint16_t code, std::string reason);
  // What the other end closed with; 0 while it has not.
  [[nodiscard]] std::uint16_t closed_with() const { return closed_with_; }

 private:
  using Instant = std::chrono::steady_clock::time_point;

  WebSocketClient(Endpoint endpoint, WebSocketLimits limits, std::unique_ptr<Connection> connection);
  Task<base::Result<void>> shake_hands(Url url, std::vector<Header> headers, Instant deadline);
  Task<base::Result<std::string>> read_head(Instant deadline);
  Task<base::Failure> refused(std::string head, Instant deadline);
  // False when nothing came until then.
  Task<base::Result<bool>> fill(Instant until);
  Task<base::Result<bool>> after_silence(Instant now, Instant until);
  Task<base::Result<void>> write(std::string bytes);
  Task<base::Failure> give_up(std::uint16_t code, std::string why);
  base::Failure end(std::string why);

  Endpoint endpoint_;
  WebSocketLimits limits_;
  std::unique_ptr<Connection> connection_;
  std::string early_;  // What came behind the handshake's reply.
  FrameReader reader_;
  Instant heard_;
  std::optional<Instant> pinged_;  // And nothing heard since.
  std::optional<Instant> begun_;   // The message that is coming.
  std::optional<base::Failure> ended_;
  std::uint16_t closed_with_ = 0;
};

}  // namespace net
