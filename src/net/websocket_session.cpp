#include "net/websocket_session.hpp"

#include <array>
#include <cerrno>
#include <utility>

#include <sys/socket.h>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "net/frame_queue.hpp"

// Beast does the handshake, reads, unmasks and checks frames, and answers pings and closes. Writing is ours: Beast sends one
// frame at a time, each with its own operation and system call, while here a message is framed once into a queue that many
// frames leave with one call. Both meet in Wire, the stream beneath Beast: what Beast writes joins the same queue, whole
// frames at a time, so that frames never mix. The read is the only operation of Beast's under way at any time: its
// async_close and a read that meets a broken frame meanwhile wait for each other for ever (Boost 1.81).
//
// permessage-deflate is not offered: the messages are a few hundred bytes, each connection would keep up to 300 KB of
// zlib's state, one frame could no longer be shared by many sockets, and a small frame could unfold into a large one.

namespace net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using boost::system::error_code;

constexpr std::size_t kMaxMessage = 64 * 1024;
constexpr std::size_t kMaxQueued = 1024 * 1024;
constexpr std::size_t kFlushFrom = 256 * 1024;  // More than this does not wait for the turn of the loop to end.
constexpr std::size_t kMaxQueuedWithControl = kMaxQueued + 64 * 1024;  // A flood of pings must not grow it without end.
constexpr std::size_t kMaxCloseReason = 123;
constexpr std::chrono::seconds kCloseTimeout{10};
constexpr int kSilentPings = 3;

constexpr unsigned char kCloseOpcode = 0x8;

class Session;

// The stream that Beast reads from and writes to.
class Wire {
 public:
  using executor_type = Executor;

  explicit Wire(Session& session) : session_(&session) {}
  executor_type get_executor() const;

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token);
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token);

  // Beast calls these when a connection is over. The session sends what is queued first, so nothing is closed here.
  template <class Handler>
  friend void async_teardown(beast::role_type, Wire& wire, Handler&& handler) {
    asio::post(wire.get_executor(), beast::bind_front_handler(std::forward<Handler>(handler), error_code{}));
  }
  friend void beast_close_socket(Wire& wire);

 private:
  Session* session_;
};

class Session final : public WebSocket, public Tracked, public std::enable_shared_from_this<Session> {
 public:
  Session(std::shared_ptr<ServerState> state, Socket socket, std::string early);
  ~Session() override;

  static Task<void> run(std::shared_ptr<Session> self, Request request);

  Task<base::Result<std::string>> read() override;
  bool send(std::shared_ptr<const std::string> message) override;
  [[nodiscard]] bool overflowed() const override { return overflowed_; }
  void clear_overflow() override { overflowed_ = false; }
  [[nodiscard]] std::size_t queued_bytes() const override { return queue_.bytes(); }
  void close(std::uint16_t code, std::string reason) override;

  void sweep() override;
  void flush() override;
  void begin_stop() override;
  void abort() override;

 private:
  friend class Wire;
  friend void beast_close_socket(Wire& wire);

  Task<bool> accept(const Request& request /*outlives*/);
  Task<void> finish();
  Task<void> drain();
  void retire();
  base::Failure why_ended(const error_code& error) const;
  bool push(Frame frame, std::size_t limit);
  bool push_raw(std::string bytes);
  void wait_writable();

  std::shared_ptr<ServerState> state_;
  Socket socket_;
  std::string early_;  // Bytes that came with the handshake and are read first.
  FrameQueue queue_;
  websocket::stream<Wire, false> stream_;
  Instant last_heard_;
  Instant last_sent_;
  Instant next_ping_;
  Instant close_by_ = Instant::max();
  std::optional<base::Failure> ended_;  // Why there is nothing more to read.
  bool open_ = false;
  bool close_sent_ = false;  // A close frame is in the queue or gone; nothing may follow it.
  bool closed_here_ = false;
  bool reading_ = false;
  bool dead_ = false;
  bool retired_ = false;
  bool overflowed_ = false;
  bool flush_asked_ = false;
  bool waiting_ = false;  // For the socket to take more.
};

Executor Wire::get_executor() const { return session_->socket_.get_executor(); }

template <class Buffers, class Token>
auto Wire::async_read_some(const Buffers& buffers, Token&& token) {
  return asio::async_initiate<Token, void(error_code, std::size_t)>(
      [](auto handler, Session* session, const Buffers& into) {
        session->last_heard_ = session->state_->now;  // Beast asks for more when it has used up what came.
        if (session->early_.empty()) return session->socket_.async_read_some(into, std::move(handler));
        const auto count = asio::buffer_copy(into, asio::buffer(session->early_));
        session->early_ = session->early_.substr(count);
        asio::post(session->socket_.get_executor(), beast::bind_front_handler(std::move(handler), error_code{}, count));
      },
      token, session_, buffers);
}

template <class Buffers, class Token>
auto Wire::async_write_some(const Buffers& buffers, Token&& token) {
  return asio::async_initiate<Token, void(error_code, std::size_t)>(
      [](auto handler, Session* session, const Buffers& from) {
        std::string bytes(asio::buffer_size(from), '\0');
        asio::buffer_copy(asio::buffer(bytes), from);
        const auto count = bytes.size();
        error_code error;
        if (!session->push_raw(std::move(bytes))) {
          error = asio::error::no_buffer_space;  // It makes us answer and does not read the answers.
          session->abort();
        }
        asio::post(session->socket_.get_executor(), beast::bind_front_handler(std::move(handler), error, count));
      },
      token, session_, buffers);
}

void beast_close_socket(Wire& wire) { wire.session_->abort(); }

Session::Session(std::shared_ptr<ServerState> state, Socket socket, std::string early)
    : state_(std::move(state)),
      socket_(std::move(socket)),
      early_(std::move(early)),
      stream_(*this),
      last_heard_(state_->now),
      last_sent_(state_->now),
      next_ping_(state_->now + state_->options.ping_interval) {
  stream_.text(true);
  stream_.read_message_max(kMaxMessage);
  close_by_ = state_->deadline(state_->options.header_timeout);  // For the handshake.
  ++state_->stats.websockets_open;
  state_->add(*this);
}

Session::~Session() { retire(); }

Task<void> Session::run(std::shared_ptr<Session> self, Request request) {
  if (co_await self->accept(request)) {
    const std::string request_id = request.request_id;
    try {
      co_await self->state_->handlers.upgrade(std::move(request), self);
    } catch (...) {
      self->state_->report("WebSocket " + request_id, std::current_exception());
      self->close(1011, "Something went wrong on our side.");
    }
    co_await self->finish();
  }
  self->retire();
}

Task<bool> Session::accept(const Request& request /*outlives*/) {
  http::request<http::empty_body> handshake(http::verb::get, request.target, 11);
  for (const auto& header : request.headers) handshake.insert(header.name, header.value);
  stream_.set_option(websocket::stream_base::decorator([id = request.request_id](websocket::response_type& response) {
    response.set(http::field::server, "Heed");
    response.set("X-Request-Id", id);
  }));
  const auto [error] = co_await stream_.async_accept(handshake, kAsTuple);
  open_ = !error;
  close_by_ = Instant::max();
  if (open_ && state_->stopping) begin_stop();
  co_return open_;
}

Task<base::Result<std::string>> Session::read() {
  if (ended_) co_return base::pass_on(*ended_);  // Beast must not be asked again after it failed.
  std::string message;
  auto buffer = asio::dynamic_buffer(message);
  reading_ = true;
  last_heard_ = state_->now;
  const auto [error, count] = co_await stream_.async_read(buffer, kAsTuple);
  reading_ = false;
  if (error) {
    ended_ = why_ended(error);
    co_return base::pass_on(*ended_);
  }
  if (!stream_.got_text()) {
    close(1003, "Only text messages are taken.");
    co_return base::fail(base::FailureKind::invalid, "The other end sent a binary message.");
  }
  co_return base::Result<std::string>(std::move(message));
}

base::Failure Session::why_ended(const error_code& error) const {
  using base::FailureKind;
  if (closed_here_) return {FailureKind::unavailable, "The connection was closed on this side."};
  if (error == websocket::error::closed) {
    const auto& reason = stream_.reason();
    std::string text = "The other end closed the connection";
    if (reason.code != websocket::close_code::none) text += " with code " + std::to_string(reason.code);
    return {FailureKind::unavailable, text + "."};
  }
  if (error == websocket::error::message_too_big || error == websocket::error::buffer_overflow) {
    return {FailureKind::too_large, "The other end sent a message over " + std::to_string(kMaxMessage) + " bytes."};
  }
  if (error == websocket::error::bad_frame_payload)
    return {FailureKind::invalid, "The other end sent text that is not UTF-8."};
  if (error == websocket::condition::protocol_violation) {
    return {FailureKind::invalid, "The other end broke the WebSocket protocol: " + error.message() + "."};
  }
  return {FailureKind::unavailable, dead_ ? "The connection was given up." : "The connection was lost."};
}

bool Session::send(std::shared_ptr<const std::string> message) {
  if (!open_ || close_sent_ || dead_) return false;
  if (push(Frame(Frame::kText, std::move(message)), kMaxQueued)) return true;
  overflowed_ = true;
  queue_
      .keep_started();  // Whoever reads that slowly will load anew: what waits is of no use, and held by thousands it is much.
  return false;
}

void Session::close(std::uint16_t code, std::string reason) {
  if (!open_ || close_sent_ || dead_) return;
  std::size_t size = std::min(reason.size(), kMaxCloseReason);
  while (size < reason.size() && size > 0 && (reason[size] & 0xc0) == 0x80) --size;  // Not inside a character.
  auto payload = std::string{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)} + reason.substr(0, size);
  push(Frame(Frame::kClose, std::make_shared<const std::string>(std::move(payload))), kMaxQueuedWithControl);
  close_sent_ = closed_here_ = true;
  close_by_ = state_->deadline(kCloseTimeout);
}

// Ends the connection after its handler: close frame out, the other end's in, then the TCP connection.
Task<void> Session::finish() {
  close(1000, {});
  if (close_by_ == Instant::max()) close_by_ = state_->deadline(kCloseTimeout);
  for (auto message = co_await read(); message.has_value(); message = co_await read()) {}
  co_await drain();
}

Task<void> Session::drain() {
  flush();
  while (!queue_.empty() && !dead_) {
    const auto [error] = co_await socket_.async_wait(Socket::wait_write, kAsTuple);
    if (error) co_return;
    flush();
  }
  error_code ended;
  socket_.shutdown(Socket::shutdown_send, ended);
  std::array<char, 1024> passed_over;  // A socket closed with unread bytes is reset, and our close frame may be lost.
  while (!ended) {
    const auto [error, count] = co_await socket_.async_read_some(asio::buffer(passed_over), kAsTuple);
    ended = error;
  }
}

// The end for the server, which no longer counts it; whoever still holds the socket finds it closed.
void Session::retire() {
  if (std::exchange(retired_, true)) return;
  abort();
  queue_.clear();
  --state_->stats.websockets_open;
  state_->remove(*this);
}

// What Beast writes: the reply to the handshake, pongs and closes. After a close frame nothing else may go out.
bool Session::push_raw(std::string bytes) {
  if (close_sent_) return true;
  if (open_ && !bytes.empty() && (bytes[0] & 0x0f) == kCloseOpcode) close_sent_ = true;
  return push(Frame(std::move(bytes)), kMaxQueuedWithControl);
}

bool Session::push(Frame frame, std::size_t limit) {
  if (queue_.bytes() + frame.size() > limit) return false;
  if (queue_.empty()) last_sent_ = state_->now;
  queue_.push(std::move(frame));
  if (open_ && !waiting_ && queue_.bytes() >= kFlushFrom) flush();
  if (queue_.empty()) return true;
  if (!flush_asked_ && !waiting_) {
    flush_asked_ = true;
    state_->flush_soon(weak_from_this());
  }
  return true;
}

void Session::flush() {
  flush_asked_ = false;
  if (dead_) return queue_.clear();
  while (!queue_.empty()) {
    FrameQueue::Pieces pieces;
    msghdr message{};
    message.msg_iov = pieces.data();
    message.msg_iovlen = queue_.fill(pieces);
    const auto sent = ::sendmsg(socket_.native_handle(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return wait_writable();
    if (sent < 0) return abort();
    queue_.pop(static_cast<std::size_t>(sent));
    last_sent_ = state_->now;
  }
}

void Session::wait_writable() {
  if (std::exchange(waiting_, true)) return;
  socket_.async_wait(Socket::wait_write, [self = shared_from_this()](const error_code& error) {
    self->waiting_ = false;
    if (!error) self->flush();
  });
}

void Session::sweep() {
  if (dead_) return;
  const Instant now = state_->now;
  const auto silence = kSilentPings * state_->options.ping_interval;
  const bool silent = open_ && reading_ && now - last_heard_ > silence;
  const bool stuck = !queue_.empty() && now - last_sent_ > state_->options.write_timeout;
  if (now >= close_by_ || silent || stuck) return abort();
  if (!open_ || close_sent_ || now < next_ping_) return;
  next_ping_ = now + state_->options.ping_interval;
  static const auto kNothing = std::make_shared<const std::string>();
  if (queue_.empty()) push(Frame(Frame::kPing, kNothing), kMaxQueued);
}

void Session::begin_stop() {
  if (open_) {
    close(1012, "The server is restarting.");
  } else {
    abort();
  }
}

void Session::abort() {
  dead_ = true;
  error_code ignored;
  socket_.close(ignored);
}

}  // namespace

std::optional<Refusal> check_handshake(const Request& request) {
  if (request.header("Sec-WebSocket-Version") != "13") {
    Refusal refusal(426, "invalid", "WebSocket version 13 is the one spoken here.");
    refusal.headers = {{"Sec-WebSocket-Version", "13"}, {"Upgrade", "websocket"}};
    return refusal;
  }
  const auto key = request.header("Sec-WebSocket-Key");
  if (key.size() != 24 || !key.ends_with("=="))
    return Refusal(400, "invalid", "The Sec-WebSocket-Key is missing or malformed.");
  return std::nullopt;
}

void start_websocket(std::shared_ptr<ServerState> state, Socket socket, std::string early, Request request) {
  auto session = std::make_shared<Session>(state, std::move(socket), std::move(early));
  const Executor executor = state->executor;
  asio::co_spawn(executor, Session::run(std::move(session), std::move(request)),
                 [state = std::move(state)](const std::exception_ptr& error) {
                   if (error) state->report("a WebSocket was given up", error);
                 });
}

}  // namespace net
