#include "domain/triage/plain.hpp"

#include "domain/search/fold.hpp"
#include "domain/triage/points.hpp"

namespace triage {
namespace {

constexpr char32_t kFirstUnfolded = 0x2000;  // From here on letters have no case; the few that do are nobody's.
constexpr std::size_t kMostFolded = 2;       // Points that one point folds to.
constexpr std::size_t kGrowth = 4;           // Bytes that one byte may become: a sign between two spaces, "ΐ", and the ends.

using Folded = std::array<char16_t, kMostFolded>;

// Looked up, for folding by the tables of Unicode would take longer than all the rest.
const std::array<Folded, kFirstUnfolded>& folds() {
  static const auto kFolds = [] {
    std::array<Folded, kFirstUnfolded> folds{};
    std::u32string out;
    for (char32_t point = 0; point < kFirstUnfolded; ++point) {
      out.clear();
      search::fold_point(point, out);
      std::size_t count = 0;
      for (const char32_t one : out)
        if (!search::is_accent(one) && one < 0x10000 && count < kMostFolded)
          folds[point][count++] = static_cast<char16_t>(one);
    }
    // Letters that Unicode does not take apart, but fingers do.
    const auto as = [&folds](std::u32string_view letters, Folded to) {
      for (const char32_t letter : letters) folds[letter] = to;
    };
    as(U"øØ", {'o'});
    as(U"łŁ", {'l'});
    as(U"đĐ", {'d'});
    as(U"ıİ", {'i'});
    as(U"æÆ", {'a', 'e'});
    as(U"œŒ", {'o', 'e'});
    return folds;
  }();
  return kFolds;
}

// Signs of other scripts that mean the same as one of ours.
char32_t plain_sign(char32_t point) {
  switch (point) {
    case 0x3001:
    case 0x060C: return ',';
    case 0x3002:
    case 0x2026: return '.';
    case 0x061F: return '?';
    case 0x061B: return ';';
    default: return point;
  }
}

constexpr bool is_dash(char32_t point) { return point == '-' || point == '_' || between(point, 0x2010, 0x2015); }
constexpr bool is_inside_number(char c) { return c == '.' || c == ',' || c == ':' || c == '/'; }

}  // namespace

void PlainText::read(std::string_view message) {
  message_ = message.substr(0, kMostPlainBytes);
  // Cut where a point begins.
  if (message_.size() < message.size())
    while (!message_.empty() && (static_cast<unsigned char>(message[message_.size()]) & 0xC0U) == 0x80)
      message_.remove_suffix(1);
  if (const std::size_t most = message_.size() * kGrowth + kGrowth; text_.size() < most) {
    text_.resize(most);
    origins_.resize(most);
  }
  size_ = 0;
  run_ = 0;
  put(' ', 0);
  for (std::size_t i = 0; i < message_.size();) {
    const std::size_t at = i;
    const bool is_ascii = static_cast<unsigned char>(message_[i]) < 0x80;
    const char32_t point = is_ascii ? 0 : search::next_point(message_, i);
    behind_ = is_ascii ? ++i : i;
    if (is_ascii) read_ascii(message_[at], at);
    else read_point(point, at);
  }
  add_space(message_.size());
}

void PlainText::read_ascii(char c, std::size_t at) {
  const auto point = static_cast<unsigned char>(c);
  if (is_small(point)) return add_letter(c, at);
  if (is_capital(point)) return add_letter(static_cast<char>(c | 0x20), at);
  if (is_digit(point)) {
    run_ = 0;
    return put(c, at);
  }
  const auto beside = [this](std::size_t place) { return place < message_.size() ? message_[place] : ' '; };
  const bool after_word = text_[size_ - 1] != ' ';
  if (c == '\'' && after_word && (is_letter(static_cast<unsigned char>(beside(at + 1))) || beside(at + 1) < 0))
    return put(c, at);
  if (is_inside_number(c) && after_word && is_digit(static_cast<unsigned char>(text_[size_ - 1])) &&
      is_digit(static_cast<unsigned char>(beside(at + 1))))
    return put(c, at);
  if (point <= ' ' || point == 0x7F || is_dash(point) || c == '#') return add_space(at);
  add_sign(point, at);
}

// "stoooop" says stop, and nobody makes a text long with it.
void PlainText::add_letter(char c, std::size_t at) {
  run_ = c == run_of_ && text_[size_ - 1] == c ? run_ + 1 : 1;
  run_of_ = c;
  if (run_ < 3) return put(c, at);
  if (run_ == 3) --size_;
  run_of_ = c;
}

void PlainText::read_point(char32_t point, std::size_t at) {
  point = plain_quote(point);
  if (is_dropped(point)) return;
  if (between(point, 0xFF01, 0xFF5E)) point -= 0xFF01 - '!';  // Full width.
  if (point < 0x80) return read_ascii(static_cast<char>(point), at);
  if (is_space(point) || is_dash(point)) return add_space(at);
  run_ = 0;
  if (is_letter(point)) add_word(point, at);
  else add_sign(plain_sign(point), at);
}

void PlainText::add_word(char32_t point, std::size_t at) {
  if (point >= kFirstUnfolded) return add_points(point, at);
  for (const char16_t one : folds()[point])
    if (one != 0) add_points(one, at);
}

void PlainText::add_points(char32_t point, std::size_t at) {
  if (point < 0x80) return put(static_cast<char>(point), at);
  if (point < 0x800) {
    put(static_cast<char>(0xC0U | point >> 6U), at);
  } else {
    if (point < 0x10000) {
      put(static_cast<char>(0xE0U | point >> 12U), at);
    } else {
      put(static_cast<char>(0xF0U | point >> 18U), at);
      put(static_cast<char>(0x80U | (point >> 12U & 0x3FU)), at);
    }
    put(static_cast<char>(0x80U | (point >> 6U & 0x3FU)), at);
  }
  put(static_cast<char>(0x80U | (point & 0x3FU)), at);
}

void PlainText::add_sign(char32_t point, std::size_t at) {
  // "!!!" says no more than "!".
  if (point < 0x80 && size_ >= 3 && text_[size_ - 1] == ' ' && text_[size_ - 2] == static_cast<char>(point)) return;
  add_space(at);
  add_points(point, at);
  add_space(behind_);
}

void PlainText::add_space(std::size_t at) {
  if (text_[size_ - 1] != ' ') put(' ', at);
}

Span PlainText::origin(std::size_t begin, std::size_t end) const {
  while (begin < end && text_[begin] == ' ') ++begin;
  while (begin < end && text_[end - 1] == ' ') --end;
  if (begin == end) return {};
  // To where the next byte came from: what was left out between belongs to what stands before it.
  return {origins_[begin], origins_[end]};
}

std::string plain_letters(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (static_cast<unsigned char>(text[i]) < 0x80) {
      out.push_back(text[i++]);
      continue;
    }
    const char32_t point = search::next_point(text, i);
    if (is_dropped(point)) continue;
    if (point >= kFirstUnfolded) search::append_utf8(out, point);
    else
      for (const char16_t one : folds()[point])
        if (one != 0) search::append_utf8(out, one);
  }
  return out;
}

std::string plain_words(std::string_view text) {
  PlainText plain;
  plain.read(text);
  const auto words = plain.text();
  return words.size() <= 2 ? std::string() : std::string(words.substr(1, words.size() - 2));
}

}  // namespace triage
