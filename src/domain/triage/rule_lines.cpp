#include "domain/triage/rule_lines.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"
#include "domain/triage/plain.hpp"

namespace triage {
namespace {

constexpr std::array<std::string_view, 4> kUnspaced = {"ja", "ko", "th", "zh"};
constexpr std::string_view kRestOfWord = "…";
constexpr std::string_view kWordBetween = "(?:[^ .!?;]+ ){0,";

tl::unexpected<base::Failure> refuse(int line, const std::string& why) {
  return base::fail(base::FailureKind::invalid, "Line " + std::to_string(line) + ": " + why, "rules");
}

// The first word of `rest`, which is left behind it.
std::string_view take_word(std::string_view& rest) {
  rest = base::trim(rest);
  const std::string_view word = rest.substr(0, rest.find_first_of(" \t"));
  rest = base::trim(rest.substr(word.size()));
  return word;
}

base::Result<RuleLine> read_heading(std::string_view rest, int number) {
  RuleLine line{.kind = RuleLine::Kind::rule, .text = std::string(take_word(rest)), .line = number};
  if (line.text.empty()) return refuse(number, "A rule needs a name.");
  while (!rest.empty()) {
    const std::string_view word = take_word(rest);
    if (word == "intent") {
      line.intent = take_word(rest);
    } else if (word == "urgency") {
      const std::string_view digits = take_word(rest);
      const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), line.urgency);
      if (read.ec != std::errc() || line.urgency < 0 || line.urgency > 2) return refuse(number, "An urgency is 0, 1 or 2.");
    } else {
      return refuse(number, "A rule says an intent or an urgency, not \"" + std::string(word) + "\".");
    }
  }
  return line;
}

base::Result<RuleLine> read_line(std::string_view rest, int number) {
  using Kind = RuleLine::Kind;
  const std::string_view first = take_word(rest);
  if (first == "rule") return read_heading(rest, number);
  const std::string_view what = take_word(rest);
  constexpr std::array<std::pair<std::string_view, Kind>, 4> kKinds = {
      {{"match", Kind::match}, {"unless", Kind::unless}, {"yes", Kind::yes}, {"no", Kind::no}}};
  const auto kind = std::ranges::find(kKinds, what, &std::pair<std::string_view, Kind>::first);
  if (kind == kKinds.end()) return refuse(number, "A line is a rule, or a language with match, unless, yes or no.");
  if (rest.empty()) return refuse(number, "There is nothing behind \"" + std::string(what) + "\".");
  return RuleLine{.kind = kind->second, .language = std::string(first), .text = std::string(rest), .line = number};
}

// What stands between the bars outside of all groups; of a pattern that is one group, outside of all others.
std::vector<std::string_view> alternatives(std::string_view pattern) {
  int depth = 0;
  std::size_t closed = 0;  // Where the first group ends.
  std::vector<std::size_t> bars;
  std::vector<std::size_t> inner_bars;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '(') ++depth;
    if (pattern[i] == ')' && --depth == 0 && closed == 0) closed = i;
    if (pattern[i] == '|' && depth <= 1) (depth == 0 ? bars : inner_bars).push_back(i);
  }
  std::size_t begin = 0;
  std::size_t end = pattern.size();
  if (pattern.starts_with('(') && closed + 1 == pattern.size()) {
    begin = 1;
    end = closed;
    bars = inner_bars;
  }
  std::vector<std::string_view> out;
  for (const std::size_t bar : bars) {
    out.push_back(pattern.substr(begin, bar - begin));
    begin = bar + 1;
  }
  out.push_back(pattern.substr(begin, end - begin));
  return out;
}

// Each branch becomes a group of its own, or RE2 takes out what branches begin with, and the words that are left to look for
// are too short.
std::string spelled(std::string_view pattern) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size();) {
    const std::string_view rest = pattern.substr(i);
    if (rest.starts_with(kRestOfWord)) {
      out += "[^ ]*";
      i += kRestOfWord.size();
    } else if (rest.size() > 3 && rest[0] == '<' && rest[1] >= '1' && rest[1] <= '9' && rest[2] == '>' && rest[3] == ' ') {
      out.append(kWordBetween).append({rest[1], '}'});
      i += 4;
    } else if (rest[0] == '(' || rest[0] == ')') {
      out.append(2, pattern[i++]);
    } else if (rest[0] == '|') {
      out += ")|(";
      ++i;
    } else {
      out.push_back(pattern[i++]);
    }
  }
  return out;
}

}  // namespace

base::Result<std::vector<RuleLine>> read_rule_lines(std::string_view text) {
  std::vector<RuleLine> lines;
  int number = 0;
  for (const std::string_view raw : base::split(text, '\n')) {
    ++number;
    const std::string_view line = base::trim(raw);
    if (line.empty() || line.starts_with('#')) continue;
    auto read = read_line(line, number);
    if (!read) return base::pass_on(read.error());
    if (lines.empty() && read->kind != RuleLine::Kind::rule) return refuse(number, "This stands under no rule.");
    lines.push_back(*std::move(read));
  }
  return lines;
}

std::string written_out(std::string_view pattern, std::string_view language) {
  const std::string plain = plain_letters(pattern);
  std::string_view whole = plain;
  const bool is_message = whole.starts_with('^') && whole.ends_with('$');
  if (is_message) whole = whole.substr(1, whole.size() - 2);
  const std::string_view border = std::ranges::find(kUnspaced, language) == kUnspaced.end() || is_message ? " " : "";
  std::string out;
  for (const std::string_view one : alternatives(whole))
    out.append(out.empty() ? "" : "|")
        .append("(")
        .append(border)
        .append("(")
        .append(spelled(one))
        .append(")")
        .append(border)
        .append(")");
  return is_message ? "^(?:" + out + ")$" : out;
}

}  // namespace triage
