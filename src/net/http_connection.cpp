#include "net/http_connection.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <optional>
#include <utility>

#include <sys/socket.h>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>

#include "net/chunk_decoder.hpp"
#include "net/in_buffer.hpp"
#include "net/websocket_session.hpp"

namespace net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t kDefaultBodyLimit = 1024 * 1024;
constexpr std::size_t kCopyTo = 16 * 1024;    // Larger bodies are sent from where they are.
constexpr std::size_t kBatchTo = 64 * 1024;   // Pipelined replies go out at the latest when they are this many bytes.
constexpr std::size_t kProgress = 64 * 1024;  // Bytes that earn a body or a reply another timeout.
constexpr std::size_t kBodyStep = 64 * 1024;  // Room made for a body at first: what is announced may never come.
constexpr std::chrono::seconds kLinger{2};

Refusal too_large(std::size_t limit) {
  return Refusal(413, "too_large", "The body is larger than the " + std::to_string(limit) + " bytes taken here.");
}

class HttpConnection final : public Tracked, public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(std::shared_ptr<ServerState> state, Socket socket, std::string peer);
  ~HttpConnection() override;

  static Task<void> run(std::shared_ptr<HttpConnection> self);

  void sweep() override;
  void flush() override;
  void begin_stop() override;
  void abort() override;

 private:
  enum class Phase { idle, head, body, handling, replying };
  enum class Next { request, upgrade, end };
  enum class Sent { all, blocked, failed };

  Task<Next> serve_one();
  Task<bool> read_head();
  Task<bool> read_body(RequestHead& head /*outlives*/);
  Task<bool> read_counted(RequestHead& head /*outlives*/);
  Task<bool> read_chunks(RequestHead& head /*outlives*/, std::size_t limit);
  Task<Response> answer(Request request, std::string request_id);
  Task<void> refuse(Refusal refusal, std::string request_id = {});
  Task<bool> send_all();
  Task<bool> fill();
  std::optional<std::size_t> take_waiting(asio::mutable_buffer room);
  Task<bool> wait_for_request();
  Task<std::size_t> receive(asio::mutable_buffer room);
  Task<void> linger();

  std::optional<Refusal> take_head(RequestHead& head);
  bool wants_upgrade(const RequestHead& head) const;
  void queue_reply(Response& response, ReplyContext& context);
  Sent send_some();
  void enter(Phase phase, std::chrono::milliseconds limit);
  void note_progress(std::size_t bytes, std::chrono::milliseconds limit);

  std::shared_ptr<ServerState> state_;
  Socket socket_;
  std::string peer_;
  InBuffer in_;
  HeadScanner scanner_;
  std::string out_;  // Heads and small bodies of replies not sent yet.
  std::size_t out_sent_ = 0;
  std::string_view tail_;  // A large body, sent after out_; serve_one holds the Response that owns it.
  std::size_t progress_ = 0;
  Instant deadline_ = Instant::max();
  Phase phase_ = Phase::idle;
  bool expired_ = false;
  bool ready_ = false;  // There is something to be received.
  bool flush_asked_ = false;
  bool linger_ = false;  // Something of the client's may be unread: closing at once could lose our last reply.
  Request upgrade_;
};

HttpConnection::HttpConnection(std::shared_ptr<ServerState> state, Socket socket, std::string peer)
    : state_(std::move(state)), socket_(std::move(socket)), peer_(std::move(peer)) {
  state_->add(*this);
  enter(Phase::idle, state_->options.header_timeout);
}

HttpConnection::~HttpConnection() { state_->remove(*this); }

Task<void> HttpConnection::run(std::shared_ptr<HttpConnection> self) {
  Next next = Next::request;
  while (next == Next::request) next = co_await self->serve_one();
  if (next == Next::upgrade) {
    std::string early(self->in_.bytes());
    start_websocket(self->state_, std::move(self->socket_), std::move(early), std::move(self->upgrade_));
  } else if (self->linger_) {
    co_await self->linger();
  }
}

// Reads one request, has it answered and queues the reply. What is queued is sent by read_head when no further request
// waits in the buffer, so that the replies to pipelined requests go out together.
Task<HttpConnection::Next> HttpConnection::serve_one() {
  if (!co_await read_head()) co_return Next::end;
  RequestHead head;
  if (auto refusal = take_head(head)) {
    co_await refuse(std::move(*refusal), head.request.request_id);
    co_return Next::end;
  }
  if (head.has_body() && !co_await read_body(head)) co_return Next::end;
  if (wants_upgrade(head)) {
    if (auto refusal = check_handshake(head.request)) {
      co_await refuse(std::move(*refusal), head.request.request_id);
      co_return Next::end;
    }
    upgrade_ = std::move(head.request);
    if (!out_.empty() && !co_await send_all()) co_return Next::end;
    co_return Next::upgrade;
  }

  ReplyContext context = reply_context(head);
  Response response = co_await answer(std::move(head.request), context.request_id);
  queue_reply(response, context);
  if (!tail_.empty() || context.close || out_.size() >= kBatchTo) {
    if (!co_await send_all()) co_return Next::end;
  }
  if (!context.close) co_return Next::request;
  linger_ = !in_.empty();
  co_return Next::end;
}

// Waits until the buffer begins with a whole head. False when the connection is to end.
Task<bool> HttpConnection::read_head() {
  const std::size_t limit = state_->options.max_header_bytes;
  for (;;) {
    const auto found = scanner_.scan(in_.bytes());
    if (found == HeadScanner::State::complete && scanner_.length() <= limit) co_return true;
    if (found == HeadScanner::State::malformed) {
      co_await refuse(
          Refusal(400, "invalid", "The request is not well-formed HTTP: a line does not begin or end as it must."));
      co_return false;
    }
    if (found == HeadScanner::State::complete || in_.size() >= limit) {
      co_await refuse(Refusal(431, "too_large", "The head of the request is over " + std::to_string(limit) + " bytes."));
      co_return false;
    }
    if (!out_.empty() && !co_await send_all()) co_return false;
    if (in_.empty() && state_->stopping) co_return false;
    if (in_.empty() && phase_ != Phase::idle) enter(Phase::idle, state_->options.idle_timeout);
    if (!in_.empty() && phase_ != Phase::head) enter(Phase::head, state_->options.header_timeout);
    if (in_.empty() && !co_await wait_for_request()) co_return false;
    if (co_await fill()) continue;
    if (expired_ && phase_ == Phase::head) co_await refuse(Refusal(408, "invalid", "The request did not arrive in time."));
    co_return false;
  }
}

std::optional<Refusal> HttpConnection::take_head(RequestHead& head) {
  auto refusal = parse_head(in_.bytes().substr(0, scanner_.length()), head);
  in_.consume(scanner_.length());
  scanner_ = {};
  ++state_->stats.requests_total;
  if (head.request.request_id.empty()) head.request.request_id = state_->ids.next();
  head.request.peer = peer_;
  return refusal;
}

bool HttpConnection::wants_upgrade(const RequestHead& head) const {
  const auto& handlers = state_->handlers;
  return head.asks_websocket && handlers.takes_upgrade && handlers.upgrade && handlers.takes_upgrade(head.request);
}

// Checks the limit, invites the body and reads it. False when the connection is to end.
Task<bool> HttpConnection::read_body(RequestHead& head /*outlives*/) {
  const auto& handlers = state_->handlers;
  const std::size_t limit = handlers.body_limit ? handlers.body_limit(head.request) : kDefaultBodyLimit;
  if (head.content_length > limit) {
    co_await refuse(too_large(limit), head.request.request_id);
    co_return false;
  }
  if (head.expects_continue && in_.empty()) out_ += "HTTP/1.1 100 Continue\r\n\r\n";
  if (!out_.empty() && !co_await send_all()) co_return false;
  enter(Phase::body, state_->options.body_timeout);
  const bool whole = head.chunked ? co_await read_chunks(head, limit) : co_await read_counted(head);
  if (!whole && expired_) {
    co_await refuse(Refusal(408, "invalid", "The body did not arrive in time."), head.request.request_id);
  }
  co_return whole;
}

Task<bool> HttpConnection::read_counted(RequestHead& head /*outlives*/) {
  std::string& body = head.request.body;
  const auto length = static_cast<std::size_t>(head.content_length);
  body.assign(in_.bytes().substr(0, length));
  in_.consume(body.size());
  std::size_t filled = body.size();
  while (filled < length) {
    if (filled == body.size()) body.resize(std::min(length, std::max(kBodyStep, 2 * filled)));
    const auto count = co_await receive(asio::buffer(body.data() + filled, body.size() - filled));
    if (count == 0) co_return false;
    filled += count;
    note_progress(count, state_->options.body_timeout);
  }
  co_return true;
}

Task<bool> HttpConnection::read_chunks(RequestHead& head /*outlives*/, std::size_t limit) {
  ChunkDecoder decoder(limit);
  for (;;) {
    in_.consume(decoder.put(in_.bytes(), head.request.body));
    if (decoder.state() == ChunkDecoder::State::done) co_return true;
    if (decoder.state() == ChunkDecoder::State::malformed) {
      co_await refuse(Refusal(400, "invalid", "The chunks of the body are malformed."), head.request.request_id);
      co_return false;
    }
    if (decoder.state() == ChunkDecoder::State::too_large) {
      co_await refuse(too_large(limit), head.request.request_id);
      co_return false;
    }
    if (!co_await fill()) co_return false;
    note_progress(in_.size(), state_->options.body_timeout);
  }
}

Task<Response> HttpConnection::answer(Request request, std::string request_id) {
  if (request.method == Method::head) request.method = Method::get;
  if (!out_.empty() && !flush_asked_) {
    flush_asked_ = true;  // The replies queued so far need not wait for a handler that takes its time.
    state_->flush_soon(weak_from_this());
  }
  phase_ = Phase::handling;
  deadline_ = Instant::max();
  const std::string target = request.target;
  try {
    co_return co_await state_->handlers.handle(std::move(request));
  } catch (...) {
    state_->report("request " + request_id + " for " + target, std::current_exception());
  }
  co_return failure_response(500, "unavailable", "Something went wrong on our side. The request id helps to find it.",
                             request_id);
}

void HttpConnection::queue_reply(Response& response, ReplyContext& context) {
  phase_ = Phase::replying;
  context.close = context.close || state_->stopping || asks_close(response);
  negotiate(response, context, state_->gzip);
  append_head(out_, response, context, state_->date.at(std::time(nullptr)));
  const auto body = sent_body(response, context);
  if (body.size() <= kCopyTo) {
    out_ += body;
  } else {
    tail_ = body;
  }
}

// Answers what is wrong and gives the connection up.
Task<void> HttpConnection::refuse(Refusal refusal, std::string request_id) {
  ++state_->stats.refused_total;
  ReplyContext context;
  context.close = true;
  context.request_id = request_id.empty() ? state_->ids.next() : std::move(request_id);
  Response response = failure_response(refusal.status, refusal.kind, refusal.message);
  for (auto& header : refusal.headers) response.headers.push_back(std::move(header));
  append_head(out_, response, context, state_->date.at(std::time(nullptr)));
  out_ += response.body;
  expired_ = false;
  linger_ = co_await send_all();
}

HttpConnection::Sent HttpConnection::send_some() {
  while (out_sent_ < out_.size() || !tail_.empty()) {
    std::array<iovec, 2> parts = {iovec{out_.data() + out_sent_, out_.size() - out_sent_},
                                  iovec{const_cast<char*>(tail_.data()), tail_.size()}};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = tail_.empty() ? 1 : 2;
    const auto sent = ::sendmsg(socket_.native_handle(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return errno == EAGAIN || errno == EWOULDBLOCK ? Sent::blocked : Sent::failed;
    const auto from_out = std::min(static_cast<std::size_t>(sent), out_.size() - out_sent_);
    out_sent_ += from_out;
    tail_.remove_prefix(static_cast<std::size_t>(sent) - from_out);
    note_progress(static_cast<std::size_t>(sent), state_->options.write_timeout);
  }
  out_sent_ = 0;
  out_.clear();
  if (out_.capacity() > 2 * kBatchTo) out_.shrink_to_fit();
  return Sent::all;
}

Task<bool> HttpConnection::send_all() {
  Sent sent = send_some();
  if (sent == Sent::blocked) enter(Phase::replying, state_->options.write_timeout);
  while (sent == Sent::blocked) {
    const auto [error] = co_await socket_.async_wait(Socket::wait_write, kAsTuple);
    if (error || expired_) co_return false;
    sent = send_some();
  }
  co_return sent == Sent::all;
}

// What is known to be there is taken without asking the loop: no round through its queue.
std::optional<std::size_t> HttpConnection::take_waiting(asio::mutable_buffer room) {
  if (!std::exchange(ready_, false)) return std::nullopt;
  const auto count = ::recv(socket_.native_handle(), room.data(), room.size(), MSG_DONTWAIT);
  if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) return std::nullopt;
  return count < 0 ? 0 : static_cast<std::size_t>(count);
}

Task<bool> HttpConnection::fill() {
  const auto room = in_.room();
  if (const auto taken = take_waiting(room)) {
    in_.commit(*taken);
    co_return *taken > 0;
  }
  const auto count = co_await receive(room);
  in_.commit(count);
  co_return count > 0;
}

// Most connections wait for a request most of the time: they do it without a buffer.
Task<bool> HttpConnection::wait_for_request() {
  in_.release();
  const auto [error] = co_await socket_.async_wait(Socket::wait_read, kAsTuple);
  ready_ = !error && !expired_;
  co_return ready_;
}

// 0 when the other end is done, the connection broke, or the wait was too long (`expired_`).
Task<std::size_t> HttpConnection::receive(asio::mutable_buffer room) {
  const auto [error, count] = co_await socket_.async_read_some(room, kAsTuple);
  co_return error || expired_ ? 0 : count;
}

// Ends our side and passes over what still comes, for a while: closing a socket with unread bytes in it resets the
// connection, which can take our last reply away from the client before it has read it.
Task<void> HttpConnection::linger() {
  error_code error;
  socket_.shutdown(Socket::shutdown_send, error);
  enter(Phase::replying, kLinger);
  std::array<char, 4096> passed_over;
  while (!error && co_await receive(asio::buffer(passed_over)) > 0) {}
}

void HttpConnection::enter(Phase phase, std::chrono::milliseconds limit) {
  phase_ = phase;
  progress_ = 0;
  deadline_ = state_->deadline(limit);
}

void HttpConnection::note_progress(std::size_t bytes, std::chrono::milliseconds limit) {
  progress_ += bytes;
  if (progress_ >= kProgress && deadline_ != Instant::max()) enter(phase_, limit);
}

void HttpConnection::sweep() {
  if (state_->now < deadline_) return;
  expired_ = true;
  deadline_ = Instant::max();
  error_code ignored;
  socket_.cancel(ignored);
}

void HttpConnection::flush() {
  flush_asked_ = false;
  if (phase_ == Phase::handling && !out_.empty()) send_some();  // What goes wrong here is met again by send_all.
}

void HttpConnection::begin_stop() {
  error_code ignored;
  if (phase_ == Phase::idle) socket_.cancel(ignored);
}

void HttpConnection::abort() {
  error_code ignored;
  socket_.close(ignored);
}

}  // namespace

void start_http(std::shared_ptr<ServerState> state, Socket socket, std::string peer) {
  auto connection = std::make_shared<HttpConnection>(state, std::move(socket), std::move(peer));
  const Executor executor = state->executor;
  asio::co_spawn(executor, HttpConnection::run(std::move(connection)),
                 [state = std::move(state)](const std::exception_ptr& error) {
                   if (error) state->report("a connection was given up", error);
                 });
}

}  // namespace net
