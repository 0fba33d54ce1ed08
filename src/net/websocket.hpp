#pragma once
// One WebSocket connection, after the handshake. Sending never waits: messages queue up to a limit of bytes, and a reader
// too slow for it is told by `overflowed()` so that the caller can send a short "resync" in place of what was dropped.
// What is sent in one turn of the event loop leaves in one system call. A socket belongs to the event loop's thread and may
// not outlive its io_context.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "net/task.hpp"

namespace net {

class WebSocket {
 public:
  virtual ~WebSocket() = default;

  // The next text message; a Failure when the connection ended, with the reason. Messages over `max_message_bytes` (64 KiB)
  // and binary ones end the connection with the close code RFC 6455 names. Pings are answered inside.
  virtual Task<base::Result<std::string>> read() = 0;

  // Queues a text message; one buffer may be shared by many sockets. False when the socket is closed or the queue is full
  // (1 MiB): then the message is dropped, with all others that wait, and overflowed() is true until clear_overflow().
  virtual bool send(std::shared_ptr<const std::string> message) = 0;
  [[nodiscard]] virtual bool overflowed() const = 0;
  virtual void clear_overflow() = 0;
  [[nodiscard]] virtual std::size_t queued_bytes() const = 0;

  // Begins the closing handshake; `code` as in RFC 6455 §7.4 (1000 normal, 1008 policy, 1012 restart, 1013 try later).
  virtual void close(std::uint16_t code, std::string reason) = 0;
};

}  // namespace net
