#pragma once
// WebSocket frames waiting to be sent by a server (so unmasked, RFC 6455 §5.2). The payload is shared: one message to a
// thousand sockets is kept once.

#include <sys/uio.h>

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace net {

class Frame {
 public:
  static constexpr unsigned char kText = 0x81;  // Final frame and opcode.
  static constexpr unsigned char kClose = 0x88;
  static constexpr unsigned char kPing = 0x89;

  Frame(unsigned char first_byte, std::shared_ptr<const std::string> payload);
  explicit Frame(std::string raw);  // Bytes that are framed already.

  [[nodiscard]] std::size_t size() const { return head_size_ + body_->size(); }
  [[nodiscard]] std::string_view head() const { return {head_.data(), head_size_}; }
  [[nodiscard]] std::string_view body() const { return *body_; }

 private:
  std::array<char, 10> head_{};
  std::size_t head_size_ = 0;
  std::shared_ptr<const std::string> body_;
};

class FrameQueue {
 public:
  using Pieces = std::array<iovec, 64>;

  [[nodiscard]] bool empty() const { return first_ == frames_.size(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }  // Not sent yet.

  void push(Frame frame);
  // The next bytes to send, for sendmsg; gives how many of the pieces are used.
  std::size_t fill(Pieces& pieces) const;
  void pop(std::size_t sent_bytes);
  // Drops the frames of which nothing was sent yet.
  void keep_started();
  // Gives the memory back: most sockets are silent most of the time.
  void clear();

 private:
  std::vector<Frame> frames_;
  std::size_t first_ = 0;
  std::size_t sent_ = 0;  // Of the first frame.
  std::size_t bytes_ = 0;
};

}  // namespace net
