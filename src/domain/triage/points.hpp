#pragma once
// What kinds of code points there are to whoever reads a post: letters, digits, emoji, and what is left out.

namespace triage {

constexpr char32_t kReplacement = 0xFFFD;

constexpr bool between(char32_t point, char32_t first, char32_t last) { return point >= first && point <= last; }
constexpr bool is_digit(char32_t point) { return between(point, '0', '9'); }
constexpr bool is_capital(char32_t point) { return between(point, 'A', 'Z'); }
constexpr bool is_small(char32_t point) { return between(point, 'a', 'z'); }
constexpr bool is_space(char32_t point) { return point <= ' ' || point == 0xA0 || point == 0x3000 || point == 0x2028; }

constexpr bool is_emoji(char32_t point) {
  return between(point, 0x1F000, 0x1FAFF) || between(point, 0x2190, 0x21FF) || between(point, 0x2300, 0x23FF) ||
         between(point, 0x25A0, 0x27BF) || between(point, 0x2B00, 0x2BFF);
}

// Accents that stand as points of their own, Arabic vowel signs and tatweel, joiners, variation selectors, skin tones: a
// text says the same without them, and nobody can pile them up to make a text slow.
constexpr bool is_dropped(char32_t point) {
  return between(point, 0x0300, 0x036F) || between(point, 0x064B, 0x065F) || point == 0x0640 || point == 0x0670 ||
         between(point, 0x200B, 0x200F) || between(point, 0x202A, 0x202E) || between(point, 0x2060, 0x2064) ||
         between(point, 0xFE00, 0xFE0F) || point == 0xFEFF || point == 0x00AD || between(point, 0x0483, 0x0489) ||
         between(point, 0x1AB0, 0x1AFF) || between(point, 0x1DC0, 0x1DFF) || between(point, 0x20D0, 0x20FF) ||
         between(point, 0x1F3FB, 0x1F3FF) || between(point, 0xE0000, 0xE01EF) || between(point, 0xF0000, 0x10FFFF);
}

constexpr bool is_letter(char32_t point) {
  if (point < 0x80) return is_small(point) || is_capital(point) || is_digit(point) || point == '_';
  if (point < 0xC0) return point == 0xAA || point == 0xB5 || point == 0xBA;
  return point != 0xD7 && point != 0xF7 && !between(point, 0x2000, 0x206F) && !between(point, 0x20A0, 0x20CF) &&
         !between(point, 0x2200, 0x25FF) && !between(point, 0x3001, 0x303F) && !between(point, 0xFF01, 0xFF0F) &&
         !between(point, 0xFF1A, 0xFF20) && point != 0x060C && point != 0x061B && point != 0x061F && point != 0x0964 &&
         point != kReplacement && !is_emoji(point);
}

constexpr char32_t lower(char32_t point) {
  if (point < 0x80) return is_capital(point) ? point + 32 : point;
  if (between(point, 0xC0, 0xDE)) return point + 32;
  if (between(point, 0x0410, 0x042F) || between(point, 0x0391, 0x03A9)) return point + 32;
  if (between(point, 0x0400, 0x040F)) return point + 80;
  // Pairs, the capital first; in two stretches the capital is the odd one.
  if (between(point, 0x0139, 0x0148) || between(point, 0x0179, 0x017E)) return point % 2 == 1 ? point + 1 : point;
  if (between(point, 0x0100, 0x0177) || between(point, 0x0460, 0x0481) || between(point, 0x1E00, 0x1EFF)) return point | 1U;
  return point;
}

// Quotation marks as they are typed by phones.
constexpr char32_t plain_quote(char32_t point) {
  if (point == 0x2018 || point == 0x2019 || point == 0x02BC || point == 0x00B4) return '\'';
  if (point == 0x201C || point == 0x201D || point == 0x201E || point == 0x00AB || point == 0x00BB) return '"';
  return point;
}

}  // namespace triage
