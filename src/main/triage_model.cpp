#include "main/triage_model.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <string_view>

// From models/, embedded by cmake/embed.cmake; nothing between two of them where there is no such file.
extern "C" {
extern const char heed_triage_model_begin[];   // NOLINT(readability-identifier-naming)
extern const char heed_triage_model_end[];     // NOLINT(readability-identifier-naming)
extern const char heed_encoder_model_begin[];  // NOLINT(readability-identifier-naming)
extern const char heed_encoder_model_end[];    // NOLINT(readability-identifier-naming)
}

namespace heed {
namespace {

// Checking its sum has read all of it into memory. It is a part of the program's file: what is asked of it later comes back by
// itself, and a server at rest does not hold 24 MB of it.
void let_go(std::string_view bytes) {
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  const auto first = reinterpret_cast<std::uintptr_t>(bytes.data());
  const auto begin = (first + page - 1) / page * page;
  const auto end = (first + bytes.size()) / page * page;
  if (begin < end) (void)::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
}

template <class File>
base::Result<std::shared_ptr<const File>> open_shipped(const char* begin, const char* end, const char* sentence) {
  const std::string_view bytes(begin, static_cast<std::size_t>(end - begin));
  if (bytes.empty()) return base::fail(base::FailureKind::not_found, sentence);
  auto file = File::in_memory(bytes);
  let_go(bytes);
  return file;
}

}  // namespace

base::Result<std::shared_ptr<const workflow::ModelFile>> open_shipped_triage_model() {
  return open_shipped<workflow::ModelFile>(heed_triage_model_begin, heed_triage_model_end,
                                           "This program was built without a model; name one with --model FILE.");
}

base::Result<std::shared_ptr<const workflow::EncoderFile>> open_shipped_triage_encoder() {
  return open_shipped<workflow::EncoderFile>(heed_encoder_model_begin, heed_encoder_model_end,
                                             "This program was built without a second tier; name one with --encoder FILE.");
}

base::Result<std::shared_ptr<const workflow::ModelFile>> open_triage_model(const Invocation& call) {
  if (const auto path = call.value("model")) return workflow::ModelFile::open(*path);
  return open_shipped_triage_model();
}

base::Result<std::shared_ptr<const workflow::EncoderFile>> open_triage_encoder(const Invocation& call) {
  if (const auto path = call.value("encoder")) return workflow::EncoderFile::open(*path);
  return open_shipped_triage_encoder();
}

}  // namespace heed
