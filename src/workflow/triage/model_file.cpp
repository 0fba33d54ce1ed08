#include "workflow/triage/model_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
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

// The last eight bytes of the head (domain/triage/model.hpp), of a model that was found whole.
std::uint64_t checksum_in(std::string_view model) {
  std::uint64_t checksum = 0;
  std::memcpy(&checksum, model.data() + 24, sizeof checksum);
  return checksum;
}

}  // namespace

base::Result<std::shared_ptr<const ModelFile>> ModelFile::open(const std::string& path) {
  const auto refuse = [&](const std::string& why) {
    return base::fail(base::FailureKind::invalid, "The model " + path + " is not used: " + why + ".");
  };
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.number < 0) return refuse(words_for(errno));
  struct stat facts{};
  if (fstat(file.number, &facts) != 0) return refuse(words_for(errno));
  if (!S_ISREG(facts.st_mode)) return refuse("it is no file");
  if (facts.st_size == 0) return refuse("it is empty");
  const auto size = static_cast<std::size_t>(facts.st_size);
  void* begin = mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file.number, 0);
  if (begin == MAP_FAILED) return refuse(words_for(errno));
  std::shared_ptr<ModelFile> out(new ModelFile(begin, size));
  auto model = triage::Model::read({static_cast<const char*>(begin), size});
  if (!model) return refuse(model.error().message);
  out->model_ = *std::move(model);
  out->checksum_ = checksum_in({static_cast<const char*>(begin), size});
  return std::shared_ptr<const ModelFile>(std::move(out));
}

base::Result<std::shared_ptr<const ModelFile>> ModelFile::in_memory(std::string_view bytes) {
  auto model = triage::Model::read(bytes);
  if (!model)
    return base::fail(base::FailureKind::invalid, "The program's own model is not used: " + model.error().message + ".");
  std::shared_ptr<ModelFile> out(new ModelFile(nullptr, bytes.size()));
  out->model_ = *std::move(model);
  out->checksum_ = checksum_in(bytes);
  return std::shared_ptr<const ModelFile>(std::move(out));
}

ModelFile::~ModelFile() {
  if (mapped_ != nullptr) munmap(mapped_, size_);
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
