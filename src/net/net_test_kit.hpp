#pragma once
// A server on a loopback port in a thread of its own, and a blocking client that speaks raw bytes to it. For tests only.

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "net/server.hpp"

namespace net::test {

class TestServer {
 public:
  explicit TestServer(ServerHandlers handlers, ServerOptions options = {});
  ~TestServer();
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] ServerStats stats();
  // Runs the function on the event loop's thread and waits for it.
  void on_loop(std::function<void()> function);
  // HttpServer::stop, until it is over.
  void stop(std::chrono::seconds limit);
  // Until the condition holds on the loop's thread; false after half a minute.
  [[nodiscard]] bool wait_until(std::function<bool()> condition);
  [[nodiscard]] HttpServer& server() { return *server_; }
  [[nodiscard]] boost::asio::io_context& context() { return context_; }

 private:
  boost::asio::io_context context_{1};
  std::unique_ptr<HttpServer> server_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

struct Reply {
  int status = 0;
  std::string head;  // Status line and headers.
  std::string body;

  [[nodiscard]] std::string header(std::string_view name) const;
};

class Client {
 public:
  explicit Client(std::uint16_t port, int receive_buffer = 0);
  ~Client();
  Client(Client&& other) noexcept : fd_(std::exchange(other.fd_, -1)), unread_(std::move(other.unread_)) {}
  Client& operator=(Client&&) = delete;

  bool send(std::string_view bytes);
  void end_sending();
  void reset();  // Closes with a reset instead of an orderly end.

  // The next reply; nothing when the connection ended first or nothing came for half a minute.
  std::optional<Reply> read_reply(bool head_only = false);
  Reply ask(std::string_view request);          // Both; status 0 when there was no reply.
  std::string read_exactly(std::size_t count);  // Shorter when the connection ended.
  std::string read_to_end();
  bool at_end() { return read_exactly(1).empty(); }

 private:
  bool fill();

  int fd_ = -1;
  std::string unread_;
};

std::string get(std::string_view target, std::string_view headers = {});
std::string post(std::string_view target, std::string_view body, std::string_view headers = {});
std::string gunzip(std::string_view packed);

// WebSocket frames as a client sends them: masked.
std::string client_frame(int opcode, std::string_view payload, bool final = true, int reserved_bits = 0);
struct ServerFrame {
  int opcode = -1;  // -1: the connection ended.
  bool final = true;
  std::string payload;
  [[nodiscard]] int close_code() const;
};
ServerFrame read_frame(Client& client);
// Passes over pings.
ServerFrame read_message(Client& client);
bool open_websocket(Client& client, std::string_view target = "/feed");

}  // namespace net::test
