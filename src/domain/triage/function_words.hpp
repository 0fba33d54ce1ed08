#pragma once
// The language of a text by its commonest short words alone: a fraction of a microsecond, and an answer only where it is plain.

#include <string_view>

namespace triage {

// "en", "de", "fr", "es", "pt", "it", "nl", or empty where fewer than three such words stand there or another language's do too.
// `text` is UTF-8; points into constants.
[[nodiscard]] std::string_view by_function_words(std::string_view text);

}  // namespace triage
