#pragma once
// What there is to make rules of, as data: a form is made from it, and rules are checked by it.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "domain/automation/rule.hpp"

namespace automation {

// What the values of a condition are. Ids are written as numbers; `none` stands for nobody and no team.
enum class ValueType { text, number, choice, flag, channel, inbox, team, user, label, language };
BOOST_DESCRIBE_ENUM(ValueType, text, number, choice, flag, channel, inbox, team, user, label, language)

struct FieldType {
  ConditionField field = ConditionField::text;
  ValueType type = ValueType::text;
  std::vector<Comparison> comparisons;
  std::vector<std::string> choices;  // Of a choice.
  std::int64_t least = 0;            // Of a number.
  std::int64_t most = 0;
  std::string about;  // A sentence.
};
BOOST_DESCRIBE_STRUCT(FieldType, (), (field, type, comparisons, choices, least, most, about))

struct TriggerType {
  Trigger trigger = Trigger::message_in;
  std::string about;
};
BOOST_DESCRIBE_STRUCT(TriggerType, (), (trigger, about))

struct ActionType {
  ActionKind kind = ActionKind::assign_user;
  std::vector<std::string> needs;   // Members that it does not go without,
  std::vector<std::string> one_of;  // and of these exactly one.
  bool in_macros = true;
  std::string about;
};
BOOST_DESCRIBE_STRUCT(ActionType, (), (kind, needs, one_of, in_macros, about))

[[nodiscard]] std::span<const FieldType> field_types();
[[nodiscard]] std::span<const TriggerType> trigger_types();
[[nodiscard]] std::span<const ActionType> action_types();

[[nodiscard]] const FieldType& type_of(ConditionField field);
[[nodiscard]] const ActionType& type_of(ActionKind kind);

}  // namespace automation
