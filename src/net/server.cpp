#include "net/server.hpp"

#include <utility>

#include <sys/socket.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/address.hpp>

#include "net/http_connection.hpp"
#include "net/server_state.hpp"

namespace net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::milliseconds kAcceptPause{100};  // When the process is out of file descriptors or memory.

std::string name_of(const tcp::endpoint& endpoint) {
  const auto address = endpoint.address().to_string();
  const auto host = endpoint.address().is_v6() ? "[" + address + "]" : address;
  return host + ":" + std::to_string(endpoint.port());
}

std::string explain(const tcp::endpoint& endpoint, const error_code& error) {
  const auto name = name_of(endpoint);
  if (error == asio::error::address_in_use) return name + " is already in use by another program";
  if (error == asio::error::access_denied) {
    return name + " may not be used: ports below 1024 need root or the capability cap_net_bind_service";
  }
  if (error == boost::system::errc::address_not_available) {
    return name + " cannot be listened on: this machine has no such address";
  }
  return name + " cannot be listened on: " + error.message();
}

error_code open(Acceptor& acceptor, const tcp::endpoint& endpoint) {
  error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  return error;
}

// Over the limit of connections: one answer, written without waiting, and gone.
void turn_away(ServerState& state, Socket socket) {
  ++state.stats.refused_total;
  Response response = failure_response(503, "unavailable", "Too many connections are open; try again in a moment.");
  response.with("Retry-After", "2");
  ReplyContext context;
  context.close = true;
  context.request_id = state.ids.next();
  std::string out;
  append_head(out, response, context, state.date.at(std::time(nullptr)));
  out += response.body;
  [[maybe_unused]] const auto sent = ::send(socket.native_handle(), out.data(), out.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  error_code ignored;
  socket.shutdown(Socket::shutdown_send, ignored);
}

void take(const std::shared_ptr<ServerState>& state, Socket socket) {
  ++state->stats.connections_total;
  if (state->connections.size() >= state->options.max_connections) return turn_away(*state, std::move(socket));
  error_code error;
  const auto peer = socket.remote_endpoint(error);
  if (error) return;  // Gone before it was served.
  socket.set_option(tcp::no_delay(true), error);
  start_http(state, std::move(socket), peer.address().to_string());
}

bool is_shortage(const error_code& error) {
  namespace errc = boost::system::errc;
  return error == errc::too_many_files_open || error == errc::too_many_files_open_in_system ||
         error == errc::no_buffer_space || error == errc::not_enough_memory;
}

Task<void> accept_all(std::shared_ptr<ServerState> state, std::shared_ptr<Acceptor> acceptor) {
  Timer pause(state->executor);
  bool told = false;
  while (!state->stopping) {
    Socket socket(state->executor);
    const auto [error] = co_await acceptor->async_accept(socket, kAsTuple);
    if (!error) {
      told = false;
      take(state, std::move(socket));
    } else if (is_shortage(error)) {
      if (!std::exchange(told, true)) state->report("no new connection can be taken: " + error.message());
      pause.expires_after(kAcceptPause);
      co_await pause.async_wait(kAsTuple);
    }
  }
}

// One timer for all the waits of all connections.
Task<void> sweep_all(std::shared_ptr<ServerState> state) {
  for (;;) {
    state->now = std::chrono::steady_clock::now();
    for (auto i = state->connections.size(); i-- > 0;) state->connections[i]->sweep();
    state->sweep_timer.expires_after(state->options.sweep_interval);
    const auto [error] = co_await state->sweep_timer.async_wait(kAsTuple);
    if (error) co_return;
  }
}

void spawn(const std::shared_ptr<ServerState>& state, Task<void> task) {
  asio::co_spawn(state->executor, std::move(task), [state](const std::exception_ptr& error) {
    if (error) state->report("the server's own loop ended", error);
  });
}

void stop_accepting(ServerState& state) {
  state.stopping = true;
  error_code ignored;
  for (const auto& acceptor : state.acceptors) acceptor->close(ignored);
  state.acceptors.clear();
}

void abort_all(ServerState& state) {
  for (auto i = state.connections.size(); i-- > 0;) state.connections[i]->abort();
  state.sweep_timer.cancel();
}

}  // namespace

struct HttpServer::Impl {
  std::shared_ptr<ServerState> state;
};

HttpServer::HttpServer(const Executor& executor, ServerOptions options, ServerHandlers handlers)
    : impl_(std::make_unique<Impl>()) {
  impl_->state = std::make_shared<ServerState>(executor, options, std::move(handlers));
}

HttpServer::~HttpServer() {
  stop_accepting(*impl_->state);
  abort_all(*impl_->state);
}

base::Result<std::uint16_t> HttpServer::listen(const std::string& address, std::uint16_t port) {
  error_code error;
  const auto ip = asio::ip::make_address(address == "localhost" ? "127.0.0.1" : address, error);
  if (error) {
    return base::fail(base::FailureKind::invalid,
                      "\"" + address + "\" is not an address to listen on; use one like 127.0.0.1, 0.0.0.0 or ::1");
  }
  auto& state = impl_->state;
  const tcp::endpoint endpoint(ip, port);
  auto acceptor = std::make_shared<Acceptor>(state->executor);
  error = open(*acceptor, endpoint);
  if (error) {
    const bool in_use = error == asio::error::address_in_use;
    return base::fail(in_use ? base::FailureKind::conflict : base::FailureKind::unavailable, explain(endpoint, error));
  }
  const auto bound = acceptor->local_endpoint().port();
  if (state->acceptors.empty()) spawn(state, sweep_all(state));
  state->acceptors.push_back(acceptor);
  spawn(state, accept_all(state, std::move(acceptor)));
  return bound;
}

Task<void> HttpServer::stop(std::chrono::seconds limit) {
  const auto state = impl_->state;
  stop_accepting(*state);
  for (auto i = state->connections.size(); i-- > 0;) state->connections[i]->begin_stop();
  if (!state->connections.empty()) {
    state->drained_timer.expires_after(limit);
    co_await state->drained_timer.async_wait(kAsTuple);
  }
  abort_all(*state);
}

const ServerStats& HttpServer::stats() const { return impl_->state->stats; }

}  // namespace net
