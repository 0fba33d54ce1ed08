#include "connectors/feeds/dates.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <utility>
#include <vector>

#include "base/text.hpp"

namespace feeds {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "oct", "nov", "dec"};
// RFC 822 §5.1, and what is met besides; hours from UTC.
constexpr std::array<std::pair<std::string_view, int>, 14> kZones = {{{"gmt", 0},
                                                                      {"ut", 0},
                                                                      {"utc", 0},
                                                                      {"z", 0},
                                                                      {"est", -5},
                                                                      {"edt", -4},
                                                                      {"cst", -6},
                                                                      {"cdt", -5},
                                                                      {"mst", -7},
                                                                      {"mdt", -6},
                                                                      {"pst", -8},
                                                                      {"pdt", -7},
                                                                      {"cet", 1},
                                                                      {"cest", 2}}};

std::optional<int> number_in(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at < text.size();) {
    const auto begin = text.find_first_not_of(" ,\t\r\n", at);
    if (begin == std::string_view::npos) break;
    at = std::min(text.find_first_of(" ,\t\r\n", begin), text.size());
    out.push_back(text.substr(begin, at - begin));
  }
  return out;
}

// "10:00" or "10:00:05"
std::optional<seconds> time_of_day(std::string_view text) {
  const auto parts = base::split(text, ':');
  if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
  const auto hour = number_in(parts[0]);
  const auto minute = number_in(parts[1]);
  const auto second = parts.size() == 3 ? number_in(parts[2].substr(0, parts[2].find('.'))) : std::optional(0);
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return hours(*hour) + minutes(*minute) + seconds(*second);
}

// "+0200", "+02:00" or a name; what nobody knows counts as UTC (RFC 2822 §4.3).
minutes zone_of(std::string_view text) {
  if (text.starts_with('+') || text.starts_with('-')) {
    std::string digits(text.substr(1));
    std::erase(digits, ':');
    const auto number = digits.size() == 4 ? number_in(digits) : std::nullopt;
    if (!number) return minutes(0);
    const auto distance = hours(*number / 100) + minutes(*number % 100);
    return text.front() == '-' ? -distance : distance;
  }
  const auto* const found = std::ranges::find(kZones, base::to_lower_ascii(text), &std::pair<std::string_view, int>::first);
  return found == kZones.end() ? minutes(0) : hours(found->second);
}

// Two digits as RFC 2822 §4.3 has them.
int full_year(int year, std::size_t digits) {
  constexpr int kLastOfThisCentury = 49;
  if (digits > 2) return year;
  return year <= kLastOfThisCentury ? 2000 + year : 1900 + year;
}

// "Mon, 02 Oct 2023 10:00:00 +0200"; the weekday, the seconds and the zone may be missing.
std::optional<base::Time> parse_rfc822(std::string_view text) {
  auto words = words_of(text);
  if (!words.empty() && !number_in(words.front())) words.erase(words.begin());
  if (words.size() < 4) return std::nullopt;
  const auto* const month = std::ranges::find(kMonths, base::to_lower_ascii(words[1].substr(0, 3)));
  const auto day = number_in(words[0]);
  const auto year = number_in(words[2]);
  const auto time = time_of_day(words[3]);
  if (month == kMonths.end() || !day || !year || !time || words[2].size() > 4) return std::nullopt;
  const auto date =
      std::chrono::year(full_year(*year, words[2].size())) / static_cast<int>(month - kMonths.begin() + 1) / *day;
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date) + *time - (words.size() > 4 ? zone_of(words[4]) : minutes(0));
}

}  // namespace

std::optional<base::Time> parse_date(std::string_view text) {
  text = base::trim(text);
  if (const auto time = base::parse_rfc3339(text)) return *time;
  constexpr std::size_t kDay = 10;  // "2023-10-02"
  if (text.size() == kDay) {
    if (const auto day = base::parse_rfc3339(std::string(text) + "T00:00:00Z")) return *day;
  }
  return parse_rfc822(text);
}

}  // namespace feeds
