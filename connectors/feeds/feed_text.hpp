#pragma once
// The texts of feeds as plain text, and what their formats share. Pure.

#include <optional>
#include <string>
#include <string_view>

#include "connectors/feeds/feed.hpp"

namespace feeds {

enum class TextType { plain, html };
// Trimmed. "html" also where a plain text turns out to hold markup, as titles often do.
[[nodiscard]] std::string to_plain(std::string_view text, TextType type);

// "4", "4.5" or "4/5"; none for what is no rating.
[[nodiscard]] std::optional<Rating> parse_rating(std::string_view value, std::string_view best);

// Gives entries an id where the feed gave none, and an author where nobody is named; drops what is longer than anybody needs.
void complete(Feed& feed);

// The address of a feed that a page speaks of; empty for none.
[[nodiscard]] std::string feed_of_page(std::string_view html);

}  // namespace feeds
