#include "domain/search/fold.hpp"

#include <utf8proc.h>

#include <algorithm>  // IWYU pragma: keep
#include <array>

namespace search {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct Range {
  char32_t first;
  char32_t last;
};

template <std::size_t size>
bool is_in(const std::array<Range, size>& ranges, char32_t point) {
  const auto found = std::ranges::upper_bound(ranges, point, {}, &Range::first);
  return found != ranges.begin() && point <= std::prev(found)->last;
}

// Marks over and under letters that people leave out when they type in a hurry.
constexpr std::array kAccents{Range{0x0300, 0x036F}, Range{0x0483, 0x0487}, Range{0x0591, 0x05BD}, Range{0x05BF, 0x05BF},
                              Range{0x05C1, 0x05C2}, Range{0x05C4, 0x05C5}, Range{0x05C7, 0x05C7}, Range{0x0610, 0x061A},
                              Range{0x0640, 0x0640}, Range{0x064B, 0x065F}, Range{0x0670, 0x0670}, Range{0x06D6, 0x06DC},
                              Range{0x06DF, 0x06E4}, Range{0x06E7, 0x06E8}, Range{0x06EA, 0x06ED}, Range{0x1AB0, 0x1AFF},
                              Range{0x1DC0, 0x1DFF}, Range{0x20D0, 0x20FF}, Range{0xFE20, 0xFE2F}};

constexpr std::array kUnspaced{
    Range{0x0E00, 0x0E7F},   // Thai
    Range{0x0E80, 0x0EFF},   // Lao
    Range{0x1000, 0x109F},   // Myanmar
    Range{0x1100, 0x11FF},   // Hangul, letters
    Range{0x1780, 0x17FF},   // Khmer
    Range{0x2E80, 0x2FDF},   // Han, radicals
    Range{0x3005, 0x3007},   //
    Range{0x3021, 0x3029},   //
    Range{0x3040, 0x318F},   // Kana, Bopomofo, Hangul
    Range{0x31A0, 0x31BF},   //
    Range{0x31F0, 0x31FF},   //
    Range{0x3400, 0x4DBF},   // Han
    Range{0x4E00, 0x9FFF},   //
    Range{0xA960, 0xA97F},   // Hangul
    Range{0xAC00, 0xD7FF},   //
    Range{0xF900, 0xFAFF},   // Han
    Range{0x20000, 0x3FFFF}  //
};

bool is_syllable(char32_t point) { return point >= 0xAC00 && point <= 0xD7A3; }

}  // namespace

char32_t next_point(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) {
    ++at;
    return lead;
  }
  utf8proc_int32_t point = 0;
  const auto* begin = reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at;
  const auto length = utf8proc_iterate(begin, static_cast<utf8proc_ssize_t>(text.size() - at), &point);
  if (length <= 0) {
    ++at;
    return kReplacement;
  }
  at += static_cast<std::size_t>(length);
  return static_cast<char32_t>(point);
}

void append_utf8(std::string& out, char32_t point) {
  if (point < 0x80) {
    out.push_back(static_cast<char>(point));
    return;
  }
  std::array<utf8proc_uint8_t, 4> bytes{};
  const auto length = utf8proc_encode_char(static_cast<utf8proc_int32_t>(point), bytes.data());
  out.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(length));
}

void fold_point(char32_t point, std::u32string& out) {
  if (point < 0x80) {
    out.push_back(fold_ascii(point));
    return;
  }
  if (is_syllable(point)) {  // Kept whole: its letters alone are no words.
    out.push_back(point);
    return;
  }
  constexpr auto kHow =
      static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
  std::array<utf8proc_int32_t, 32> parts{};  // The longest is 18.
  int last_class = 0;
  const auto count =
      utf8proc_decompose_char(static_cast<utf8proc_int32_t>(point), parts.data(), parts.size(), kHow, &last_class);
  if (count < 0 || count > static_cast<utf8proc_ssize_t>(parts.size())) return;
  for (int i = 0; i < count; ++i) out.push_back(static_cast<char32_t>(parts[static_cast<std::size_t>(i)]));
}

bool is_accent(char32_t mark) { return mark >= 0x0300 && is_in(kAccents, mark); }

PointKind kind_of(char32_t folded) {
  if (folded < 0x80) {
    const bool is_word = (folded >= 'a' && folded <= 'z') || (folded >= '0' && folded <= '9');
    return is_word ? PointKind::word : PointKind::separator;
  }
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(folded))) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME: return PointKind::mark;
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO: return is_in(kUnspaced, folded) ? PointKind::unspaced : PointKind::word;
    case UTF8PROC_CATEGORY_SO: return folded == kReplacement ? PointKind::separator : PointKind::symbol;
    default: return PointKind::separator;
  }
}

void compose(std::u32string& points) {
  static_assert(sizeof(char32_t) == sizeof(utf8proc_int32_t));
  std::u32string copy(points);
  const auto length =
      utf8proc_normalize_utf32(reinterpret_cast<utf8proc_int32_t*>(copy.data()), static_cast<utf8proc_ssize_t>(copy.size()),
                               static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_STABLE));
  if (length < 0) return;
  copy.resize(static_cast<std::size_t>(length));
  points.swap(copy);
}

std::string folded(std::string_view text) {
  std::u32string points;
  for (std::size_t at = 0; at < text.size();) fold_point(next_point(text, at), points);
  std::string out;
  for (const char32_t point : points)
    if (!is_accent(point)) append_utf8(out, point);
  return out;
}

}  // namespace search
