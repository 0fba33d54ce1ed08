#include "net/server_state.hpp"

#include <algorithm>

#include <sodium/randombytes.h>
#include <boost/asio/post.hpp>

namespace net {
namespace {

constexpr char kAlphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";  // Crockford's base 32: no letter looks like a digit.
constexpr int kRandomLength = 8;
constexpr int kCountLength = 7;
constexpr std::size_t kFlushesATurn = 200;

std::string base32(std::uint64_t number, int length) {
  std::string text(static_cast<std::size_t>(length), '0');
  for (auto at = text.rbegin(); at != text.rend(); ++at) {
    *at = kAlphabet[number & 31];
    number >>= 5;
  }
  return text;
}

std::string describe(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& exception) {
    return exception.what();
  } catch (...) {
    return "an exception of an unknown type";
  }
}

}  // namespace

RequestIds::RequestIds() {
  std::uint64_t random = 0;
  randombytes_buf(&random, sizeof random);
  prefix_ = base32(random, kRandomLength);
}

std::string RequestIds::next() { return prefix_ + base32(count_++, kCountLength); }

ServerState::ServerState(const Executor& executor_, ServerOptions options_, ServerHandlers handlers_)
    : executor(executor_),
      options(options_),
      handlers(std::move(handlers_)),
      sweep_timer(executor_),
      drained_timer(executor_) {}

void ServerState::add(Tracked& connection) {
  connection.place_ = connections.size();
  connections.push_back(&connection);
  stats.connections_open = connections.size();
}

void ServerState::remove(Tracked& connection) {
  connections[connection.place_] = connections.back();
  connections[connection.place_]->place_ = connection.place_;
  connections.pop_back();
  stats.connections_open = connections.size();
  if (connections.empty()) drained_timer.cancel();
}

void ServerState::flush_soon(std::weak_ptr<Tracked> connection) {
  to_flush.push_back(std::move(connection));
  if (to_flush.size() > 1) return;
  boost::asio::post(executor, [self = shared_from_this()] { self->flush_waiting(); });
}

// A message to ten thousand sockets takes a tenth of a second to send: other requests are answered in between.
void ServerState::flush_waiting() {
  const std::size_t end = std::min(flushed + kFlushesATurn, to_flush.size());
  for (; flushed < end; ++flushed)
    if (const auto alive = to_flush[flushed].lock()) alive->flush();
  if (flushed < to_flush.size()) {
    boost::asio::post(executor, [self = shared_from_this()] { self->flush_waiting(); });
    return;
  }
  to_flush.clear();
  if (to_flush.capacity() > kFlushesATurn) to_flush.shrink_to_fit();
  flushed = 0;
}

void ServerState::report(const std::string& message) const {
  if (handlers.on_error) handlers.on_error(message);
}

void ServerState::report(const std::string& what, const std::exception_ptr& error) const {
  report(what + ": " + describe(error));
}

}  // namespace net
