#include "workflow/triage/model_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string_view>
#include <system_error>

namespace workflow {
namespace {

std::string words_for(int error) { return std::generic_category().message(error); }

// Closes what it was given.
struct Descriptor {
  int number;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

}  // namespace

tl::unexpected<base::Failure> refused_model(const std::string& path, const std::string& why) {
  return base::fail(base::FailureKind::invalid, "The model " + path + " is not used: " + why + ".");
}

base::Result<std::shared_ptr<const MappedFile>> MappedFile::open(const std::string& path) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.number < 0) return refused_model(path, words_for(errno));
  struct stat facts{};
  if (fstat(file.number, &facts) != 0) return refused_model(path, words_for(errno));
  if (!S_ISREG(facts.st_mode)) return refused_model(path, "it is no file");
  if (facts.st_size == 0) return refused_model(path, "it is empty");
  const auto size = static_cast<std::size_t>(facts.st_size);
  void* begin = mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file.number, 0);
  if (begin == MAP_FAILED) return refused_model(path, words_for(errno));
  return std::shared_ptr<const MappedFile>(new MappedFile({static_cast<const char*>(begin), size}, true));
}

std::shared_ptr<const MappedFile> MappedFile::in_memory(std::string_view bytes) {
  return std::shared_ptr<const MappedFile>(new MappedFile(bytes, false));
}

MappedFile::~MappedFile() {
  if (mapped_) munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

base::Result<void> write_file(const std::string& path, const std::string& bytes) {
  const std::string beside = path + ".new";
  const auto refuse = [&](int error) {
    return base::fail(base::FailureKind::invalid, path + " cannot be written: " + words_for(error) + ".");
  };
  {
    const Descriptor file{::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
    if (file.number < 0) return refuse(errno);
    for (std::string_view rest = bytes; !rest.empty();) {
      const auto written = ::write(file.number, rest.data(), rest.size());
      if (written < 0) return refuse(errno);
      rest.remove_prefix(static_cast<std::size_t>(written));
    }
    if (fsync(file.number) != 0) return refuse(errno);
  }
  if (std::rename(beside.c_str(), path.c_str()) != 0) return refuse(errno);
  return {};
}

}  // namespace workflow
