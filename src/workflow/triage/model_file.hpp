#pragma once
// Models of triage in their files, mapped: the machine reads what is asked for, and shares it between processes.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"
#include "domain/triage/encoder.hpp"
#include "domain/triage/model.hpp"
#include "domain/triage/sections.hpp"

namespace workflow {

// Bytes of a file, or of the program itself.
class MappedFile {
 public:
  // A file that cannot be read, or is empty, is refused by its path with the reason.
  [[nodiscard]] static base::Result<std::shared_ptr<const MappedFile>> open(const std::string& path);
  [[nodiscard]] static std::shared_ptr<const MappedFile> in_memory(std::string_view bytes /*outlives*/);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  [[nodiscard]] std::string_view bytes() const { return bytes_; }

 private:
  MappedFile(std::string_view bytes, bool mapped) : bytes_(bytes), mapped_(mapped) {}

  std::string_view bytes_;
  bool mapped_;
};

// "The model PATH is not used: …"
[[nodiscard]] tl::unexpected<base::Failure> refused_model(const std::string& path, const std::string& why);

// A model over the bytes of its file: anything with `static base::Result<M> read(std::string_view)`.
template <class M>
class FileOf {
 public:
  // What is no whole model is refused by its path with the reason.
  [[nodiscard]] static base::Result<std::shared_ptr<const FileOf>> open(const std::string& path) {
    auto file = MappedFile::open(path);
    if (!file) return base::pass_on(file.error());
    return read(*std::move(file), path);
  }
  // A model that is part of the program.
  [[nodiscard]] static base::Result<std::shared_ptr<const FileOf>> in_memory(std::string_view bytes /*outlives*/) {
    return read(MappedFile::in_memory(bytes), "of the program");
  }

  [[nodiscard]] const M& model() const { return model_; }
  [[nodiscard]] std::size_t bytes() const { return file_->bytes().size(); }
  // Of what the file holds: the same for the same model.
  [[nodiscard]] std::uint64_t checksum() const { return triage::checksum_in(file_->bytes()); }

 private:
  FileOf(std::shared_ptr<const MappedFile> file, M model) : file_(std::move(file)), model_(std::move(model)) {}
  static base::Result<std::shared_ptr<const FileOf>> read(std::shared_ptr<const MappedFile> file, const std::string& path) {
    auto model = M::read(file->bytes());
    if (!model) return refused_model(path, model.error().message);
    return std::shared_ptr<const FileOf>(new FileOf(std::move(file), *std::move(model)));
  }

  std::shared_ptr<const MappedFile> file_;
  M model_;
};

using ModelFile = FileOf<triage::Model>;
using EncoderFile = FileOf<triage::Encoder>;

// Puts the file in place whole or not at all: whoever reads the old one keeps it.
[[nodiscard]] base::Result<void> write_file(const std::string& path, const std::string& bytes);

}  // namespace workflow
