// Fuzzes the framing of HTTP in both directions: heads and chunked bodies. However the bytes are cut into pieces, the same is
// read, and never more than arrived.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "net/chunk_decoder.hpp"
#include "net/request_head.hpp"
#include "net/response_head.hpp"

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

constexpr std::size_t kMaxBody = 4096;

struct Unchunked {
  net::ChunkDecoder::State state = net::ChunkDecoder::State::more;
  std::size_t taken = 0;
  std::string body;
};

// In pieces of `step` bytes.
Unchunked unchunk(std::string_view bytes, std::size_t step) {
  Unchunked got;
  net::ChunkDecoder decoder(kMaxBody);
  while (!bytes.empty() && decoder.state() == net::ChunkDecoder::State::more) {
    const auto piece = bytes.substr(0, std::min(step, bytes.size()));
    const auto taken = decoder.put(piece, got.body);
    demand(taken <= piece.size());
    got.taken += taken;
    bytes.remove_prefix(piece.size());
  }
  got.state = decoder.state();
  return got;
}

void read_head(std::string_view bytes) {
  net::HeadScanner whole;
  const auto state = whole.scan(bytes);
  net::HeadScanner byte_by_byte;
  auto other = net::HeadScanner::State::more;
  for (std::size_t i = 1; i <= bytes.size() && other == net::HeadScanner::State::more; ++i)
    other = byte_by_byte.scan(bytes.substr(0, i));
  demand(state == other);
  if (state != net::HeadScanner::State::complete) return;
  demand(whole.length() == byte_by_byte.length() && whole.length() <= bytes.size());
  const auto head = bytes.substr(0, whole.length());
  net::RequestHead request;
  if (const auto refusal = net::parse_head(head, request)) {
    demand(refusal->status >= 400 && refusal->status < 600 && !refusal->message.empty());
  } else {
    demand(!(request.chunked && request.content_length > 0));  // One frame, never two.
  }
  if (const auto response = net::parse_response_head(head)) demand(!(response->chunked && response->length));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT(readability-identifier-naming)
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  read_head(bytes);
  const auto whole = unchunk(bytes, std::max<std::size_t>(1, bytes.size()));
  const auto cut = unchunk(bytes, 1);
  demand(whole.state == cut.state);
  if (whole.state != net::ChunkDecoder::State::too_large) demand(whole.body == cut.body);
  if (whole.state == net::ChunkDecoder::State::done) demand(whole.taken == cut.taken);
  demand(whole.body.size() <= kMaxBody && cut.body.size() <= kMaxBody);
  return 0;
}
