#pragma once
// Thousands of connections to this machine for `heed bench`: WebSockets that hear what the server says, or plain TCP
// connections that behave as badly as the plan says. One thread, no coroutines: what is measured is the other end.
//
//   auto agents = net::SocketSwarm::open({.port = port, .sockets = 1000, .handshake = …, .first_message = …});
//   agents->listen_until(end, enough, [](std::size_t socket, std::string_view message, auto at) { … });

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "net/file_descriptor.hpp"

namespace net {

struct SwarmPlan {
  std::uint16_t port = 0;
  std::size_t sockets = 0;
  std::string handshake;      // The whole request to become a WebSocket; empty: plain TCP.
  std::string first_message;  // Sent as soon as it is one; its answer is waited for. Of plain TCP: the first bytes.
  int receive_buffer = 0;     // SO_RCVBUF; 0: as the system has it.
};

class SocketSwarm {
 public:
  using Clock = std::chrono::steady_clock;
  // A message, or the bytes that came where it is plain TCP, and when they were read.
  using Heard = std::function<void(std::size_t socket, std::string_view message, Clock::time_point at)>;

  // Blocks until all are open. A failure says what went wrong first.
  static base::Result<SocketSwarm> open(const SwarmPlan& plan);
  SocketSwarm(SocketSwarm&&) = default;
  SocketSwarm& operator=(SocketSwarm&&) = default;

  // Reads and answers pings until `end`, or `enough()` after a message.
  void listen_until(Clock::time_point end, const std::function<bool()>& enough, const Heard& heard);
  // Sends these bytes on every connection, as far as they fit.
  void send_raw(std::string_view bytes);

  [[nodiscard]] std::size_t closed() const { return closed_; }  // By the other end.

 private:
  struct One {
    FileDescriptor socket;
    std::string partial;  // Of a frame.
    bool upgraded = false;
    bool greeted = false;
  };

  explicit SocketSwarm(const SwarmPlan& plan);
  base::Result<void> connect(One& one) const;
  base::Result<void> greet_up_to(std::size_t end);
  void wait(int limit_ms, const Heard& heard);
  void receive(std::size_t index, const Heard& heard);
  std::size_t take(std::size_t index, std::string_view bytes, const Heard& heard);
  std::size_t take_frame(std::size_t index, std::string_view bytes, const Heard& heard);
  std::size_t take_handshake(One& one, std::string_view bytes);

  SwarmPlan plan_;
  FileDescriptor epoll_;
  std::vector<One> all_;
  std::vector<char> buffer_;
  Clock::time_point now_{};
  std::size_t closed_ = 0;
  std::size_t greeted_ = 0;
};

// A text message as a client sends it: masked, with a key of zeros, which is as good as any between two ends of a loopback.
[[nodiscard]] std::string masked_text_frame(std::string_view text);

}  // namespace net
