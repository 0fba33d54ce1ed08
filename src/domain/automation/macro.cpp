#include "domain/automation/macro.hpp"

#include <algorithm>
#include <utility>

#include "base/blank.hpp"
#include "base/text.hpp"

namespace automation {
namespace {

constexpr std::size_t kLongestText = 10'000;

tl::unexpected<base::Failure> refuse(const std::string& field, const std::string& sentence) {
  return base::fail(base::FailureKind::invalid, field + ": " + sentence, field);
}

struct Variable {
  std::string_view name;
  std::string_view otherwise;
};

Variable read_variable(std::string_view inside) {
  const auto bar = inside.find('|');
  if (bar == std::string_view::npos) return {base::trim(inside), {}};
  return {base::trim(inside.substr(0, bar)), base::trim(inside.substr(bar + 1))};
}

// Calls text(…) and variable(…) in turn; false where braces do not close.
template <class Text, class Found>
bool walk(std::string_view text, Text&& on_text, Found&& on_variable) {
  while (!text.empty()) {
    const auto begin = text.find("{{");
    on_text(text.substr(0, begin));
    if (begin == std::string_view::npos) return true;
    const auto end = text.find("}}", begin);
    if (end == std::string_view::npos) {
      on_text(text.substr(begin));
      return false;
    }
    on_variable(read_variable(text.substr(begin + 2, end - begin - 2)));
    text.remove_prefix(end + 2);
  }
  return true;
}

bool is_known(std::string_view name) {
  return std::ranges::any_of(variable_types(), [&](const VariableType& type) { return type.name == name; });
}

std::string_view value_in(const Variables& variables, std::string_view name) {
  const auto found = variables.find(name);
  return found == variables.end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace

std::span<const VariableType> variable_types() {
  static const std::vector<VariableType> kVariables = {
      {"contact.name", "The customer's name, as we know it."},
      {"contact.first_name", "Its first word."},
      {"contact.handle", "The customer's handle where the conversation is."},
      {"agent.name", "Who sends it."},
      {"agent.first_name", "The first word of that name."},
      {"organization.name", "The company."},
      {"inbox.name", "The account that answers."},
      {"team.name", "The team that has the conversation."},
      {"conversation.id", "The number of the conversation."},
  };
  return kVariables;
}

std::string fill(std::string_view text, const Variables& variables) {
  std::string out;
  (void)walk(
      text, [&](std::string_view part) { out += part; },
      [&](const Variable& variable) {
        const auto value = value_in(variables, variable.name);
        out += value.empty() ? variable.otherwise : value;
      });
  return out;
}

std::vector<std::string> missing_in(std::string_view text, const Variables& variables) {
  std::vector<std::string> out;
  (void)walk(
      text, [](std::string_view) {},
      [&](const Variable& variable) {
        if (value_in(variables, variable.name).empty() && variable.otherwise.empty()) out.emplace_back(variable.name);
      });
  return out;
}

base::Result<void> check(const Macro& macro) {
  if (base::is_blank(macro.name)) return refuse("name", "give it one");
  if (base::count_points(macro.name) > kLongestName) return refuse("name", "at most 80 characters");
  if (base::count_points(macro.text) > kLongestText) return refuse("text", "at most 10000 characters");
  std::string unknown;
  const bool closed = walk(
      macro.text, [](std::string_view) {},
      [&](const Variable& variable) {
        if (unknown.empty() && !is_known(variable.name))
          unknown = variable.name.empty() ? "{{}}" : std::string(variable.name);
      });
  if (!unknown.empty()) return refuse("text", "there is no variable " + base::shorten(unknown, 60));
  if (!closed) return refuse("text", "a variable begins with {{ and does not end with }}");
  if (base::is_blank(macro.text) && macro.actions.empty()) return refuse("text", "a macro says something or does something");
  return check(macro.actions, true);
}

}  // namespace automation
