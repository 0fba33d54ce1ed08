#pragma once
// The models that triage commands work with: the file named with --model, or else the one that is part of the program.

#include <memory>

#include "base/result.hpp"
#include "main/command.hpp"
#include "workflow/triage/model_file.hpp"

namespace heed {

// Fails where the file is refused, or where none is named and the program was built without one.
[[nodiscard]] base::Result<std::shared_ptr<const workflow::ModelFile>> open_triage_model(const Invocation& call);
[[nodiscard]] base::Result<std::shared_ptr<const workflow::ModelFile>> open_shipped_triage_model();

// The encoder of the second tier: the file named with --encoder, or else the program's own. Fails likewise.
[[nodiscard]] base::Result<std::shared_ptr<const workflow::EncoderFile>> open_triage_encoder(const Invocation& call);
[[nodiscard]] base::Result<std::shared_ptr<const workflow::EncoderFile>> open_shipped_triage_encoder();

}  // namespace heed
