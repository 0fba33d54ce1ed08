#pragma once
// Text as search compares it: compatibility forms made plain (full width, ligatures), case folded, accents of Latin, Greek,
// Cyrillic, Hebrew and Arabic letters left out. Works code point by code point in linear time, whatever the text holds.

#include <cstddef>
#include <string>
#include <string_view>

namespace search {

// Reads the code point at `at` and moves behind it; U+FFFD for a byte that begins none.
[[nodiscard]] char32_t next_point(std::string_view text, std::size_t& at);

void append_utf8(std::string& out, char32_t point);

// Appends what one code point folds to, accents still there as marks of their own; nothing for what is ignored (soft
// hyphens, joiners, variation selectors).
void fold_point(char32_t point, std::u32string& out);
// The same of a point below 0x80, which is always one.
[[nodiscard]] constexpr char32_t fold_ascii(char32_t point) {
  return point >= 'A' && point <= 'Z' ? point + ('a' - 'A') : point;
}

// True for a mark that only accents a letter and is left out of the folded form.
[[nodiscard]] bool is_accent(char32_t mark);

enum class PointKind {
  separator,
  word,      // A letter or digit of a script that puts spaces between words.
  mark,      // Belongs to what stands before it.
  unspaced,  // A letter of a script without spaces: Chinese, Japanese, Korean, Thai …
  symbol,    // An emoji or another picture: a word by itself.
};
[[nodiscard]] PointKind kind_of(char32_t folded);

// Letters and their accents as one code point each, where there is one: the form that stemmers know.
void compose(std::u32string& points);

// A whole text folded, accents left out: for comparing names.
[[nodiscard]] std::string folded(std::string_view text);

}  // namespace search
