#pragma once
// What the connections of one server share. It belongs to the event loop's thread; every connection holds it, so it lives
// as long as the last of them, even when the HttpServer is gone.

#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "net/reply.hpp"
#include "net/server.hpp"
#include "net/socket.hpp"

namespace net {

using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, Executor>;

// A connection as the server sees it, HTTP or WebSocket.
class Tracked {
 public:
  virtual ~Tracked() = default;

  virtual void sweep() = 0;       // Once a sweep: ends what has waited too long.
  virtual void flush() = 0;       // Asked for by ServerState::flush_soon.
  virtual void begin_stop() = 0;  // The server is stopping: finish what is begun.
  virtual void abort() = 0;       // Closes the socket at once.

 private:
  friend struct ServerState;
  std::size_t place_ = 0;
};

// Ids for requests that bring none: a random part made at start and a count, 15 characters.
class RequestIds {
 public:
  RequestIds();
  std::string next();

 private:
  std::string prefix_;
  std::uint64_t count_ = 0;
};

struct ServerState : std::enable_shared_from_this<ServerState> {
  ServerState(const Executor& executor_, ServerOptions options_, ServerHandlers handlers_);

  void add(Tracked& connection);
  void remove(Tracked& connection);

  // Calls connection->flush() when the handlers that run now are done, so that what they all send goes out together.
  void flush_soon(std::weak_ptr<Tracked> connection);
  void flush_waiting();

  // The time by which something that may take `limit` must have happened. Never early, late by up to two sweeps.
  [[nodiscard]] Instant deadline(std::chrono::milliseconds limit) const { return now + limit + options.sweep_interval; }

  void report(const std::string& message) const;
  void report(const std::string& what, const std::exception_ptr& error) const;

  Executor executor;
  ServerOptions options;
  ServerHandlers handlers;
  ServerStats stats;
  Instant now = std::chrono::steady_clock::now();  // As of the last sweep.
  bool stopping = false;
  Timer sweep_timer;
  Timer drained_timer;  // stop() waits on it; cancelled when the last connection is gone.
  std::vector<std::shared_ptr<Acceptor>> acceptors;
  std::vector<Tracked*> connections;
  std::vector<std::weak_ptr<Tracked>> to_flush;
  std::size_t flushed = 0;  // Of to_flush, in the turns of the loop since it was empty.
  RequestIds ids;
  DateText date;
  Gzip gzip;
};

}  // namespace net
