#include "workflow/test_scenario_line.hpp"

#include <algorithm>
#include <charconv>

namespace workflow {
namespace {

std::optional<std::int64_t> to_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

ScenarioLine::ScenarioLine(int number, std::string_view text) : number_(number) {
  constexpr std::string_view kSpace = " \t\r";
  for (auto at = text.find_first_not_of(kSpace); at != std::string_view::npos; at = text.find_first_not_of(kSpace, at)) {
    if (words_.empty() && text[at] == '#') return;
    const bool quoted = text[at] == '"';
    if (quoted) ++at;
    auto end = quoted ? text.find('"', at) : text.find_first_of(kSpace, at);
    if (quoted && end == std::string_view::npos) throw ScenarioError("a quote is not closed");
    end = std::min(end, text.size());
    words_.push_back({std::string(text.substr(at, end - at)), quoted});
    at = quoted ? end + 1 : end;
  }
}

bool ScenarioLine::take(std::string_view word) {
  if (!more() || words_[at_].quoted || words_[at_].text != word) return false;
  ++at_;
  return true;
}

std::string ScenarioLine::word(std::string_view what) {
  if (!more()) throw ScenarioError("the line ends where " + std::string(what) + " is expected");
  return words_[at_++].text;
}

std::string ScenarioLine::text(std::string_view what) {
  if (!more() || !words_[at_].quoted) throw ScenarioError("expected " + std::string(what) + " in quotes");
  return words_[at_++].text;
}

std::string ScenarioLine::text_or(std::string_view otherwise) {
  return more() && words_[at_].quoted ? words_[at_++].text : std::string(otherwise);
}

std::optional<std::int64_t> ScenarioLine::take_count(std::string_view word) {
  if (at_ + 1 >= words_.size() || words_[at_].quoted || words_[at_].text != word) return std::nullopt;
  const auto number = to_number(words_[at_ + 1].text);
  if (number) at_ += 2;
  return number;
}

std::size_t ScenarioLine::conversation() {
  const std::string name = word("a conversation like #1");
  const auto number = name[0] == '#' ? to_number(std::string_view(name).substr(1)) : std::nullopt;
  if (!number) throw ScenarioError("expected a conversation like #1, not " + name);
  return static_cast<std::size_t>(*number);
}

void ScenarioLine::expect_end() const {
  if (more()) throw ScenarioError("nobody knows what to do with " + words_[at_].text);
}

}  // namespace workflow
