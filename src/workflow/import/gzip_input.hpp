#pragma once
// A file read from front to back, unpacked on the way where it is gzipped (told by its first bytes, not by its name). The
// only place that sees zlib.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "base/result.hpp"

namespace workflow {

class GzipInput {
 public:
  [[nodiscard]] static base::Result<GzipInput> open(const std::string& path);

  // Fills the buffer as far as the file goes; 0 at the end. A damaged or cut-off file is a failure.
  [[nodiscard]] base::Result<std::size_t> read(std::span<char> buffer);

  // Goes forward to this byte of the unpacked text. A damaged file is a failure, here or at the next read.
  [[nodiscard]] base::Result<void> skip_to(std::int64_t byte);

  // How far into the file on disk, for progress. Both count packed bytes.
  [[nodiscard]] std::int64_t bytes_read() const;
  [[nodiscard]] std::int64_t bytes_total() const { return total_; }

 private:
  struct File;  // zlib's.
  struct Close {
    void operator()(File* file) const;
  };
  GzipInput(std::unique_ptr<File, Close> file, std::string path, std::int64_t total);

  std::unique_ptr<File, Close> file_;
  std::string path_;
  std::int64_t total_ = 0;
};

}  // namespace workflow
