#pragma once
// A text as the index keeps it: at each position the forms it is found by.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <boost/container/small_vector.hpp>

namespace search {

// Mostly one or two: they stand in the position itself.
using Forms = boost::container::small_vector<std::string, 2>;

struct Position {
  Forms forms;              // The folded word first; then with its sign, and its stem, where they differ.
  std::uint32_t begin = 0;  // Bytes in the text.
  std::uint32_t end = 0;
};

using Document = std::vector<Position>;

// `language` as detect_language() gives it; empty: words are found as they are written.
[[nodiscard]] Document make_document(std::string_view text, std::string_view language);

}  // namespace search
