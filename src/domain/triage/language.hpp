#pragma once
// The language a text is written in, as far as its letters and short words show: the first tier, a few microseconds.

#include <string_view>

#include "domain/triage/model.hpp"

namespace triage {

// ISO 639-1 in lower case ("en", "zh"), or empty where the text does not show it. Points into constants.
[[nodiscard]] std::string_view detect_language(std::string_view text);

struct Spoken {
  std::string_view code;  // As detect_language() gives it. Points into constants and into the task.
  double confidence = 0;
};
// The same of the post that `scorer` has read, helped by the model's task of languages, which knows how people write to each
// other in the commonest ones. Null: the model has none.
[[nodiscard]] Spoken spoken_language(std::string_view post, Scorer& scorer, const TaskModel* task);

// True for a code that detect_language() may give.
[[nodiscard]] bool is_language_code(std::string_view code);

}  // namespace triage
