#pragma once
// WebSocket frames as a client reads and writes them (RFC 6455 §5). Pure: bytes in, messages out. As strict as the protocol
// asks for: what a server may not send ends the connection with the code that says why. No extension is offered, so every
// reserved bit is a fault, and a small frame cannot unfold into a large one.
//
//   FrameReader reader(limit);
//   reader.add(bytes);
//   for (auto part = reader.next(); part.kind != FrameReader::Kind::none; part = reader.next()) …

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace net {

struct WebSocketMessage {
  std::string bytes;
  bool is_text = true;
};

namespace close_code {
inline constexpr std::uint16_t kNormal = 1000;
inline constexpr std::uint16_t kGoingAway = 1001;
inline constexpr std::uint16_t kProtocolError = 1002;
inline constexpr std::uint16_t kNone = 1005;  // The close frame named none; never sent.
inline constexpr std::uint16_t kNoText = 1007;
inline constexpr std::uint16_t kTooLarge = 1009;
}  // namespace close_code

enum class FrameKind : unsigned char { more = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

// Whole, and masked with fresh random bytes as every frame of a client is.
[[nodiscard]] std::string masked_frame(FrameKind kind, std::string_view payload);
// Of a close frame: the code, and as much of the reason as fits.
[[nodiscard]] std::string close_payload(std::uint16_t code, std::string_view reason);

class FrameReader {
 public:
  enum class Kind {
    none,     // Until more bytes come.
    message,  // A whole one, from however many frames.
    ping,     // `bytes` are to be sent back.
    pong,
    closed,  // `code`, and the reason in `bytes`.
    broken,  // The connection is to be given up with `code`; why is in `bytes`, to follow upon "it …". Nothing is read after it.
  };
  struct Part {
    Kind kind = Kind::none;
    std::string bytes;
    bool is_text = false;
    std::uint16_t code = 0;
  };

  // Of a message, all its frames together.
  explicit FrameReader(std::size_t max_message) : max_message_(max_message) {}

  void add(std::string_view bytes) { unread_.append(bytes); }
  [[nodiscard]] Part next();
  // A message or a frame has begun and is not whole.
  [[nodiscard]] bool is_amid() const { return begin_ < unread_.size() || fragments_.has_value(); }

 private:
  struct Head {
    bool is_final = false;
    FrameKind kind = FrameKind::text;
    std::size_t size = 0;  // Of the head itself.
    std::uint64_t payload = 0;
  };
  [[nodiscard]] std::optional<Head> read_head(Part& broken);
  [[nodiscard]] bool check(const Head& head, Part& broken) const;
  [[nodiscard]] Part take_data(const Head& head, std::string_view payload);
  [[nodiscard]] Part take_close(std::string_view payload) const;
  void drop(std::size_t count);

  std::size_t max_message_;
  std::string unread_;
  std::size_t begin_ = 0;                      // Of what is unread.
  std::optional<WebSocketMessage> fragments_;  // Of a message whose last frame is still to come.
  bool is_broken_ = false;
};

}  // namespace net
