// Fuzzes the reading of WebSocket frames, in whatever pieces they come. Built with `cmake --preset fuzz`.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.hpp"
#include "net/websocket_frames.hpp"

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT(readability-identifier-naming)
  constexpr std::size_t kLimit = 4096;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  net::FrameReader reader(kLimit);
  for (std::size_t at = 0; at < size; at += 1 + data[at] % 64) {
    reader.add(bytes.substr(at, 1 + data[at] % 64));
    for (auto part = reader.next(); part.kind != net::FrameReader::Kind::none; part = reader.next()) {
      demand(part.kind != net::FrameReader::Kind::message || part.bytes.size() <= kLimit);
      demand(part.kind != net::FrameReader::Kind::message || !part.is_text || base::is_utf8(part.bytes));
    }
  }
  return 0;
}
