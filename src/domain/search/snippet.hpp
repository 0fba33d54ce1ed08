#pragma once
// The part of a text that shows why it was found.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "domain/search/expression.hpp"

namespace search {

struct SnippetPart {
  std::string text;  // As it stands in the message: plain text, never markup.
  bool hit = false;
};
BOOST_DESCRIBE_STRUCT(SnippetPart, (), (text, hit))

struct Snippet {
  std::vector<SnippetPart> parts;
  bool starts_inside = false;  // Text was left out before it,
  bool ends_inside = false;    // or behind it.
};
BOOST_DESCRIBE_STRUCT(Snippet, (), (parts, starts_inside, ends_inside))

inline constexpr std::size_t kSnippetBytes = 240;

// The window of about kSnippetBytes with the most different hits in it, cut between words. `document` is the text's own.
[[nodiscard]] Snippet make_snippet(std::string_view text, const Document& document, const Expression& expression);

}  // namespace search
