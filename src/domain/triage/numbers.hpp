#pragma once
// What numbers in a message stand beside: bytes, for digits are looked for in messages as they came.

#include <cstddef>
#include <string_view>

namespace triage::numbers {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_latin(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
constexpr bool is_wordlike(char c) {
  return is_digit(c) || is_latin(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

// True where the word before the number at `at` says that it is an order's, an invoice's, a parcel's: "Bestellung Nr. 4711".
[[nodiscard]] bool is_of_an_order(std::string_view text, std::size_t at);

}  // namespace triage::numbers
