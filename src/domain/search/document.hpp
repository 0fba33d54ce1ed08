#pragma once
// A text as the index keeps it: at each position the forms it is found by.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace search {

struct Position {
  std::vector<std::string> forms;  // The folded word first; then with its sign, and its stem, where they differ.
  std::uint32_t begin = 0;         // Bytes in the text.
  std::uint32_t end = 0;
};

using Document = std::vector<Position>;

// `language` as detect_language() gives it; empty: words are found as they are written.
[[nodiscard]] Document make_document(std::string_view text, std::string_view language);

}  // namespace search
