#pragma once
// How long a text is as a platform counts it, and how a long answer is cut into several messages.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe/enum.hpp>

namespace channel {

enum class TextUnit {
  code_points,
  graphemes,    // What a person takes for one character (UAX #29): a flag, a family, a letter with its marks.
  utf16_units,  // As JavaScript counts; two for most emoji.
  bytes,        // Of UTF-8.
  // Graphemes, but a link ("https://…") is 23 however long it is, and of "@user@host" only "@user" counts. Neither is ever cut.
  graphemes_links_23,
};
BOOST_DESCRIBE_ENUM(TextUnit, code_points, graphemes, utf16_units, bytes, graphemes_links_23)

// Of well-formed UTF-8.
[[nodiscard]] std::size_t measure(std::string_view text, TextUnit unit);

// The text in pieces of at most `limit` each, cut where a reader would pause: between paragraphs, else sentences, else words, and
// only within what is longer than a whole piece between two graphemes. More than one piece end with " (1/3)" each. One piece,
// unchanged, when it fits. `limit` must leave room for the mark and a grapheme: 40 at least.
[[nodiscard]] std::vector<std::string> split_text(std::string_view text, std::size_t limit, TextUnit unit);

}  // namespace channel
