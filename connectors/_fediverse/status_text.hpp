#pragma once
// The HTML of a post as plain text. Pure.

#include <string>
#include <string_view>
#include <vector>

namespace fediverse {

// Somebody who is mentioned: a link to `href` is told by these words.
struct NamedLink {
  std::string href;
  std::string words;
};

// Links in full, with their words before them where those say something else; whoever is mentioned by the words given.
[[nodiscard]] std::string text_of_html(std::string_view html, const std::vector<NamedLink>& mentioned);

}  // namespace fediverse
