#include "net/http_connection.hpp"

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/redirect_error.hpp>
#include <sys/socket.h>

#include "net/chunk_decoder.hpp"
#include "net/in_buffer.hpp"
#include "net/websocket_session.hpp"

namespace net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t kDefaultBodyLimit = 1024 * 1024;
constexpr std::size_t kCopyTo = 16 * 1024;      // Larger bodies are sent from where they are.
constexpr std::size_t kBatchTo = 64 * 1024;     // Pipelined replies go out at the latest when they are this many bytes.
constexpr std::size_t kProgress = 64 * 1024;    // Bytes that earn a body or a reply another timeout.
constexpr std::size_t kBodyStep = 64 * 1024;    // Room made for a body at first: what is announced may never come.
constexpr std::chrono::seconds kLinger{5};

class HttpConnection final : public Tracked, public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(std::shared_ptr<ServerState> state, Socket socket, std::string peer)
      : state_(std::move(state)), socket_(std::move(socket)), peer_(std::move(peer)) {
    state_->add(*this);
    expire_in(state_->options.header_timeout);
  }
  ~HttpConnection() override { state_->remove(*this); }

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
  Task<bool> read_body(RequestHead& head, std::size_t limit);
  Task<bool> read_chunks(RequestHead& head, std::size_t limit);
  Task<bool> read_counted(RequestHead& head);
  Task<bool> accept_body(RequestHead& head);
  Task<Next> reply(Response response, const ReplyContext& context);
  Task<bool> send_all();
  Task<void> refuse(Refusal refusal);
  Task<std::size_t> receive(asio::mutable_buffer room);
  Task<void> linger();

  std::optional<Refusal> take_head(RequestHead& head);
  Sent send_some();
  void expire_in(std::chrono::milliseconds limit) { deadline_ = state_->deadline(limit); }
  void note_progress(std::size_t bytes, std::chrono::milliseconds limit);

  std::shared_ptr<ServerState> state_;
  Socket socket_;
  std::string peer_;
  InBuffer in_;
  HeadScanner scanner_;
  std::string out_;         // Heads and small bodies of replies not sent yet.
  std::size_t out_sent_ = 0;
  std::string_view tail_;   // A large body, sent after out_; the Response that owns it waits for that.
  std::size_t progress_ = 0;
  Instant deadline_ = Instant::max();
  Phase phase_ = Phase::idle;
  bool expired_ = false;
  bool flush_asked_ = false;
  bool linger_ = false;
  Request upgrade_;
};

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

// Reads one request, has it answered and queues the reply; what is queued is sent when no further request is waiting in the
// buffer, so that pipelined ones are answered together.
Task<HttpConnection::Next> HttpConnection::serve_one() {
  if (!co_await read_head()) co_return Next::end;
  RequestHead head;
  if (auto refusal = take_head(head)) {
    co_await refuse(std::move(*refusal));
    co_return Next::end;
  }
  if (head.has_body() && !co_await accept_body(head)) co_return Next::end;

  ReplyContext context = reply_context(head);
  if (state_->stopping) context.close = true;
  Request& request = head.request;
  if (head.asks_websocket && state_->handlers.takes_upgrade && state_->handlers.takes_upgrade(request)) {
    if (auto refusal = check_handshake(request)) {
      co_await refuse(std::move(*refusal));
      co_return Next::end;
    }
    upgrade_ = std::move(request);
    co_return out_.empty() || co_await send_all() ? Next::upgrade : Next::end;
  }

  if (request.method == Method::head) request.method = Method::get;
  if (!out_.empty() && !flush_asked_) {
    flush_asked_ = true;  // In case this handler takes its time.
    state_->flush_soon(shared_from_this());
  }
  phase_ = Phase::handling;
  deadline_ = Instant::max();
  const std::string target = request.target;
  Response response;
  std::exception_ptr failure;
  try {
    response = co_await state_->handlers.handle(std::move(request));
  } catch (...) {
    failure = std::current_exception();
  }
  if (failure) {
    state_->report("request " + context.request_id + " for " + target, failure);
    response = failure_response(500, "unavailable",
                                "Something went wrong on our side. The request id helps to find it.", context.request_id);
  }
  co_return co_await reply(std::move(response), context);
}

// Waits until the buffer begins with a whole head. False when the connection is to end.
Task<bool> HttpConnection::read_head() {
  const std::size_t limit = state_->options.max_header_bytes;
  for (;;) {
    const auto found = scanner_.scan(in_.bytes());
    if (found == HeadScanner::State::complete && scanner_.length() <= limit) co_return true;
    Refusal refusal;
    if (found == HeadScanner::State::malformed) {
      refusal.message = "The request is not well-formed HTTP: a line does not end or begin as it must.";
    } else if (found == HeadScanner::State::complete || in_.size() >= limit) {
      refusal = {431, "too_large", "The head of the request is over " + std::to_string(limit) + " bytes."};
    } else {
      if (!out_.empty() && !co_await send_all()) co_return false;
      if (in_.empty() && state_->stopping) co_return false;
      if (!in_.empty() && phase_ != Phase::head) {
        phase_ = Phase::head;
        expire_in(state_->options.header_timeout);
      }
      if (co_await receive(in_.room()) > 0) continue;
      if (!expired_ || phase_ != Phase::head) co_return false;
      refusal = {408, "invalid", "The request did not arrive in time."};
    }
    co_await refuse(std::move(refusal));
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

// Checks the limit, invites the body and reads it. False when the connection is to end.
Task<bool> HttpConnection::accept_body(RequestHead& head) {
  const auto& handlers = state_->handlers;
  const std::size_t limit = handlers.body_limit ? handlers.body_limit(head.request) : kDefaultBodyLimit;
  if (head.content_length > limit) {
    co_await refuse({413, "too_large", "The body is larger than the " + std::to_string(limit) + " bytes taken here."});
    co_return false;
  }
  phase_ = Phase::body;
  progress_ = 0;
  expire_in(state_->options.body_timeout);
  if (head.expects_continue && in_.empty()) out_ += "HTTP/1.1 100 Continue\r\n\r\n";
  if (!out_.empty() && !co_await send_all()) co_return false;
  phase_ = Phase::body;
  co_return co_await read_body(head, limit);
}

Task<bool> HttpConnection::read_body(RequestHead& head, std::size_t limit) {
  const bool whole = head.chunked ? co_await read_chunks(head, limit) : co_await read_counted(head);
  if (!whole && expired_) co_await refuse({408, "invalid", "The body did not arrive in time."});
  co_return whole;
}

Task<bool> HttpConnection::read_counted(RequestHead& head) {
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

Task<bool> HttpConnection::read_chunks(RequestHead& head, std::size_t limit) {
  ChunkDecoder decoder(limit);
  for (;;) {
    in_.consume(decoder.put(in_.bytes(), head.request.body));
    if (decoder.state() == ChunkDecoder::State::done) co_return true;
    if (decoder.state() == ChunkDecoder::State::malformed) {
      co_await refuse({400, "invalid", "The chunks of the body are malformed."});
      co_return false;
    }
    if (decoder.state() == ChunkDecoder::State::too_large) {
      co_await refuse({413, "too_large", "The body is larger than the " + std::to_string(limit) + " bytes taken here."});
      co_return false;
    }
    const auto count = co_await receive(in_.room());
    if (count == 0) co_return false;
    in_.commit(count);
    note_progress(count, state_->options.body_timeout);
  }
}

Task<HttpConnection::Next> HttpConnection::reply(Response response, const ReplyContext& context_before) {
  ReplyContext context = context_before;
  context.close = context.close || state_->stopping || asks_close(response);
  negotiate(response, context, state_->gzip);
  append_head(out_, response, context, state_->date.at(std::time(nullptr)));
  const auto body = sent_body(response, context);
  if (body.size() <= kCopyTo) {
    out_ += body;
  } else {
    tail_ = body;
  }
  phase_ = Phase::idle;
  expire_in(state_->options.idle_timeout);
  if (!tail_.empty() || context.close || out_.size() - out_sent_ >= kBatchTo) {
    if (!co_await send_all()) co_return Next::end;
  }
  if (!context.close) co_return Next::request;
  linger_ = !in_.empty();
  co_return Next::end;
}

// Answers what is wrong and gives the connection up.
Task<void> HttpConnection::refuse(Refusal refusal) {
  ++state_->stats.refused_total;
  ReplyContext context;
  context.close = true;
  context.request_id = state_->ids.next();
  const Response response = failure_response(refusal.status, refusal.kind, refusal.message);
  append_head(out_, response, context, state_->date.at(std::time(nullptr)));
  out_ += response.body;
  expired_ = false;
  linger_ = co_await send_all();
}

}  // namespace
}  // namespace net
