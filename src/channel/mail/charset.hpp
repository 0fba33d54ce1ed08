#pragma once
// Bytes of a mail → UTF-8, by the charset they are said to be in and, where that is wrong, missing or unknown, by the best guess.

#include <string>
#include <string_view>

namespace mail {

// Well-formed UTF-8 without NUL, whatever comes in; bytes that mean nothing become U+FFFD. `label` is the charset as the mail
// names it; may be empty. Bytes that are UTF-8 beyond doubt are that, whatever the label says.
[[nodiscard]] std::string to_utf8(std::string_view bytes, std::string_view label);

}  // namespace mail
