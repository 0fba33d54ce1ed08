#include "workflow/import/gzip_input.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace workflow {
namespace {

constexpr unsigned kPackedBuffer = 256 * 1024;
constexpr std::size_t kLargestRead = 1 << 30;  // gzread() counts in int.

std::string words_for(int error) { return std::generic_category().message(error); }

}  // namespace

struct GzipInput::File {
  gzFile handle;
};

void GzipInput::Close::operator()(File* file) const {
  gzclose(file->handle);
  delete file;
}

GzipInput::GzipInput(std::unique_ptr<File, Close> file, std::string path, std::int64_t total)
    : file_(std::move(file)), path_(std::move(path)), total_(total) {}

base::Result<GzipInput> GzipInput::open(const std::string& path) {
  const auto cannot = [&](const std::string& why) {
    return base::fail(base::FailureKind::invalid, path + " cannot be read: " + why + ".");
  };
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return cannot(words_for(errno));
  struct stat facts{};
  if (fstat(descriptor, &facts) != 0 || S_ISDIR(facts.st_mode)) {
    const auto why = S_ISDIR(facts.st_mode) ? "it is a folder" : words_for(errno);
    ::close(descriptor);
    return cannot(why);
  }
  const gzFile handle = gzdopen(descriptor, "rb");
  if (handle == nullptr) {
    ::close(descriptor);
    return cannot("out of memory");
  }
  gzbuffer(handle, kPackedBuffer);
  std::unique_ptr<File, Close> file(new File{handle});
  return GzipInput(std::move(file), path, S_ISREG(facts.st_mode) ? facts.st_size : 0);
}

base::Result<std::size_t> GzipInput::read(std::span<char> buffer) {
  const auto wanted = static_cast<unsigned>(std::min(buffer.size(), kLargestRead));
  const int got = gzread(file_->handle, buffer.data(), wanted);
  int error = Z_OK;
  const char* words = gzerror(file_->handle, &error);
  if (error == Z_OK) return static_cast<std::size_t>(got);
  if (error == Z_BUF_ERROR) {
    return base::fail(base::FailureKind::invalid,
                      path_ + " ends in the middle of its packed data: it was not copied whole.");
  }
  const std::string why = error == Z_ERRNO ? words_for(errno) : std::string("its packed data is damaged (") + words + ")";
  return base::fail(base::FailureKind::invalid, path_ + " cannot be read: " + why + ".");
}

base::Result<void> GzipInput::skip_to(std::int64_t byte) {
  if (gzseek(file_->handle, byte, SEEK_SET) == byte) return {};
  return base::fail(base::FailureKind::invalid, path_ + " cannot be read from byte " + std::to_string(byte) + " on.");
}

std::int64_t GzipInput::bytes_read() const { return std::max<std::int64_t>(gzoffset(file_->handle), 0); }

}  // namespace workflow
