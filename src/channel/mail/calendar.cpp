#include "channel/mail/calendar.hpp"

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

#include "base/text.hpp"

namespace mail {
namespace {

constexpr std::size_t kLookedThrough = 256UL * 1024;

struct Line {
  std::string name;  // In upper case.
  std::string parameters;
  std::string value;
};

// "\n", "\,", "\;" and "\\" stand for themselves.
std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      ++i;
      out += text[i] == 'n' || text[i] == 'N' ? ' ' : text[i];
    } else {
      out += text[i];
    }
  }
  return std::string(base::trim(out));
}

std::vector<Line> lines_of(std::string_view calendar) {
  std::vector<std::string> unfolded;
  for (std::string_view line : base::split(calendar.substr(0, kLookedThrough), '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!unfolded.empty() && (line.starts_with(' ') || line.starts_with('\t'))) unfolded.back().append(line.substr(1));
    else unfolded.emplace_back(line);
  }
  std::vector<Line> out;
  for (const std::string& line : unfolded) {
    bool in_quotes = false;
    std::size_t colon = 0;
    for (; colon < line.size() && (line[colon] != ':' || in_quotes); ++colon) in_quotes = in_quotes != (line[colon] == '"');
    if (colon >= line.size()) continue;
    const auto name_end = std::min(line.find(';'), colon);
    Line one{.name = line.substr(0, name_end),
             .parameters = line.substr(name_end, colon - name_end),
             .value = line.substr(colon + 1)};
    std::ranges::transform(one.name, one.name.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    out.push_back(std::move(one));
  }
  return out;
}

// "20260105T100000Z" → "2026-01-05 10:00 UTC"
std::string time_of(const Line& line) {
  const std::string& value = line.value;
  const auto is_digits = [&](std::size_t from, std::size_t count) {
    return value.size() >= from + count && std::all_of(value.begin() + static_cast<std::ptrdiff_t>(from),
                                                       value.begin() + static_cast<std::ptrdiff_t>(from + count),
                                                       [](unsigned char c) { return std::isdigit(c) != 0; });
  };
  if (!is_digits(0, 8)) return value;
  std::string out = value.substr(0, 4) + "-" + value.substr(4, 2) + "-" + value.substr(6, 2);
  if (value.size() < 13 || value[8] != 'T' || !is_digits(9, 4)) return out;
  out += " " + value.substr(9, 2) + ":" + value.substr(11, 2);
  if (value.ends_with('Z')) return out + " UTC";
  const auto zone = line.parameters.find("TZID=");
  if (zone != std::string::npos) {
    std::string name = line.parameters.substr(zone + 5);
    name.resize(std::min(name.find(';'), name.size()));
    std::erase(name, '"');
    out += " (" + name + ")";
  }
  return out;
}

std::string_view kind_of(std::string_view method) {
  if (base::equal_ignoring_case(method, "CANCEL")) return "Cancelled";
  if (base::equal_ignoring_case(method, "REPLY")) return "Answer to an invitation";
  return "Invitation";
}

}  // namespace

std::string describe_invitation(std::string_view calendar) {
  std::string method;
  std::string summary;
  std::string when;
  std::string where;
  bool in_event = false;
  bool has_event = false;
  for (const Line& line : lines_of(calendar)) {
    if (line.name == "METHOD") method = line.value;
    if (line.name == "BEGIN") in_event = !has_event && base::equal_ignoring_case(line.value, "VEVENT");
    has_event = has_event || in_event;
    if (!in_event) continue;
    if (line.name == "SUMMARY") summary = unescaped(line.value);
    else if (line.name == "LOCATION") where = unescaped(line.value);
    else if (line.name == "DTSTART") when = time_of(line);
    else if (line.name == "DTEND") when += " – " + time_of(line);
    else if (line.name == "END") in_event = false;
  }
  if (!has_event) return {};
  std::string out = std::string(kind_of(method)) + ": " + summary;
  if (!when.empty()) out += "\nWhen: " + when;
  if (!where.empty()) out += "\nWhere: " + where;
  return out;
}

}  // namespace mail
