#include "channel/mail/transfer.hpp"

#include <array>
#include <cstdint>

namespace mail {
namespace {

constexpr int kNothing = -1;
constexpr int kPadding = -2;

constexpr std::array<std::int8_t, 256> kBase64 = [] {
  std::array<std::int8_t, 256> table{};
  table.fill(kNothing);
  std::int8_t value = 0;
  for (const char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
    table[static_cast<unsigned char>(c)] = value++;
  table['='] = kPadding;
  return table;
}();

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : kNothing;
}

// Two hexadecimal digits behind each `mark`; one without them stands for itself.
std::string decode_hex(std::string_view text, char mark, bool underline_is_space) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == mark && i + 2 < text.size() ? hex_digit(text[i + 1]) : kNothing;
    const int low = high == kNothing ? kNothing : hex_digit(text[i + 2]);
    if (low != kNothing) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += underline_is_space && text[i] == '_' ? ' ' : text[i];
    }
  }
  return out;
}

}  // namespace

std::string decode_base64(std::string_view text) {
  std::string out(text.size() / 4 * 3 + 3, '\0');
  char* to = out.data();
  std::uint32_t bits = 0;
  int letters = 0;
  const auto put = [&to](std::uint32_t byte) { *to++ = static_cast<char>(byte); };
  const auto finish = [&] {
    if (letters >= 2) put(bits >> (letters == 2 ? 4U : 10U));
    if (letters == 3) put(bits >> 2U);
    letters = 0;
  };
  for (const char c : text) {
    const int value = kBase64[static_cast<unsigned char>(c)];
    if (value == kPadding) finish();
    if (value < 0) continue;
    bits = bits << 6U | static_cast<std::uint32_t>(value);  // What is above the last 24 bits is of letters before.
    if (++letters < 4) continue;
    put(bits >> 16U);
    put(bits >> 8U);
    put(bits);
    letters = 0;
  }
  finish();
  out.resize(static_cast<std::size_t>(to - out.data()));
  return out;
}

std::string decode_q(std::string_view text) { return decode_hex(text, '=', true); }

std::string decode_percent(std::string_view text) { return decode_hex(text, '%', false); }

}  // namespace mail
