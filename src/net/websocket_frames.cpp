#include "net/websocket_frames.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <sodium/randombytes.h>

#include "base/text.hpp"

namespace net {
namespace {

constexpr unsigned kFinal = 0x80;
constexpr unsigned kReserved = 0x70;
constexpr unsigned kMasked = 0x80;
constexpr std::size_t kShortest = 126;  // Lengths below stand in the head's second byte.
constexpr std::size_t kMostControl = 125;
constexpr std::size_t kTidyFrom = 64 * 1024;

FrameReader::Part broken_with(std::uint16_t code, std::string why) {
  return {FrameReader::Kind::broken, std::move(why), false, code};
}

// RFC 6455 §7.4: those that may stand in a close frame.
bool may_be_sent(unsigned code) {
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

}  // namespace

std::string masked_frame(FrameKind kind, std::string_view payload) {
  std::string frame(1, static_cast<char>(kFinal | static_cast<unsigned>(kind)));
  const std::size_t width = payload.size() < kShortest ? 0 : payload.size() <= 0xffff ? 2 : 8;
  const std::size_t shown = width == 0 ? payload.size() : width == 2 ? kShortest : kShortest + 1;
  frame += static_cast<char>(kMasked | shown);
  for (std::size_t i = width; i > 0; --i) frame += static_cast<char>((payload.size() >> (8 * (i - 1))) & 0xff);
  std::array<char, 4> mask{};
  randombytes_buf(mask.data(), mask.size());
  frame.append(mask.data(), mask.size());
  const std::size_t begin = frame.size();
  frame.append(payload);
  for (std::size_t i = 0; i < payload.size(); ++i) frame[begin + i] = static_cast<char>(frame[begin + i] ^ mask[i % 4]);
  return frame;
}

std::string close_payload(std::uint16_t code, std::string_view reason) {
  std::size_t size = std::min(reason.size(), kMostControl - 2);
  while (size < reason.size() && size > 0 && (reason[size] & 0xc0) == 0x80) --size;  // Not inside a character.
  std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
  return payload.append(reason.substr(0, size));
}

// None while it is not whole, or, said so in `broken`, is not what a server may send.
std::optional<FrameReader::Head> FrameReader::read_head(Part& broken) {
  const std::string_view bytes = std::string_view(unread_).substr(begin_);
  if (bytes.size() < 2) return std::nullopt;
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(bytes[at]); };
  Head head{(byte(0) & kFinal) != 0, static_cast<FrameKind>(byte(0) & 0xf), 2, byte(1) & 0x7fU};
  if ((byte(0) & kReserved) != 0) broken = broken_with(close_code::kProtocolError, "set a bit that is reserved");
  if ((byte(1) & kMasked) != 0) broken = broken_with(close_code::kProtocolError, "masked a frame");
  if (broken.kind == Kind::broken) return std::nullopt;
  const std::size_t width = head.payload < kShortest ? 0 : head.payload == kShortest ? 2 : 8;
  if (width == 0) return head;
  if (bytes.size() < 2 + width) return std::nullopt;
  head.size += width;
  head.payload = 0;
  for (std::size_t i = 0; i < width; ++i) head.payload = head.payload << 8 | byte(2 + i);
  const bool is_shortest = width == 2 ? head.payload >= kShortest : head.payload > 0xffff;
  if (is_shortest) return head;
  broken = broken_with(close_code::kProtocolError, "wrote a length in more bytes than it needs");
  return std::nullopt;
}

bool FrameReader::check(const Head& head, Part& broken) const {
  const auto refuse = [&](std::uint16_t code, std::string why) {
    broken = broken_with(code, std::move(why));
    return false;
  };
  switch (head.kind) {
    case FrameKind::close:
    case FrameKind::ping:
    case FrameKind::pong:
      if (head.is_final && head.payload <= kMostControl) return true;
      return refuse(close_code::kProtocolError, "sent a control frame that is cut or too long");
    case FrameKind::text:
    case FrameKind::binary:
      if (fragments_) return refuse(close_code::kProtocolError, "began a message inside another");
      break;
    case FrameKind::more:
      if (!fragments_) return refuse(close_code::kProtocolError, "went on with a message that it had not begun");
      break;
    default: return refuse(close_code::kProtocolError, "sent a frame of a kind that is not known");
  }
  const std::size_t before = fragments_ ? fragments_->bytes.size() : 0;
  if (head.payload <= max_message_ - before) return true;
  return refuse(close_code::kTooLarge, "sent a message over " + std::to_string(max_message_) + " bytes");
}

FrameReader::Part FrameReader::next() {
  Part broken;
  while (!is_broken_) {
    const auto head = read_head(broken);
    if (broken.kind == Kind::broken || (head && !check(*head, broken))) {
      is_broken_ = true;
      return broken;
    }
    if (!head || unread_.size() - begin_ - head->size < head->payload) return {};
    const auto payload = std::string_view(unread_).substr(begin_ + head->size, head->payload);
    Part part;
    switch (head->kind) {
      case FrameKind::close: part = take_close(payload); break;
      case FrameKind::ping: part = {Kind::ping, std::string(payload)}; break;
      case FrameKind::pong: part = {Kind::pong, std::string(payload)}; break;
      default: part = take_data(*head, payload);
    }
    drop(head->size + head->payload);
    is_broken_ = part.kind == Kind::broken || part.kind == Kind::closed;
    if (part.kind != Kind::none) return part;
  }
  return {};
}

FrameReader::Part FrameReader::take_data(const Head& head, std::string_view payload) {
  auto message = std::exchange(fragments_, std::nullopt).value_or(WebSocketMessage{{}, head.kind == FrameKind::text});
  message.bytes.append(payload);
  if (!head.is_final) {
    fragments_ = std::move(message);
    return {};
  }
  if (message.is_text && !base::is_utf8(message.bytes))
    return broken_with(close_code::kNoText, "sent text that is not UTF-8");
  return {Kind::message, std::move(message.bytes), message.is_text, 0};
}

FrameReader::Part FrameReader::take_close(std::string_view payload) const {
  if (payload.empty()) return {Kind::closed, {}, false, close_code::kNone};
  const auto byte = [&](std::size_t at) { return static_cast<unsigned>(static_cast<unsigned char>(payload[at])); };
  const unsigned code = payload.size() < 2 ? 0 : byte(0) << 8 | byte(1);
  if (!may_be_sent(code)) return broken_with(close_code::kProtocolError, "closed with a code that nobody may send");
  const auto reason = payload.substr(2);
  if (!base::is_utf8(reason)) return broken_with(close_code::kNoText, "closed for a reason that is not UTF-8");
  return {Kind::closed, std::string(reason), false, static_cast<std::uint16_t>(code)};
}

void FrameReader::drop(std::size_t count) {
  begin_ += count;
  if (begin_ < unread_.size() && begin_ < kTidyFrom) return;
  unread_.erase(0, std::exchange(begin_, 0));
}

}  // namespace net
