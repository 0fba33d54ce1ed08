#include "domain/automation/rule.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/blank.hpp"
#include "base/json/traits.hpp"
#include "base/text.hpp"
#include "domain/automation/fields.hpp"
#include "domain/search/fold.hpp"

namespace automation {
namespace {

constexpr std::size_t kLongestValue = 200;
constexpr std::size_t kLongestText = 4000;

tl::unexpected<base::Failure> refuse(const std::string& field, const std::string& sentence) {
  return base::fail(base::FailureKind::invalid, field + ": " + sentence, field);
}

std::optional<std::int64_t> number_in(const std::string& text) {
  std::int64_t out = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, out);
  if (text.empty() || read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return out;
}

std::string flag(bool value) { return value ? "true" : "false"; }

template <class Id>
std::string id_text(const std::optional<Id>& id) {
  return id ? std::to_string(id->value) : "none";
}

std::int64_t number_of(const Facts& facts, ConditionField field) {
  switch (field) {
    case ConditionField::urgency: return facts.urgency;
    case ConditionField::priority: return facts.priority;
    case ConditionField::followers: return facts.followers;
    case ConditionField::strikes: return facts.strikes;
    case ConditionField::waiting_minutes: return facts.waiting_minutes;
    case ConditionField::hour: return facts.hour;
    default: return 0;
  }
}

std::vector<std::string> names_of(const Facts& facts, ConditionField field) {
  switch (field) {
    case ConditionField::language: return facts.languages;
    case ConditionField::sentiment: return facts.sentiments;
    case ConditionField::intent: return facts.intents;
    case ConditionField::label: return facts.labels;
    case ConditionField::spam: return {flag(facts.spam)};
    case ConditionField::abuse: return {flag(facts.abuse)};
    case ConditionField::channel: return {facts.channel};
    case ConditionField::inbox: return {std::to_string(facts.inbox_id.value)};
    case ConditionField::team: return {id_text(facts.team_id)};
    case ConditionField::assignee: return {id_text(facts.assignee_id)};
    case ConditionField::status: return {std::string(base::to_name(facts.status))};
    case ConditionField::owed: return {flag(facts.owed)};
    case ConditionField::late: return {flag(facts.late)};
    case ConditionField::contact_value: return {std::string(base::to_name(facts.value))};
    case ConditionField::visibility: return {facts.is_public ? "public" : "private"};
    default: return {};
  }
}

bool contains_any(const std::string& text, const std::vector<std::string>& values) {
  const std::string folded = search::folded(text);
  return std::ranges::any_of(
      values, [&](const std::string& value) { return folded.find(search::folded(value)) != std::string::npos; });
}

// What is there, for whoever asks why a condition does not hold.
std::string shown(const Condition& condition, const Facts& facts) {
  if (condition.field == ConditionField::text) return "\"" + base::shorten(facts.text, 80) + "\"";
  if (type_of(condition.field).type == ValueType::number) return std::to_string(number_of(facts, condition.field));
  std::string out;
  for (const auto& name : names_of(facts, condition.field)) out += (out.empty() ? "" : ", ") + name;
  return out.empty() ? "nothing" : out;
}

base::Result<void> check_number(const FieldType& type, const std::string& value, const std::string& field) {
  const auto number = number_in(value);
  if (!number) return refuse(field, "expected a whole number, not \"" + base::shorten(value, 40) + "\"");
  if (*number < type.least || *number > type.most)
    return refuse(field, "between " + std::to_string(type.least) + " and " + std::to_string(type.most));
  return {};
}

base::Result<void> check_value(const FieldType& type, const std::string& value, const std::string& field) {
  if (base::is_blank(value)) return refuse(field, "is empty");
  if (!base::is_storable(value) || base::count_points(value) > kLongestValue) return refuse(field, "at most 200 characters");
  switch (type.type) {
    case ValueType::number: return check_number(type, value, field);
    case ValueType::flag: return value == "true" || value == "false" ? base::Result<void>() : refuse(field, "true or false");
    case ValueType::choice:
      // A company may have intents of its own.
      if (type.field == ConditionField::intent || std::ranges::find(type.choices, value) != type.choices.end()) return {};
      return refuse(field, "there is no \"" + base::shorten(value, 40) + "\"");
    case ValueType::inbox: return number_in(value) ? base::Result<void>() : refuse(field, "expected the number of an inbox");
    case ValueType::team:
    case ValueType::user:
      return value == "none" || number_in(value) ? base::Result<void>() : refuse(field, "expected a number, or none");
    default: return {};
  }
}

base::Result<void> check_condition(const Condition& condition, const std::string& place) {
  const auto& type = type_of(condition.field);
  if (std::ranges::find(type.comparisons, condition.comparison) == type.comparisons.end())
    return refuse(place + ".comparison", std::string(base::to_name(condition.field)) + " is not compared by " +
                                             std::string(base::to_name(condition.comparison)));
  if (condition.values.empty()) return refuse(place + ".values", "say what to compare with");
  if (condition.values.size() > kMostValues) return refuse(place + ".values", "at most 50");
  const bool single = type.type == ValueType::number || type.type == ValueType::flag;
  if (single && condition.values.size() > 1) return refuse(place + ".values", "one value");
  for (std::size_t i = 0; i < condition.values.size(); ++i) {
    const auto field = place + ".values[" + std::to_string(i) + "]";
    if (auto good = check_value(type, condition.values[i], field); !good) return good;
  }
  return {};
}

bool has(const Action& action, const std::string& member) {
  if (member == "user_id") return action.user_id.has_value();
  if (member == "team_id") return action.team_id.has_value();
  if (member == "label") return action.label.has_value();
  if (member == "priority") return action.priority.has_value();
  if (member == "policy_id") return action.policy_id.has_value();
  if (member == "text") return action.text.has_value();
  if (member == "whom") return action.whom.has_value();
  if (member == "macro_id") return action.macro_id.has_value();
  return member == "playbook_id" && action.playbook_id.has_value();
}

base::Result<void> check_action(const Action& action, bool of_macro, const std::string& place) {
  const auto& type = type_of(action.kind);
  if (of_macro && !type.in_macros)
    return refuse(place + ".kind", "a macro does not " + std::string(base::to_name(action.kind)));
  for (const auto& member : type.needs)
    if (!has(action, member)) return refuse(place + "." + member, "missing");
  const auto given = std::ranges::count_if(type.one_of, [&](const auto& member) { return has(action, member); });
  if (!type.one_of.empty() && given == 0) return refuse(place + "." + type.one_of.front(), "say whom");
  if (action.kind == ActionKind::set_priority && (action.priority.value_or(0) < 1 || action.priority.value_or(0) > 100))
    return refuse(place + ".priority", "between 1 and 100");
  if (action.label) {
    if (auto label = clean_label(*action.label, place + ".label"); !label) return base::pass_on(label.error());
  }
  if (action.text) {
    if (base::is_blank(*action.text)) return refuse(place + ".text", "write something");
    if (!base::is_storable(*action.text) || base::count_points(*action.text) > kLongestText)
      return refuse(place + ".text", "at most 4000 characters");
  }
  return {};
}

}  // namespace

bool holds(const Condition& condition, const Facts& facts) {
  const auto& values = condition.values;
  if (condition.field == ConditionField::text)
    return contains_any(facts.text, values) == (condition.comparison == Comparison::contains);
  if (type_of(condition.field).type == ValueType::number) {
    const auto bound = values.empty() ? std::nullopt : number_in(values.front());
    const auto number = number_of(facts, condition.field);
    return bound && (condition.comparison == Comparison::at_least ? number >= *bound : number <= *bound);
  }
  const auto names = names_of(facts, condition.field);
  const bool any =
      std::ranges::any_of(values, [&](const std::string& value) { return std::ranges::find(names, value) != names.end(); });
  return any == (condition.comparison == Comparison::is);
}

Match matches(const Rule& rule, const Facts& facts) {
  for (std::size_t i = 0; i < rule.conditions.size(); ++i) {
    const auto& condition = rule.conditions[i];
    if (holds(condition, facts)) continue;
    std::string wanted;
    for (const auto& value : condition.values) wanted += (wanted.empty() ? "" : " or ") + value;
    return {false, i,
            std::string(base::to_name(condition.field)) + " " + std::string(base::to_name(condition.comparison)) + " " +
                wanted + ", and it is " + shown(condition, facts)};
  }
  return {};
}

bool asks_for(const Rule& rule, ConditionField field) {
  return std::ranges::find(rule.conditions, field, &Condition::field) != rule.conditions.end();
}

base::Result<std::string> clean_label(const std::string& text, const std::string& field) {
  std::string label = base::to_lower_ascii(base::trim(text));
  if (label.empty()) return refuse(field, "is empty");
  if (!base::is_storable(label) || base::count_points(label) > kLongestLabel) return refuse(field, "at most 40 characters");
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
  if (std::ranges::any_of(label, is_control)) return refuse(field, "on one line");
  return label;
}

base::Result<void> check(const std::vector<Action>& actions, bool of_macro) {
  if (actions.size() > kMostActions) return refuse("actions", "at most 10");
  for (std::size_t i = 0; i < actions.size(); ++i) {
    auto good = check_action(actions[i], of_macro, "actions[" + std::to_string(i) + "]");
    if (!good) return good;
  }
  return {};
}

base::Result<void> check(const Rule& rule) {
  if (base::is_blank(rule.name)) return refuse("name", "give it one");
  if (base::count_points(rule.name) > kLongestName) return refuse("name", "at most 80 characters");
  if (rule.conditions.size() > kMostConditions) return refuse("conditions", "at most 20");
  for (std::size_t i = 0; i < rule.conditions.size(); ++i) {
    auto good = check_condition(rule.conditions[i], "conditions[" + std::to_string(i) + "]");
    if (!good) return good;
  }
  if (rule.actions.empty()) return refuse("actions", "a rule does something");
  if (auto good = check(rule.actions, false); !good) return good;
  if (rule.max_per_hour < 1 || rule.max_per_hour > kMostPerHour) return refuse("max_per_hour", "between 1 and 1000");
  return {};
}

std::vector<Action> tidy(std::vector<Action> actions) {
  for (auto& action : actions) {
    const auto& type = type_of(action.kind);
    const auto keeps = [&](const char* member) {
      return std::ranges::find(type.needs, member) != type.needs.end() ||
             std::ranges::find(type.one_of, member) != type.one_of.end();
    };
    if (!keeps("user_id")) action.user_id.reset();
    if (!keeps("team_id")) action.team_id.reset();
    if (!keeps("label")) action.label.reset();
    if (!keeps("priority")) action.priority.reset();
    if (!keeps("policy_id")) action.policy_id.reset();
    if (!keeps("text")) action.text.reset();
    if (!keeps("whom") || (action.user_id && keeps("user_id"))) action.whom.reset();
    if (!keeps("macro_id")) action.macro_id.reset();
    if (!keeps("playbook_id")) action.playbook_id.reset();
    if (action.label)
      if (auto label = clean_label(*action.label, "label")) action.label = *std::move(label);
  }
  return actions;
}

}  // namespace automation
