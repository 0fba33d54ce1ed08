#include "net/inflate.hpp"

#include <algorithm>
#include <limits>
#include <new>

#include <zlib.h>

namespace net {
namespace {

// "deflate" is zlib's form by the standard and a bare stream by what some servers send; gzip tells itself.
int window_of(unsigned char first, unsigned char second) {
  if (first == 0x1f && second == 0x8b) return MAX_WBITS + 16;
  const bool zlib = (first & 0x0f) == 8 && (first * 256 + second) % 31 == 0;
  return zlib ? MAX_WBITS : -MAX_WBITS;
}

}  // namespace

struct Inflate::Stream {
  explicit Stream(int window) {
    if (inflateInit2(&z, window) != Z_OK) throw std::bad_alloc();
  }
  ~Stream() { inflateEnd(&z); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  z_stream z{};
};

Inflate::Inflate() = default;
Inflate::~Inflate() = default;

std::string Inflate::take(std::string& packed, std::size_t most) {
  if (state_ != State::more || (!stream_ && packed.size() < 2)) return {};
  if (!stream_) {
    stream_ =
        std::make_unique<Stream>(window_of(static_cast<unsigned char>(packed[0]), static_cast<unsigned char>(packed[1])));
  }
  std::string plain(most, '\0');
  auto& z = stream_->z;
  const auto given = std::min<std::size_t>(packed.size(), std::numeric_limits<uInt>::max());
  z.next_in = reinterpret_cast<Bytef*>(packed.data());
  z.avail_in = static_cast<uInt>(given);
  z.next_out = reinterpret_cast<Bytef*>(plain.data());
  z.avail_out = static_cast<uInt>(most);
  const int outcome = inflate(&z, Z_NO_FLUSH);
  packed.erase(0, given - z.avail_in);
  plain.resize(most - z.avail_out);
  if (outcome == Z_STREAM_END) {
    state_ = State::done;
  } else if (outcome != Z_OK && outcome != Z_BUF_ERROR) {  // Z_BUF_ERROR: nothing to do for now.
    state_ = State::malformed;
  }
  return plain;
}

}  // namespace net
