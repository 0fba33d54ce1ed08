#pragma once
// A model of triage in its file, mapped: the machine reads what is asked for, and shares it between processes.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "domain/triage/model.hpp"

namespace workflow {

class ModelFile {
 public:
  // A file that cannot be read, or is no whole model, is refused by its path with the reason.
  [[nodiscard]] static base::Result<std::shared_ptr<const ModelFile>> open(const std::string& path);
  // A model that is part of the program.
  [[nodiscard]] static base::Result<std::shared_ptr<const ModelFile>> in_memory(std::string_view bytes /*outlives*/);
  ~ModelFile();
  ModelFile(const ModelFile&) = delete;
  ModelFile& operator=(const ModelFile&) = delete;

  [[nodiscard]] const triage::Model& model() const { return model_; }
  [[nodiscard]] std::size_t bytes() const { return size_; }
  [[nodiscard]] std::uint64_t checksum() const { return checksum_; }

 private:
  ModelFile(void* mapped, std::size_t size) : mapped_(mapped), size_(size) {}

  void* mapped_;  // Null where the bytes are the program's.
  std::size_t size_;
  std::uint64_t checksum_ = 0;  // Of its contents: the same for the same model.
  triage::Model model_;
};

// Puts the file in place whole or not at all: whoever reads the old one keeps it.
[[nodiscard]] base::Result<void> write_file(const std::string& path, const std::string& bytes);

}  // namespace workflow
