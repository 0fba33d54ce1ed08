#include "channel/mail/reply.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/blank.hpp"
#include "base/text.hpp"
#include "channel/mail/phrases.hpp"

namespace mail {
namespace {

constexpr std::size_t kMostAttributionLines = 4;  // Programs break them.
constexpr std::size_t kHeadLines = 8;             // Within so many stand the fields above a quote.
constexpr int kMostDeviceLines = 3;
constexpr std::size_t kShortestRule = 5;  // "_____"

using Lines = std::vector<std::string_view>;

Lines lines_of(std::string_view text) {
  Lines lines = base::split(text, '\n');
  for (auto& line : lines) {
    if (line.ends_with('\r')) line.remove_suffix(1);
  }
  return lines;
}

bool is_quoted(std::string_view line) {
  const auto begin = line.find_first_not_of(" \t");
  return begin != std::string_view::npos && begin < 4 && line[begin] == '>';
}

bool is_rule(std::string_view line) {
  line = base::trim(line);
  return line.size() >= kShortestRule && line.find_first_not_of("_-=*") == std::string_view::npos;
}

// How many lines from `at` on say who wrote what follows; 0 for none.
std::size_t attribution_at(const Lines& lines, std::size_t at) {
  std::string joined;
  for (std::size_t count = 1; count <= kMostAttributionLines && at + count <= lines.size(); ++count) {
    const auto line = base::trim(lines[at + count - 1]);
    if (line.empty() || is_quoted(line)) return 0;
    joined.append(joined.empty() ? "" : " ").append(line);
    if (is_attribution(joined)) return count;
    if (line.ends_with(':')) return 0;
  }
  return 0;
}

std::optional<std::size_t> next_said(const Lines& lines, std::size_t at) {
  while (at < lines.size() && base::trim(lines[at]).empty()) ++at;
  return at < lines.size() ? std::optional(at) : std::nullopt;
}

// "From: … Sent: … To: … Subject: …", a line each.
bool is_head_at(const Lines& lines, std::size_t at) {
  if (head_label(lines[at]) != HeadLabel::from) return false;
  std::size_t others = 0;
  const auto end = std::min(lines.size(), at + kHeadLines);
  for (std::size_t i = at + 1; i < end; ++i) others += head_label(lines[i]) == HeadLabel::other ? 1 : 0;
  return others >= 2;
}

bool is_signature_mark(std::string_view line) { return line == "-- " || line == "--"; }

// With one empty line at most where something was taken out.
std::string joined(const Lines& lines) {
  std::string out;
  for (const auto line : lines) {
    if (base::trim(line).empty() && out.ends_with("\n\n")) continue;
    out.append(line).append("\n");
  }
  return std::string(base::trim(out));
}

void drop_blank_end(Lines& lines) {
  while (!lines.empty() && base::is_blank(lines.back())) lines.pop_back();
}

// "Sent from my iPhone" at the end, and the line drawn above a quote that is away.
void drop_device_lines(Lines& lines) {
  drop_blank_end(lines);
  for (int i = 0; i < kMostDeviceLines && !lines.empty(); ++i) {
    if (!is_rule(lines.back()) && !is_device_line(base::trim(lines.back()))) return;
    lines.pop_back();
    drop_blank_end(lines);
  }
}

Lines kept_lines(const Lines& lines) {
  Lines kept;
  bool in_signature = false;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    const auto line = lines[at];
    const auto trimmed = base::trim(line);
    if (is_forward_mark(trimmed)) {
      kept.insert(kept.end(), lines.begin() + static_cast<std::ptrdiff_t>(at), lines.end());
      return kept;
    }
    if (is_original_mark(trimmed) || is_head_at(lines, at)) break;
    if (const auto count = attribution_at(lines, at); count > 0) {
      const auto next = next_said(lines, at + count);
      const bool is_quote_marked = next && is_quoted(lines[*next]);
      if (!is_quote_marked) break;
      in_signature = false;
      at += count - 1;
      continue;
    }
    if (is_quoted(line)) {
      in_signature = false;
      continue;
    }
    in_signature = in_signature || is_signature_mark(line);
    if (!in_signature) kept.push_back(line);
  }
  return kept;
}

}  // namespace

std::string newly_written(std::string_view text) {
  Lines kept = kept_lines(lines_of(text));
  drop_device_lines(kept);
  std::string out = joined(kept);
  return base::is_blank(out) ? std::string(base::trim(text)) : out;
}

}  // namespace mail
