#include "domain/search/analyze.hpp"

#include <algorithm>
#include <utility>

#include "domain/search/fold.hpp"
#include "domain/search/stem.hpp"

namespace search {
namespace {

constexpr std::size_t kMostMarks = 4;  // Of one letter; more are decoration.
constexpr std::size_t kShortestStemmed = 3;

// A folded code point, where it stands in the text, and what it is.
struct Point {
  char32_t value = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  PointKind kind = PointKind::separator;
  bool is_accent = false;  // Of the letter before it.
};

std::vector<Point> fold_text(std::string_view text) {
  std::vector<Point> points;
  points.reserve(std::min(text.size(), kMostBytes));
  std::u32string folded;
  for (std::size_t at = 0; at < text.size() && at < kMostBytes;) {
    const auto begin = static_cast<std::uint32_t>(at);
    const char32_t read = next_point(text, at);
    if (read < 0x80) {
      const char32_t value = fold_ascii(read);
      points.push_back({value, begin, begin + 1, kind_of(value), false});
      continue;
    }
    const auto end = static_cast<std::uint32_t>(at);
    folded.clear();
    fold_point(read, folded);
    if (folded.empty() && !points.empty() && points.back().end == begin) points.back().end = end;  // It shows nothing.
    for (const char32_t value : folded) {
      const bool accent = is_accent(value);
      points.push_back({value, begin, end, accent ? PointKind::mark : kind_of(value), accent});
    }
  }
  return points;
}

bool goes_on(const Point& point) { return point.kind == PointKind::word || point.kind == PointKind::mark; }

// Makes tokens of the points from left to right; every step moves on by one point at least.
class Tokens {
 public:
  explicit Tokens(const std::vector<Point>& points) : points_(points) {
    out_.reserve(std::min(points.size() / 5 + 1, kMostTokens));  // Words have about five letters.
  }

  std::vector<Token> make() {
    while (at_ < points_.size() && out_.size() < kMostTokens) {
      switch (points_[at_].kind) {
        case PointKind::word: take_word(); break;
        case PointKind::unspaced: take_run(); break;
        case PointKind::symbol: take_symbol(); break;
        case PointKind::mark:
        case PointKind::separator: ++at_; break;
      }
    }
    return std::move(out_);
  }

 private:
  // A letter of an unspaced script with its marks.
  struct Letter {
    std::string text;
    std::uint32_t begin;
    std::uint32_t end;
  };

  void take_word() {
    Token token;
    token.is_word = true;
    token.begin = points_[at_].begin;
    const std::size_t first = at_;
    std::size_t letters = 0;
    bool accented = false;
    for (; at_ < points_.size() && goes_on(points_[at_]); ++at_) {
      const Point& point = points_[at_];
      if (!point.is_accent && ++letters > kLongestToken) break;
      if (!point.is_accent) append_utf8(token.folded, point.value);
      accented |= point.is_accent;
      token.end = point.end;
    }
    if (accented) token.lower = composed(first, std::min(at_, first + 2 * kLongestToken));
    token.sign = sign_before(first);
    if (!token.sign.empty()) token.begin = points_[first - 1].begin;
    out_.push_back(std::move(token));
  }

  [[nodiscard]] std::string composed(std::size_t first, std::size_t end) const {
    std::u32string full;
    for (std::size_t i = first; i < end; ++i) full.push_back(points_[i].value);
    compose(full);
    std::string out;
    for (const char32_t point : full) append_utf8(out, point);
    return out;
  }

  // "@name" and "#tag", with what an underscore joins to them; empty where the word at `first` is none. In
  // "ann@example.com" the sign stands inside a word.
  [[nodiscard]] std::string sign_before(std::size_t first) const {
    if (first == 0) return {};
    const char32_t sign = points_[first - 1].value;
    if (sign != '@' && sign != '#') return {};
    if (first >= 2 && goes_on(points_[first - 2])) return {};
    std::string whole(1, static_cast<char>(sign));
    std::size_t letters = 0;
    for (std::size_t i = first; i < points_.size() && letters < kLongestToken; ++i) {
      const Point& point = points_[i];
      if (!goes_on(point) && point.value != '_') break;
      if (point.is_accent) continue;
      append_utf8(whole, point.value);
      ++letters;
    }
    while (whole.ends_with('_')) whole.pop_back();
    return whole;
  }

  Letter take_letter() {
    Letter letter{{}, points_[at_].begin, points_[at_].end};
    std::u32string points(1, points_[at_].value);
    for (++at_; at_ < points_.size() && points_[at_].kind == PointKind::mark; ++at_) {
      if (points.size() <= kMostMarks && !points_[at_].is_accent) points.push_back(points_[at_].value);
      letter.end = points_[at_].end;
    }
    if (points.size() > 1) compose(points);
    for (const char32_t point : points) append_utf8(letter.text, point);
    return letter;
  }

  void take_run() {
    Letter before = take_letter();
    while (at_ < points_.size() && points_[at_].kind == PointKind::unspaced && out_.size() < kMostTokens) {
      Letter next = take_letter();
      Token token;
      token.folded = before.text + next.text;
      token.begin = before.begin;
      token.end = next.end;
      token.is_pair = true;
      out_.push_back(std::move(token));
      before = std::move(next);
    }
    Token token;
    token.folded = std::move(before.text);
    token.begin = before.begin;
    token.end = before.end;
    token.is_last = true;
    out_.push_back(std::move(token));
  }

  void take_symbol() {
    Token token;
    append_utf8(token.folded, points_[at_].value);
    token.begin = points_[at_].begin;
    token.end = points_[at_].end;
    out_.push_back(std::move(token));
    ++at_;
  }

  const std::vector<Point>& points_;
  std::size_t at_ = 0;
  std::vector<Token> out_;
};

bool has_digit(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::vector<Token> analyze(std::string_view text) { return Tokens(fold_text(text)).make(); }

std::string stem_of(const Token& token, std::string_view language) {
  if (!token.is_word || token.folded.size() < kShortestStemmed || language.empty() || has_digit(token.folded)) return {};
  const std::string& word = token.lower.empty() ? token.folded : token.lower;
  const std::string stemmed = stem(word, language);
  std::string plain = token.lower.empty() ? stemmed : folded(stemmed);
  if (plain == token.folded) plain.clear();
  return plain;
}

}  // namespace search
