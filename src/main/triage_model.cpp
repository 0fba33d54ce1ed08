#include "main/triage_model.hpp"

#include <string_view>

// From models/triage.model, embedded by cmake/embed.cmake; nothing between them where there is no such file.
extern "C" {
extern const char heed_triage_model_begin[];  // NOLINT(readability-identifier-naming)
extern const char heed_triage_model_end[];    // NOLINT(readability-identifier-naming)
}

namespace heed {

base::Result<std::shared_ptr<const workflow::ModelFile>> open_shipped_triage_model() {
  const std::string_view bytes(heed_triage_model_begin,
                               static_cast<std::size_t>(heed_triage_model_end - heed_triage_model_begin));
  if (bytes.empty())
    return base::fail(base::FailureKind::not_found, "This program was built without a model; name one with --model FILE.");
  return workflow::ModelFile::in_memory(bytes);
}

base::Result<std::shared_ptr<const workflow::ModelFile>> open_triage_model(const Invocation& call) {
  if (const auto path = call.value("model")) return workflow::ModelFile::open(*path);
  return open_shipped_triage_model();
}

}  // namespace heed
