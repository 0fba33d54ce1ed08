#include "domain/automation/rule.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "domain/automation/fields.hpp"
#include "domain/automation/macro.hpp"
#include "domain/automation/templates.hpp"

namespace automation {
namespace {

using F = ConditionField;
using C = Comparison;

Rule rule_of(std::vector<Condition> conditions) {
  Rule rule;
  rule.name = "Rule";
  rule.conditions = std::move(conditions);
  rule.actions = {{ActionKind::add_label}};
  rule.actions[0].label = "seen";
  return rule;
}

std::string refusal(const Rule& rule) {
  const auto good = check(rule);
  if (good) return "";
  EXPECT_EQ(good.error().message.substr(0, good.error().field.size()), good.error().field);
  return good.error().message;
}

TEST(Rule, HoldsWhereAllConditionsDo) {
  Facts facts;
  facts.sentiments = {"negative", "neutral"};
  facts.urgency = 2;
  const auto rule = rule_of({{F::sentiment, C::is, {"negative"}}, {F::urgency, C::at_least, {"2"}}});
  EXPECT_TRUE(matches(rule, facts).holds);
  facts.urgency = 1;
  const auto match = matches(rule, facts);
  EXPECT_FALSE(match.holds);
  EXPECT_EQ(match.failed, 1U);
  EXPECT_EQ(match.why, "urgency at_least 2, and it is 1");
  EXPECT_TRUE(matches(rule_of({}), facts).holds) << "without conditions it always holds";
}

TEST(Rule, TextIsComparedWithoutCaseAndAccents) {
  Facts facts;
  facts.text = "Ich möchte mein GELD ZURÜCK";
  EXPECT_TRUE(holds({F::text, C::contains, {"refund", "geld zuruck"}}, facts));
  EXPECT_FALSE(holds({F::text, C::contains, {"refund"}}, facts));
  EXPECT_FALSE(holds({F::text, C::contains_not, {"refund", "geld"}}, facts));
  EXPECT_TRUE(holds({F::text, C::contains_not, {"refund"}}, facts));
}

TEST(Rule, EveryFieldReadsItsFact) {
  Facts facts;
  facts.languages = {"de"};
  facts.intents = {"refund"};
  facts.spam = true;
  facts.channel = "mail";
  facts.inbox_id = ids::Inbox{7};
  facts.team_id = ids::Team{8};
  facts.owed = true;
  facts.late = true;
  facts.value = contact::Value::key;
  facts.followers = 1000;
  facts.strikes = 2;
  facts.is_public = true;
  facts.waiting_minutes = 61;
  facts.hour = 23;
  facts.priority = 70;
  facts.labels = {"vip"};
  const std::vector<Condition> all = {{F::language, C::is, {"de"}},
                                      {F::intent, C::is, {"delivery", "refund"}},
                                      {F::spam, C::is, {"true"}},
                                      {F::abuse, C::is, {"false"}},
                                      {F::channel, C::is, {"mail"}},
                                      {F::inbox, C::is, {"7"}},
                                      {F::team, C::is, {"8"}},
                                      {F::assignee, C::is, {"none"}},
                                      {F::status, C::is, {"open"}},
                                      {F::owed, C::is, {"true"}},
                                      {F::late, C::is, {"true"}},
                                      {F::contact_value, C::is, {"key"}},
                                      {F::followers, C::at_least, {"1000"}},
                                      {F::strikes, C::at_most, {"2"}},
                                      {F::visibility, C::is, {"public"}},
                                      {F::waiting_minutes, C::at_least, {"60"}},
                                      {F::hour, C::at_least, {"22"}},
                                      {F::priority, C::at_most, {"70"}},
                                      {F::label, C::is, {"vip"}}};
  for (const auto& condition : all) EXPECT_TRUE(holds(condition, facts)) << static_cast<int>(condition.field);
  EXPECT_FALSE(holds({F::assignee, C::is_not, {"none"}}, facts));
  EXPECT_FALSE(holds({F::label, C::is_not, {"x", "vip"}}, facts));
  EXPECT_FALSE(holds({F::followers, C::at_least, {"1001"}}, facts));
  EXPECT_EQ(refusal(rule_of(all)), "");
}

TEST(Rule, EveryFieldTriggerAndActionIsDescribed) {
  for (const auto& name : base::all_names<F>()) EXPECT_FALSE(type_of(*base::from_name<F>(name)).about.empty()) << name;
  for (const auto& name : base::all_names<ActionKind>())
    EXPECT_FALSE(type_of(*base::from_name<ActionKind>(name)).about.empty()) << name;
  EXPECT_EQ(trigger_types().size(), base::all_names<Trigger>().size());
  // What would answer a customer or close a conversation is no action.
  for (const auto& name : base::all_names<ActionKind>())
    for (const char* word : {"resolve", "dismiss", "reply", "send", "snooze", "status"})
      EXPECT_EQ(name.find(word), std::string::npos) << name;
}

TEST(Rule, RefusesByTheField) {
  EXPECT_EQ(refusal(rule_of({{F::urgency, C::at_least, {"3"}}})), "conditions[0].values[0]: between 0 and 2");
  EXPECT_EQ(refusal(rule_of({{F::spam, C::is, {"true", "false"}}})), "conditions[0].values: one value");
  EXPECT_EQ(refusal(rule_of({{F::team, C::is, {"care"}}})), "conditions[0].values[0]: expected a number, or none");
  EXPECT_EQ(refusal(rule_of({{F::text, C::contains, {}}})), "conditions[0].values: say what to compare with");
  EXPECT_EQ(refusal(rule_of({{F::text, C::contains, {" "}}})), "conditions[0].values[0]: is empty");
  auto rule = rule_of({});
  rule.name = " ";
  EXPECT_EQ(refusal(rule), "name: give it one");
  rule = rule_of({});
  rule.actions[0].label = "two\nlines";
  EXPECT_EQ(refusal(rule), "actions[0].label: on one line");
  rule.actions[0] = {ActionKind::assign_user};
  EXPECT_EQ(refusal(rule), "actions[0].user_id: missing");
  rule.actions[0] = {ActionKind::notify};
  rule.actions[0].text = "Look";
  EXPECT_EQ(refusal(rule), "actions[0].user_id: say whom");
  rule = rule_of(std::vector<Condition>(kMostConditions + 1, Condition{F::spam, C::is, {"true"}}));
  EXPECT_EQ(refusal(rule), "conditions: at most 20");
}

TEST(Rule, TidyKeepsWhatTheKindNeeds) {
  Action action{ActionKind::add_label};
  action.label = "  VIP ";
  action.user_id = ids::User{7};
  action.macro_id = ids::Macro{8};
  const auto tidied = tidy({action});
  EXPECT_EQ(tidied[0].label, "vip");
  EXPECT_FALSE(tidied[0].user_id || tidied[0].macro_id);
}

TEST(PlaybookTemplates, AreWhatCouldBeSaved) {
  EXPECT_EQ(playbook_templates().size(), 8U);
  for (const auto& one : playbook_templates()) {
    const auto good = check(one.playbook);
    EXPECT_TRUE(good) << one.key << (good ? "" : good.error().message);
    EXPECT_FALSE(one.playbook.when_to_use.empty()) << one.key;
    for (const auto& macro : one.macros) {
      const auto fine = check(macro);
      EXPECT_TRUE(fine) << macro.name << (fine ? "" : fine.error().message);
      // Nobody's name is needed to say it.
      EXPECT_TRUE(missing_in(macro.text, {}).empty()) << macro.name;
    }
    for (const auto& rule : one.rules) EXPECT_EQ(refusal(rule), "") << rule.name;
  }
}

}  // namespace
}  // namespace automation
