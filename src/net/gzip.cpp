#include "net/gzip.hpp"

#include <new>

#include <zlib.h>

#include "base/check.hpp"

namespace net {
namespace {

constexpr int kLevel = 5;
constexpr int kFastLevel = 1;
constexpr std::size_t kFastFrom = 128 * 1024;
constexpr int kGzipWindow = 15 + 16;  // zlib's way to ask for a gzip header.
constexpr int kMemoryLevel = 8;

}  // namespace

struct Gzip::Stream {
  z_stream z{};
  int level = kLevel;

  Stream() {
    if (deflateInit2(&z, kLevel, Z_DEFLATED, kGzipWindow, kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
  }
  ~Stream() { deflateEnd(&z); }
};

Gzip::Gzip() = default;
Gzip::~Gzip() = default;

std::optional<std::string> Gzip::compress(std::string_view content) {
  if (!stream_) stream_ = std::make_unique<Stream>();
  z_stream& z = stream_->z;
  deflateReset(&z);
  const int level = content.size() >= kFastFrom ? kFastLevel : kLevel;
  if (level != stream_->level) {
    deflateParams(&z, level, Z_DEFAULT_STRATEGY);
    stream_->level = level;
  }
  std::string packed(content.size(), '\0');  // Room for less than this is no gain.
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  z.avail_in = static_cast<uInt>(content.size());
  z.next_out = reinterpret_cast<Bytef*>(packed.data());
  z.avail_out = static_cast<uInt>(packed.size());
  const int outcome = deflate(&z, Z_FINISH);
  HEED_CHECK(outcome == Z_STREAM_END || outcome == Z_OK || outcome == Z_BUF_ERROR, "zlib lost its state");
  if (outcome != Z_STREAM_END) return std::nullopt;
  packed.resize(packed.size() - z.avail_out);
  return packed;
}

}  // namespace net
