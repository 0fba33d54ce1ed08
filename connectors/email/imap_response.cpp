#include "connectors/email/imap_response.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <utility>

#include "base/text.hpp"

namespace email {
namespace {

using base::FailureKind;
using Kind = ImapToken::Kind;

constexpr std::size_t kMostTokens = 1'000'000;
constexpr std::array kStatuses = std::to_array<std::string_view>({"OK", "NO", "BAD", "BYE", "PREAUTH"});
constexpr std::array kMonths =
    std::to_array<std::string_view>({"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"});

std::string to_capitals(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

std::string_view next_word(std::string_view& line) {
  while (line.starts_with(' ')) line.remove_prefix(1);
  const auto word = line.substr(0, line.find(' '));
  line.remove_prefix(word.size());
  if (line.starts_with(' ')) line.remove_prefix(1);
  return word;
}

// The end of a word that begins at `line[0]`: what stands in its brackets belongs to it, spaces too.
std::size_t word_end(std::string_view line) {
  int depth = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '[') ++depth;
    if (c == ']' && depth > 0) --depth;
    if (depth == 0 && (c == ' ' || c == '(' || c == ')' || c == '"')) return i;
  }
  return line.size();
}

// "{12}", "{12+}" or "~{12}" at the end of a line.
std::optional<std::size_t> literal_size(std::string_view word) {
  if (word.starts_with('~')) word.remove_prefix(1);
  if (word.size() < 3 || word.front() != '{' || word.back() != '}') return std::nullopt;
  word = word.substr(1, word.size() - 2);
  if (word.ends_with('+')) word.remove_suffix(1);
  const auto size = read_number(word);
  return size ? std::optional<std::size_t>(*size) : std::nullopt;
}

// A quoted text; `line` begins behind its first quote and is moved behind its last one.
std::optional<std::string> read_quoted(std::string_view& line) {
  std::string out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') {
      line.remove_prefix(i + 1);
      return out;
    }
    if (line[i] == '\\' && i + 1 < line.size()) ++i;
    out += line[i];
  }
  return std::nullopt;
}

base::Failure odd(std::string_view what) {
  return {FailureKind::unavailable, "The server sent " + std::string(what) + " where IMAP has something else.", {}, {}};
}

}  // namespace

bool ImapToken::is(std::string_view word) const { return kind == Kind::word && base::equal_ignoring_case(value, word); }

bool ImapResponse::is_status() const { return std::ranges::find(kStatuses, name) != kStatuses.end(); }

std::optional<std::uint32_t> read_number(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return number;
}

// Moves `line` behind the words that say what it is.
base::Result<void> ImapParser::begin(std::string_view& line) {
  has_begun_ = true;
  response_.tag = std::string(next_word(line));
  if (response_.tag.empty()) return base::pass_on(odd("an empty line"));
  if (response_.tag == "+") {
    response_.text = std::string(std::exchange(line, {}));
    return {};
  }
  auto word = next_word(line);
  if (const auto number = read_number(word)) {
    response_.number = *number;
    word = next_word(line);
  }
  response_.name = to_capitals(word);
  if (response_.name.empty()) return base::pass_on(odd("an unfinished line"));
  if (!response_.is_status()) return {};
  if (line.starts_with('[')) {
    const auto end = line.find(']');
    response_.code = std::string(line.substr(1, end == std::string_view::npos ? end : end - 1));
    line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
  }
  response_.text = std::string(base::trim(std::exchange(line, {})));
  return {};
}

base::Result<std::optional<std::size_t>> ImapParser::tokenise(std::string_view line) {
  auto& tokens = response_.tokens;
  while (!line.empty()) {
    if (tokens.size() >= kMostTokens) return base::pass_on(odd("a response without end"));
    const char c = line.front();
    if (c == ' ') {
      line.remove_prefix(1);
    } else if (c == '(' || c == ')') {
      tokens.push_back({c == '(' ? Kind::open : Kind::close, {}});
      line.remove_prefix(1);
    } else if (c == '"') {
      line.remove_prefix(1);
      auto text = read_quoted(line);
      if (!text) return base::pass_on(odd("a quote without an end"));
      tokens.push_back({Kind::text, *std::move(text)});
    } else {
      const auto word = line.substr(0, std::max<std::size_t>(word_end(line), 1));
      line.remove_prefix(word.size());
      if (const auto size = literal_size(word); size && line.empty()) return size;
      tokens.push_back({Kind::word, std::string(word)});
    }
  }
  return std::optional<std::size_t>();
}

base::Result<std::optional<std::size_t>> ImapParser::add_line(std::string_view line) {
  if (!has_begun_) {
    if (auto begun = begin(line); !begun) return base::pass_on(std::move(begun.error()));
  }
  return tokenise(line);
}

void ImapParser::add_literal(std::string bytes) { response_.tokens.push_back({Kind::text, std::move(bytes)}); }

ImapResponse ImapParser::take() {
  has_begun_ = false;
  return std::exchange(response_, {});
}

std::optional<base::Time> read_internal_date(std::string_view text) {
  using namespace std::chrono;
  text = base::trim(text);
  const auto parts = base::split(text, ' ');
  if (parts.size() != 3 || parts[2].size() != 5) return std::nullopt;
  const auto date = base::split(parts[0], '-');
  const auto clock = base::split(parts[1], ':');
  if (date.size() != 3 || clock.size() != 3) return std::nullopt;
  const auto found = std::ranges::find_if(kMonths, [&](auto name) { return base::equal_ignoring_case(name, date[1]); });
  const auto number = [](std::string_view digits, std::uint32_t most) -> std::optional<std::uint32_t> {
    const auto value = read_number(digits);
    return value && *value <= most ? value : std::nullopt;
  };
  const auto d = number(date[0], 31), y = number(date[2], 9'999), h = number(clock[0], 23), m = number(clock[1], 59),
             s = number(clock[2], 60), zone_h = number(parts[2].substr(1, 2), 23), zone_m = number(parts[2].substr(3), 59);
  if (found == kMonths.end() || !d || !y || !h || !m || !s || !zone_h || !zone_m) return std::nullopt;
  const year_month_day when{year(static_cast<int>(*y)), month(static_cast<unsigned>(found - kMonths.begin()) + 1), day(*d)};
  if (!when.ok() || *y < 1970) return std::nullopt;
  const auto offset = (hours(*zone_h) + minutes(*zone_m)) * (parts[2].front() == '-' ? -1 : 1);
  return base::Time(sys_days(when) + hours(*h) + minutes(*m) + seconds(*s) - offset);
}

std::string imap_day(base::Time time) {
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(time)};
  return std::to_string(static_cast<unsigned>(day.day())) + "-" +
         std::string(kMonths.at(static_cast<unsigned>(day.month()) - 1)) + "-" +
         std::to_string(static_cast<int>(day.year()));
}

std::optional<FetchedMail> read_fetch(ImapResponse&& response) {
  FetchedMail mail;
  auto& tokens = response.tokens;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    const auto& name = tokens[i];
    auto& value = tokens[i + 1];
    if (name.is("UID")) mail.uid = read_number(value.value).value_or(0);
    else if (name.is("RFC822.SIZE")) mail.size = read_number(value.value);
    else if (name.is("INTERNALDATE")) mail.arrived = read_internal_date(value.value);
    else if (name.kind == Kind::word && base::to_lower_ascii(name.value.substr(0, 5)) == "body[" && value.kind == Kind::text)
      mail.body = std::move(value.value);
  }
  if (mail.uid == 0) return std::nullopt;
  return mail;
}

}  // namespace email
