#pragma once
// The language a text is written in, as far as its letters and short words show: the first tier, a few microseconds.

#include <string_view>

namespace triage {

// ISO 639-1 in lower case ("en", "zh"), or empty where the text does not show it. Points into constants.
[[nodiscard]] std::string_view detect_language(std::string_view text);

// True for a code that detect_language() may give.
[[nodiscard]] bool is_language_code(std::string_view code);

}  // namespace triage
