#pragma once
// Rules: what is done by itself when something happens, what it did, and what it would have done.

#include "api/contract/common.hpp"
#include "domain/automation/fields.hpp"
#include "domain/automation/macro.hpp"
#include "domain/automation/rule.hpp"
#include "store/rule_store.hpp"

namespace api::contract {

struct Rule {
  ids::Rule id;
  std::string name;
  bool enabled = false;
  automation::Trigger trigger = automation::Trigger::message_in;
  std::vector<automation::Condition> conditions;  // All of them hold; none: always.
  std::vector<automation::Action> actions;        // In this order.
  std::int64_t max_per_hour = 100;                // Past it the rule is switched off.
  bool once_per_conversation = false;
  base::Time changed_at{};
  std::string trouble;     // What needs attention, in a sentence; empty when all is well.
  std::int64_t acted = 0;  // In the last seven days.
  std::optional<base::Time> acted_at;
};
BOOST_DESCRIBE_STRUCT(Rule, (),
                      (id, name, enabled, trigger, conditions, actions, max_per_hour, once_per_conversation, changed_at,
                       trouble, acted, acted_at))

struct RuleList {
  std::vector<Rule> items;  // In the order in which they run.
};
BOOST_DESCRIBE_STRUCT(RuleList, (), (items))

struct CreateRule {
  std::string name;
  automation::Trigger trigger = automation::Trigger::message_in;
  std::optional<std::vector<automation::Condition>> conditions;
  std::vector<automation::Action> actions;
  std::optional<bool> enabled;               // Off when left out.
  std::optional<std::int64_t> max_per_hour;  // 1 to 1000; 100 when left out.
  std::optional<bool> once_per_conversation;
};
BOOST_DESCRIBE_STRUCT(CreateRule, (), (name, trigger, conditions, actions, enabled, max_per_hour, once_per_conversation))

// The whole rule as it is to be.
struct ReplaceRule {
  ids::Rule rule_id;
  std::string name;
  automation::Trigger trigger = automation::Trigger::message_in;
  std::optional<std::vector<automation::Condition>> conditions;
  std::vector<automation::Action> actions;
  std::optional<bool> enabled;
  std::optional<std::int64_t> max_per_hour;
  std::optional<bool> once_per_conversation;
};
BOOST_DESCRIBE_STRUCT(ReplaceRule, (),
                      (rule_id, name, trigger, conditions, actions, enabled, max_per_hour, once_per_conversation))

struct RulePath {
  ids::Rule rule_id;
};
BOOST_DESCRIBE_STRUCT(RulePath, (), (rule_id))

struct SwitchRule {
  ids::Rule rule_id;
  bool enabled = false;
};
BOOST_DESCRIBE_STRUCT(SwitchRule, (), (rule_id, enabled))

// The order in which they run; each of them once.
struct OrderRules {
  std::vector<ids::Rule> rule_ids;
};
BOOST_DESCRIBE_STRUCT(OrderRules, (), (rule_ids))

struct ListRuleRuns {
  ids::Rule rule_id;
  std::optional<std::int64_t> before;  // `next` of the page before.
  std::optional<std::int64_t> limit;   // 1–200, 50 when left out.
};
BOOST_DESCRIBE_STRUCT(ListRuleRuns, (), (rule_id, before, limit))

// That a rule answered to an event, or why it did not.
struct RuleRun {
  std::int64_t event_seq = 0;
  ids::Conversation conversation_id;
  store::RunOutcome outcome = store::RunOutcome::acted;
  std::vector<std::string> actions;  // Those that were done.
  std::string trouble;               // Why the others were not; empty when all were.
  std::int64_t depth = 1;            // 1: what it answered to was done by no rule.
  base::Time at{};
};
BOOST_DESCRIBE_STRUCT(RuleRun, (), (event_seq, conversation_id, outcome, actions, trouble, depth, at))

struct RuleRunPage {
  std::vector<RuleRun> items;  // Newest first.
  std::optional<std::int64_t> next;
};
BOOST_DESCRIBE_STRUCT(RuleRunPage, (), (items, next))

// A rule that need not be saved, over the events of the last days.
struct TryRule {
  std::optional<std::int64_t> days;  // 1 to 30; 7 when left out.
  automation::Trigger trigger = automation::Trigger::message_in;
  std::optional<std::vector<automation::Condition>> conditions;
  std::vector<automation::Action> actions;
};
BOOST_DESCRIBE_STRUCT(TryRule, (), (days, trigger, conditions, actions))

struct TriedConversation {
  ids::Conversation conversation_id;
  std::string contact_name;
  std::string text;        // A preview of what the customer had said.
  base::Time at{};         // When it would have acted first,
  std::int64_t times = 0;  // and how often in all.
};
BOOST_DESCRIBE_STRUCT(TriedConversation, (), (conversation_id, contact_name, text, at, times))

// What it would have done. What is counted are the facts as the events carry them; labels, and what is known of the contact, are
// those of today. Limits and other rules do not count.
struct RuleTrial {
  std::int64_t looked_at = 0;            // Events of the trigger.
  std::int64_t acted = 0;                // For so many of them it would have acted,
  std::int64_t conversations = 0;        // in so many conversations.
  std::vector<std::int64_t> failed;      // By condition: for how many events it was the first that did not hold.
  std::vector<TriedConversation> items;  // The first 100, in order of time.
  bool complete = true;                  // False: it took too long, and the latest events were not looked at.
};
BOOST_DESCRIBE_STRUCT(RuleTrial, (), (looked_at, acted, conversations, failed, items, complete))

// What there is to make rules and macros of: the forms are made from it.
struct RuleFields {
  std::vector<automation::TriggerType> triggers;
  std::vector<automation::FieldType> fields;
  std::vector<automation::ActionType> actions;
  std::vector<automation::VariableType> variables;  // Of macros, notes and drafts: {{contact.first_name|there}}
  std::vector<std::string> labels;                  // That are in use, the most frequent first.
};
BOOST_DESCRIBE_STRUCT(RuleFields, (), (triggers, fields, actions, variables, labels))

}  // namespace api::contract

template <>
struct base::SchemaName<automation::Trigger> {
  static constexpr std::string_view value = "RuleTrigger";
};
template <>
struct base::SchemaName<automation::Comparison> {
  static constexpr std::string_view value = "RuleComparison";
};
template <>
struct base::SchemaName<automation::Condition> {
  static constexpr std::string_view value = "RuleCondition";
};
template <>
struct base::SchemaName<automation::Action> {
  static constexpr std::string_view value = "RuleAction";
};
template <>
struct base::SchemaName<automation::ActionKind> {
  static constexpr std::string_view value = "RuleActionKind";
};
template <>
struct base::SchemaName<store::RunOutcome> {
  static constexpr std::string_view value = "RuleRunOutcome";
};
