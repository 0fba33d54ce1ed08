#pragma once
// The other end of a WebSocket that Heed opens, by script: frames byte by byte, as a server sends and hears them. For tests only.

#include <cstdint>
#include <memory>
#include <string>

#include <gtest/gtest.h>
#include <openssl/sha.h>

#include "base/base64.hpp"
#include "net/frame_queue.hpp"
#include "net/peer_test_kit.hpp"

namespace net::test {

// Of the first byte and an honest length.
inline std::string server_frame(int first_byte, const std::string& payload) {
  const Frame made(static_cast<unsigned char>(first_byte), std::make_shared<const std::string>(payload));
  return std::string(made.head()) + payload;
}

inline std::string accept_of(const std::string& head) {
  const std::string name = "Sec-WebSocket-Key: ";
  const auto at = head.find(name) + name.size();
  const std::string whole = head.substr(at, head.find('\n', at) - at) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::string digest(SHA_DIGEST_LENGTH, '\0');
  SHA1(reinterpret_cast<const unsigned char*>(whole.data()), whole.size(), reinterpret_cast<unsigned char*>(digest.data()));
  return base::to_base64(digest);
}

inline std::string upgrade_to(const std::string& accept) {
  return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\n"
         "Sec-WebSocket-Accept: " +
         accept + "\r\n\r\n";
}

// The handshake, and what is to come right behind it; gives the head that was read.
inline std::string accept_websocket(Peer& peer, const std::string& behind = {}) {
  std::string head = peer.read_head();
  peer.write(upgrade_to(accept_of(head)) + behind);
  return head;
}

struct ClientFrame {
  int opcode = -1;  // -1: the connection ended.
  std::string payload;
  [[nodiscard]] int code() const {
    return payload.size() < 2 ? 0 : static_cast<unsigned char>(payload[0]) * 256 + static_cast<unsigned char>(payload[1]);
  }
};

inline ClientFrame read_client_frame(Peer& peer) {
  const auto head = peer.read_exactly(2);
  if (head.size() < 2) return {};
  EXPECT_NE(head[1] & 0x80, 0) << "it is not masked";
  std::uint64_t length = static_cast<unsigned char>(head[1]) & 0x7fU;
  if (length >= 126) {
    const auto digits = peer.read_exactly(length == 126 ? 2 : 8);
    length = 0;
    for (const char c : digits) length = length * 256 + static_cast<unsigned char>(c);
  }
  const auto mask = peer.read_exactly(4);
  ClientFrame frame{head[0] & 0x0f, peer.read_exactly(length)};
  for (std::size_t i = 0; i < frame.payload.size(); ++i)
    frame.payload[i] = static_cast<char>(frame.payload[i] ^ mask[i % 4]);
  return frame;
}

}  // namespace net::test
