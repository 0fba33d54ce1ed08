#include "net/connection.hpp"

#include <cerrno>
#include <utility>

#include <sys/socket.h>

namespace net {
namespace {

using Step = TlsSession::Step;

// The result of a call on the socket, in the words of TLS.
Step step_of(ssize_t outcome, Step waiting) {
  if (outcome >= 0) return Step::done;
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? waiting : Step::failed;
}

}  // namespace

Connection::Connection(Socket socket) : wire_(std::make_shared<Wire>(std::move(socket))) {}

Connection::~Connection() { close(); }

void Connection::close() {
  if (!wire_->socket.is_open()) return;
  if (tls_) tls_->shut_down();
  boost::system::error_code ignored;
  wire_->socket.close(ignored);
  wire_->timer.cancel();
}

Task<IoResult<void>> Connection::wait(Socket::wait_type event, Instant deadline) {
  const auto wire = wire_;
  if (!wire->socket.is_open()) co_return tl::unexpected(IoTrouble::broken);
  const auto turn = ++wire->turn;
  wire->late = false;
  if (deadline != Instant::max()) {
    wire->timer.expires_at(deadline);
    wire->timer.async_wait([waiting = std::weak_ptr(wire), turn](const boost::system::error_code& error) {
      const auto still = waiting.lock();
      if (error || !still || still->turn != turn) return;
      still->late = true;
      boost::system::error_code ignored;
      still->socket.cancel(ignored);
    });
  }
  const auto [error] = co_await wire->socket.async_wait(event, kAsTuple);
  ++wire->turn;
  wire->timer.cancel();
  if (!error) co_return IoResult<void>();
  co_return tl::unexpected(wire->late ? IoTrouble::late : IoTrouble::broken);
}

Task<IoResult<void>> Connection::wait_for(Step step, Instant deadline) {
  switch (step) {
    case Step::wants_read: co_return co_await wait(Socket::wait_read, deadline);
    case Step::wants_write: co_return co_await wait(Socket::wait_write, deadline);
    case Step::ended: co_return tl::unexpected(IoTrouble::ended);
    default: co_return tl::unexpected(IoTrouble::broken);
  }
}

Task<IoResult<void>> Connection::start_tls(std::shared_ptr<const TlsContext> context, std::string host, Instant deadline) {
  tls_.emplace(std::move(context), wire_->socket.native_handle(), std::move(host));
  for (;;) {
    const auto step = tls_->handshake();
    if (step == Step::done) co_return IoResult<void>();
    if (step == Step::failed || step == Step::ended) co_return tl::unexpected(IoTrouble::insecure);
    if (auto waited = co_await wait_for(step, deadline); !waited) co_return waited;
  }
}

Step Connection::read_now(std::span<char> room, std::size_t& count) {
  if (!wire_->socket.is_open()) return Step::failed;
  if (tls_) return tls_->read(room, count);
  const auto got = ::recv(wire_->socket.native_handle(), room.data(), room.size(), MSG_DONTWAIT);
  if (got == 0) return Step::ended;
  count = got > 0 ? static_cast<std::size_t>(got) : 0;
  return step_of(got, Step::wants_read);
}

Step Connection::write_now(std::string_view bytes, std::size_t& count) {
  if (!wire_->socket.is_open()) return Step::failed;
  if (tls_) return tls_->write(bytes, count);
  const auto sent = ::send(wire_->socket.native_handle(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  count = sent > 0 ? static_cast<std::size_t>(sent) : 0;
  return step_of(sent, Step::wants_write);
}

Task<IoResult<std::size_t>> Connection::read_some(std::span<char> room, Instant deadline) {
  for (;;) {
    std::size_t count = 0;
    const auto step = read_now(room, count);
    if (step == Step::done) co_return count;
    if (auto waited = co_await wait_for(step, deadline); !waited) co_return tl::unexpected(waited.error());
  }
}

Task<IoResult<void>> Connection::write(const std::string& bytes /*outlives*/, Instant deadline) {
  std::string_view left = bytes;
  while (!left.empty()) {
    std::size_t count = 0;
    const auto step = write_now(left, count);
    if (step == Step::done) {
      left.remove_prefix(count);
      written_ += count;
      continue;
    }
    if (auto waited = co_await wait_for(step, deadline); !waited) co_return waited;
  }
  co_return IoResult<void>();
}

bool Connection::is_quiet() {
  char one = 0;
  std::size_t count = 0;
  return read_now({&one, 1}, count) == Step::wants_read;
}

}  // namespace net
