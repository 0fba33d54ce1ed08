#include "main/triage_model.hpp"

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

template <class File>
base::Result<std::shared_ptr<const File>> open_shipped(const char* begin, const char* end, const char* sentence) {
  const std::string_view bytes(begin, static_cast<std::size_t>(end - begin));
  if (bytes.empty()) return base::fail(base::FailureKind::not_found, sentence);
  return File::in_memory(bytes);
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
