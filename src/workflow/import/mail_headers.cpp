#include "workflow/import/mail_headers.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"
#include "workflow/import/mail_encoding.hpp"

namespace workflow {
namespace {

constexpr std::size_t kMostFields = 1000;
constexpr std::size_t kLongestWord = 1000;  // Encoded; RFC 2047 allows 75.

// A quoted string or comment goes on to its end, with \-escapes; `at` stands behind it afterwards.
std::string take_quoted(std::string_view text, std::size_t& at, char open, char close) {
  std::string out;
  int depth = 1;
  for (++at; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\\' && at + 1 < text.size()) out += text[++at];
    else if (c == close && --depth == 0) break;
    else out += c;
    if (c == open && open != close) ++depth;
  }
  if (at < text.size()) ++at;
  return out;
}

MailAddress address_of(const std::string& name, std::string_view address) {
  const auto plain = base::trim(address);
  if (plain.find('@') == std::string_view::npos || plain.find(' ') != std::string_view::npos) return {};
  return {std::string(base::trim(decode_words(base::trim(name)))), base::to_lower_ascii(base::to_storable(plain))};
}

std::optional<int> number(std::string_view text) {
  int out = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
  if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size() || out < 0) return std::nullopt;
  return out;
}

std::optional<int> month_of(std::string_view name) {
  constexpr std::array<std::string_view, 12> kMonths{"jan", "feb", "mar", "apr", "may", "jun",
                                                     "jul", "aug", "sep", "oct", "nov", "dec"};
  const auto found = std::ranges::find(kMonths, base::to_lower_ascii(name.substr(0, 3)));
  if (found == kMonths.end()) return std::nullopt;
  return static_cast<int>(found - kMonths.begin()) + 1;
}

// Minutes east of Greenwich; letters that say nothing sure are UTC (RFC 5322 §4.3).
int zone_of(std::string_view zone) {
  constexpr std::array<std::pair<std::string_view, int>, 8> kNamed{
      {{"edt", -4}, {"est", -5}, {"cdt", -5}, {"cst", -6}, {"mdt", -6}, {"mst", -7}, {"pdt", -7}, {"pst", -8}}};
  if (zone.size() == 5 && (zone[0] == '+' || zone[0] == '-')) {
    const auto hours = number(zone.substr(1, 2)), minutes = number(zone.substr(3, 2));
    const int offset = hours && minutes ? *hours * 60 + *minutes : 0;
    return zone[0] == '-' ? -offset : offset;
  }
  const auto found = std::ranges::find(kNamed, base::to_lower_ascii(zone), &std::pair<std::string_view, int>::first);
  return found == kNamed.end() ? 0 : found->second * 60;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (const auto word : base::split(text, ' ')) {
    if (!base::trim(word).empty()) words.push_back(base::trim(word));
  }
  return words;
}

std::optional<std::chrono::seconds> time_of_day(std::string_view text) {
  const auto parts = base::split(text, ':');
  if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
  const auto h = number(parts[0]), m = number(parts[1]), s = parts.size() == 3 ? number(parts[2]) : std::optional(0);
  if (!h || !m || !s || *h > 23 || *m > 59 || *s > 60) return std::nullopt;
  return std::chrono::hours(*h) + std::chrono::minutes(*m) + std::chrono::seconds(*s);
}

// One "=?charset?q?text?=" that begins at `at`; none when what stands there is no such word.
std::optional<std::string> encoded_word(std::string_view all, std::size_t& at) {
  const auto text = all.substr(0, at + kLongestWord);
  const auto charset_end = text.find('?', at + 2);
  if (charset_end == std::string_view::npos || charset_end + 2 >= text.size() || text[charset_end + 2] != '?')
    return std::nullopt;
  const auto end = text.find("?=", charset_end + 3);
  if (end == std::string_view::npos) return std::nullopt;
  auto charset = text.substr(at + 2, charset_end - at - 2);
  charset = charset.substr(0, charset.find('*'));  // A language (RFC 2231) may follow.
  const auto content = text.substr(charset_end + 3, end - charset_end - 3);
  const char kind = text[charset_end + 1];
  std::string bytes;
  if (kind == 'b' || kind == 'B') bytes = decode_base64(content);
  else if (kind == 'q' || kind == 'Q') bytes = decode_quoted_printable(content, true);
  else return std::nullopt;
  at = end + 2;
  return to_utf8(bytes, charset);
}

}  // namespace

MailHeaders MailHeaders::take(std::string_view& text) {
  MailHeaders headers;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) break;
    if (line[0] == ' ' || line[0] == '\t') {
      if (!headers.fields_.empty()) headers.fields_.back().second.append(" ").append(base::trim(line));
      continue;
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || headers.fields_.size() >= kMostFields) continue;
    headers.fields_.emplace_back(base::to_lower_ascii(base::trim(line.substr(0, colon))),
                                 base::trim(line.substr(colon + 1)));
  }
  return headers;
}

std::string_view MailHeaders::field(std::string_view name) const {
  const auto found = std::ranges::find(fields_, base::to_lower_ascii(name), &std::pair<std::string, std::string>::first);
  return found == fields_.end() ? std::string_view() : std::string_view(found->second);
}

std::string decode_words(std::string_view text) {
  std::string out;
  bool after_word = false;
  std::string between;  // White space between two encoded words does not count.
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with("=?")) {
      if (auto word = encoded_word(text, at)) {
        if (!after_word) out += between;
        between.clear();
        out += *word;
        after_word = true;
        continue;
      }
    }
    const char c = text[at++];
    if (c == ' ' || c == '\t') {
      between += c;
      continue;
    }
    out += between;
    between.clear();
    out += c;
    after_word = false;
  }
  return base::to_storable(out);
}

std::vector<MailAddress> mail_addresses(std::string_view field) {
  std::vector<MailAddress> out;
  std::string name, comment;
  std::string bracketed;
  const auto finish = [&] {
    auto one = !bracketed.empty() ? address_of(name, bracketed) : address_of(comment, name);
    if (!one.address.empty()) out.push_back(std::move(one));
    name.clear();
    comment.clear();
    bracketed.clear();
  };
  for (std::size_t at = 0; at < field.size();) {
    const char c = field[at];
    if (c == '"') name += take_quoted(field, at, '"', '"');
    else if (c == '(') comment = take_quoted(field, at, '(', ')');
    else if (c == '<') bracketed = take_quoted(field, at, '<', '>');
    else if (c == ',' || c == ';') finish(), ++at;
    else if (c == ':') name.clear(), ++at;  // The name of a group.
    else name += c, ++at;
  }
  finish();
  return out;
}

std::vector<std::string> message_ids(std::string_view field) {
  std::vector<std::string> out;
  for (std::size_t at = field.find('<'); at != std::string_view::npos; at = field.find('<', at)) {
    const auto end = field.find('>', at);
    if (end == std::string_view::npos) break;
    const auto id = base::trim(field.substr(at + 1, end - at - 1));
    if (!id.empty()) out.push_back(base::to_storable(id));
    at = end;
  }
  return out;
}

std::optional<base::Time> mail_time(std::string_view field) {
  const auto comma = field.find(',');
  auto words = words_of(comma == std::string_view::npos ? field : field.substr(comma + 1));
  if (words.size() < 4) return std::nullopt;
  const auto day = number(words[0]), month = month_of(words[1]);
  auto year = number(words[2]);
  const auto clock = time_of_day(words[3]);
  if (!day || !month || !year || !clock || words[2].size() > 4) return std::nullopt;
  if (words[2].size() == 2) *year += *year < 50 ? 2000 : 1900;  // RFC 5322 §4.3
  if (words[2].size() == 3) *year += 1900;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  const int zone = words.size() > 4 ? zone_of(words[4]) : 0;
  return base::Time{std::chrono::sys_days(date)} + *clock - std::chrono::minutes(zone);
}

std::string field_value(std::string_view field) {
  return base::to_lower_ascii(base::trim(field.substr(0, field.find(';'))));
}

std::string parameter(std::string_view field, std::string_view name) {
  for (std::size_t at = field.find(';'); at < field.size();) {
    const auto equals = field.find_first_of("=;", ++at);
    if (equals == std::string_view::npos) return {};
    const auto found = base::to_lower_ascii(base::trim(field.substr(at, equals - at)));
    at = equals;
    if (field[equals] == ';') continue;
    ++at;
    while (at < field.size() && field[at] == ' ') ++at;
    std::string value;
    if (at < field.size() && field[at] == '"') value = take_quoted(field, at, '"', '"');
    const auto end = std::min(field.find(';', at), field.size());
    if (value.empty()) value = base::trim(field.substr(at, end - at));
    at = end;
    if (found == name) return value;
  }
  return {};
}

}  // namespace workflow
