#include "base/base64.hpp"

#include <cstdint>

namespace base {
namespace {

constexpr std::string_view kStandard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrl = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string_view alphabet_of(Base64 form) { return form == Base64::standard ? kStandard : kUrl; }

}  // namespace

std::string to_base64(std::string_view bytes, Base64 form) {
  const std::string_view alphabet = alphabet_of(form);
  std::string letters;
  letters.reserve((bytes.size() + 2) / 3 * 4);
  std::uint32_t bits = 0;
  int waiting = 0;  // Bits that no letter stands for yet.
  for (const char byte : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(byte);
    for (waiting += 8; waiting >= 6; waiting -= 6) letters.push_back(alphabet[bits >> (waiting - 6) & 63]);
  }
  if (waiting > 0) letters.push_back(alphabet[bits << (6 - waiting) & 63]);
  while (form == Base64::standard && letters.size() % 4 != 0) letters.push_back('=');
  return letters;
}

std::optional<std::string> from_base64(std::string_view letters, Base64 form) {
  const std::string_view alphabet = alphabet_of(form);
  std::string bytes;
  bytes.reserve(letters.size() / 4 * 3 + 2);
  std::uint32_t bits = 0;
  int waiting = 0;
  for (const char letter : letters.substr(0, letters.find('='))) {
    const auto value = alphabet.find(letter);
    if (value == std::string_view::npos) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    waiting += 6;
    if (waiting >= 8) {
      waiting -= 8;
      bytes.push_back(static_cast<char>(bits >> waiting & 255));
    }
  }
  // Padding that is wrong, letters too few or bits left over: not what we would write.
  if (to_base64(bytes, form) != letters) return std::nullopt;
  return bytes;
}

}  // namespace base
