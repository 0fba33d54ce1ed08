#include "channel/text_measure.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cctype>
#include <cstdint>

#include "base/check.hpp"
#include "base/text.hpp"

namespace channel {
namespace {

constexpr std::size_t kMost = 99;  // Pieces; the mark has room for two digits.
constexpr std::size_t kLinkLength = 23;

struct Point {
  std::int32_t value = 0;
  std::size_t bytes = 1;
};

Point point_at(std::string_view text, std::size_t at) {
  Point point;
  const auto* begin = reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at;
  const auto length = utf8proc_iterate(begin, static_cast<utf8proc_ssize_t>(text.size() - at), &point.value);
  if (length > 0) point.bytes = static_cast<std::size_t>(length);
  return point;
}

// The bytes of the grapheme that begins at `at`.
std::size_t grapheme_at(std::string_view text, std::size_t at) {
  utf8proc_int32_t state = 0;
  auto before = point_at(text, at);
  std::size_t end = at + before.bytes;
  while (end < text.size()) {
    const auto next = point_at(text, end);
    if (utf8proc_grapheme_break_stateful(before.value, next.value, &state)) break;
    end += next.bytes;
    before = next;
  }
  return end - at;
}

bool is_word(char c) { return c < 0 || std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// The bytes of the link that begins at `at`; 0 for none. What ends a sentence is not of it.
std::size_t link_at(std::string_view text, std::size_t at) {
  const auto rest = text.substr(at);
  const auto scheme = rest.starts_with("https://") ? 8U : rest.starts_with("http://") ? 7U : 0U;
  if (scheme == 0 || (at > 0 && is_word(text[at - 1]))) return 0;
  auto link = rest.substr(0, rest.find_first_of(" \t\r\n<>\""));
  while (!link.empty() && std::string_view(".,;:!?)'").find(link.back()) != std::string_view::npos) {
    if (link.back() == ')' && std::ranges::count(link, '(') >= std::ranges::count(link, ')')) break;
    link.remove_suffix(1);
  }
  return link.size() > scheme ? link.size() : 0;
}

struct Mention {
  std::size_t bytes = 0;  // 0 where there is none.
  std::size_t user = 0;   // Of "@user" alone.
};

// "@user@host" that begins at `at`.
Mention mention_at(std::string_view text, std::size_t at) {
  if (text[at] != '@' || (at > 0 && (is_word(text[at - 1]) || text[at - 1] == '/'))) return {};
  const auto name_end = [&](std::size_t from) {
    while (from < text.size() && text[from] > 0 && (is_word(text[from]) || text[from] == '.' || text[from] == '-')) ++from;
    while (text[from - 1] == '.' || text[from - 1] == '-') --from;
    return from;
  };
  const std::size_t user = name_end(at + 1);
  if (user == at + 1 || user >= text.size() || text[user] != '@') return {};
  const std::size_t host = name_end(user + 1);
  return host == user + 1 ? Mention{} : Mention{host - at, user - at};
}

// What is never cut, and how much it counts.
struct Step {
  std::size_t bytes = 0;
  std::size_t length = 0;
};

Step step_at(std::string_view text, std::size_t at, TextUnit unit) {
  if (unit == TextUnit::graphemes_links_23) {
    if (const auto bytes = link_at(text, at); bytes > 0) return {bytes, kLinkLength};
    if (const auto mention = mention_at(text, at); mention.bytes > 0) return {mention.bytes, mention.user};
  }
  const std::size_t bytes = grapheme_at(text, at);
  if (unit == TextUnit::graphemes || unit == TextUnit::graphemes_links_23) return {bytes, 1};
  return {bytes, channel::measure(text.substr(at, bytes), unit)};
}

// How well a reader bears a cut before `at`.
enum class Cut { within_word, word, sentence, paragraph };

Cut cut_between(std::string_view text, std::size_t at) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\n'; };
  if (text.substr(at).starts_with("\n\n")) return Cut::paragraph;
  const std::string_view before = base::trim(text.substr(0, at));
  for (const std::string_view end : {"。", "！", "？", "।", "؟"}) {
    if (before.ends_with(end)) return Cut::sentence;
  }
  if (!is_blank(text[at])) return Cut::within_word;
  const std::string_view closers = "\")'”’»";
  std::string_view said = before;
  while (!said.empty() && closers.find(said.back()) != std::string_view::npos) said.remove_suffix(1);
  if (text[at] == '\n' || said.ends_with('.') || said.ends_with('!') || said.ends_with('?') || said.ends_with("…"))
    return Cut::sentence;
  return Cut::word;
}

// Where the first piece of at most `limit` ends: the best cut in its second half, the latest of those; else the best at all.
std::size_t cut_after(std::string_view text, std::size_t limit, TextUnit unit) {
  struct Best {
    std::size_t at = 0;
    Cut cut = Cut::within_word;
  };
  Best best;
  Best late;
  std::size_t length = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const Step step = step_at(text, at, unit);
    if (length + step.length > limit) break;
    length += step.length;
    at += step.bytes;
    if (at == text.size()) return at;
    const Cut cut = cut_between(text, at);
    if (cut >= best.cut) best = {at, cut};
    if (length * 2 >= limit && cut >= late.cut) late = {at, cut};
  }
  if (late.at != 0 && late.cut != Cut::within_word) return late.at;
  if (best.cut != Cut::within_word) return best.at;
  return std::max<std::size_t>(at, 1);
}

std::vector<std::string_view> cut_all(std::string_view text, std::size_t limit, TextUnit unit) {
  std::vector<std::string_view> pieces;
  while (!(text = base::trim(text)).empty()) {
    const std::size_t end = cut_after(text, limit, unit);
    pieces.push_back(base::trim(text.substr(0, end)));
    text.remove_prefix(end);
  }
  return pieces;
}

}  // namespace

std::size_t measure(std::string_view text, TextUnit unit) {
  if (unit == TextUnit::bytes) return text.size();
  if (unit == TextUnit::code_points) return base::count_points(text);
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (unit != TextUnit::utf16_units) {
      const Step step = step_at(text, at, unit);
      at += step.bytes;
      count += step.length;
    } else {
      const auto point = point_at(text, at);
      at += point.bytes;
      count += point.value > 0xFFFF ? 2 : 1;
    }
  }
  return count;
}

std::vector<std::string> split_text(std::string_view text, std::size_t limit, TextUnit unit) {
  HEED_CHECK(limit >= 40, "a piece has room for its mark");
  if (measure(text, unit) <= limit) return {std::string(text)};
  auto pieces = cut_all(text, limit - std::string_view(" (1/9)").size(), unit);
  if (pieces.size() > 9) pieces = cut_all(text, limit - std::string_view(" (11/99)").size(), unit);
  std::vector<std::string> out;
  for (const auto piece : pieces) {
    const std::string mark = " (" + std::to_string(out.size() + 1) + "/" + std::to_string(pieces.size()) + ")";
    out.push_back(std::string(piece) + mark);
  }
  HEED_CHECK(out.size() <= kMost, "what an agent may write fits into 99 pieces");
  return out;
}

}  // namespace channel
