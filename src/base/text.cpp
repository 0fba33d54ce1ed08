#include "base/text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <numeric>

namespace base {
namespace {

// Length of the well-formed sequence at the start of `text`, 0 when it is malformed (RFC 3629, section 4).
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<std::uint8_t>(text[i]) : 0U; };
  const auto tail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return tail(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const unsigned second = byte(1);
    const bool ok = tail(1) && tail(2) && !(first == 0xE0 && second < 0xA0) && !(first == 0xED && second > 0x9F);
    return ok ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const unsigned second = byte(1);
    const bool ok = tail(1) && tail(2) && tail(3) && !(first == 0xF0 && second < 0x90) && !(first == 0xF4 && second > 0x8F);
    return ok ? 4 : 0;
  }
  return 0;
}

constexpr std::uint64_t kHigh = 0x8080808080808080U;
constexpr std::uint64_t kOnes = 0x0101010101010101U;

std::uint64_t eight_at(std::string_view text, std::size_t at) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, text.data() + at, 8);
  return bytes;
}

// A bit in the top of each byte that is above 127, and of (perhaps others beside) each that is NUL.
std::uint64_t unusual(std::uint64_t bytes) { return (bytes | (bytes - kOnes)) & kHigh; }

// How many plain bytes (ASCII, no NUL) `text` begins with. Nearly all text is plain, and many bytes at a time cost what one
// does.
std::size_t plain_prefix(std::string_view text) {
  const auto is_plain = [text](std::size_t at) { return unusual(eight_at(text, at)) == 0; };
  const auto all_plain = [text](std::size_t at) {
    return (unusual(eight_at(text, at)) | unusual(eight_at(text, at + 8)) | unusual(eight_at(text, at + 16)) |
            unusual(eight_at(text, at + 24))) == 0;
  };
  std::size_t at = 0;
  while (at + 32 <= text.size() && all_plain(at)) at += 32;
  while (at + 8 <= text.size() && is_plain(at)) at += 8;
  while (at < text.size() && static_cast<signed char>(text[at]) > 0) ++at;
  return at;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Steps from one word to the other: a letter more, less or other, or two neighbours swapped.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);  // The row before the last one.
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  const auto same = [&](std::size_t i, std::size_t j) { return lower(a[i]) == lower(b[j]); };
  for (std::size_t i = 0; i < a.size(); ++i) {
    before.swap(last);
    last.swap(row);
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      row[j + 1] = std::min({last[j + 1] + 1, row[j] + 1, last[j] + (same(i, j) ? 0 : 1)});
      const bool swapped = i > 0 && j > 0 && same(i, j - 1) && same(i - 1, j);
      if (swapped) row[j + 1] = std::min(row[j + 1], before[j - 1] + 1);
    }
  }
  return row.back();
}

}  // namespace

bool is_utf8(std::string_view text) {
  for (text.remove_prefix(plain_prefix(text)); !text.empty(); text.remove_prefix(plain_prefix(text))) {
    const std::size_t length = sequence_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

bool is_storable(std::string_view text) {
  for (text.remove_prefix(plain_prefix(text)); !text.empty(); text.remove_prefix(plain_prefix(text))) {
    const std::size_t length = text[0] == '\0' ? 0 : sequence_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string to_storable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t plain = plain_prefix(text);
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    const std::size_t length = sequence_length(text);
    if (length == 0) out += "\xEF\xBF\xBD";
    else if (text[0] != '\0') out.append(text.substr(0, length));
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

std::string shorten(std::string_view text, std::size_t max_points) {
  if (text.size() <= max_points) return std::string(text);
  std::size_t at = plain_prefix(text.substr(0, max_points));
  for (std::size_t points = at; at < text.size(); ++points) {
    if (points == max_points) return std::string(text.substr(0, at)) + "…";
    at += std::max<std::size_t>(sequence_length(text.substr(at)), 1);
  }
  return std::string(text);
}

std::size_t count_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<std::uint8_t>(c) & 0xC0U) != 0x80U; }));
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n\v\f";
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::string to_lower_ascii(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::string nearest(std::string_view wrong, const std::vector<std::string>& candidates) {
  std::string best;
  std::size_t least = std::max<std::size_t>(wrong.size() / 3, 1) + 1;
  for (const auto& candidate : candidates) {
    // Each letter more or less is a step: where the lengths differ by too many, nothing need be compared.
    const auto [shorter, longer] = std::minmax({wrong.size(), candidate.size()});
    if (longer - shorter >= least || wrong.empty()) continue;
    if (const std::size_t distance = edit_distance(wrong, candidate); distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

}  // namespace base
