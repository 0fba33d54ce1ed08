#pragma once
// Small functions on UTF-8 text.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace base {

// True for well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view text);

// True for UTF-8 without NUL: what any database takes as text.
[[nodiscard]] bool is_storable(std::string_view text);

// The text with every malformed byte replaced by U+FFFD and NUL removed, so that any database takes it.
[[nodiscard]] std::string to_storable(std::string_view text);

// At most `max_points` code points, cut between them; "…" is added where something was cut.
[[nodiscard]] std::string shorten(std::string_view text, std::size_t max_points);

// Number of code points of well-formed UTF-8.
[[nodiscard]] std::size_t count_points(std::string_view text);

[[nodiscard]] std::string_view trim(std::string_view text);
[[nodiscard]] std::string to_lower_ascii(std::string_view text);
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b);  // ASCII letters only
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

// The candidate nearest to `wrong` (at most a third of its letters differ, two swapped
// neighbours counting as one), or "" when none is near: for "did you mean".
[[nodiscard]] std::string nearest(std::string_view wrong, const std::vector<std::string>& candidates);

}  // namespace base
