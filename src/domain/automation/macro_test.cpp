#include "domain/automation/macro.hpp"

#include <gtest/gtest.h>

namespace automation {
namespace {

std::string refusal(const std::string& text) {
  Macro macro;
  macro.name = "Macro";
  macro.text = text;
  const auto good = check(macro);
  return good ? "" : good.error().message;
}

TEST(Macro, FillsVariables) {
  const Variables variables{{"contact.first_name", "Ann"}, {"agent.name", ""}};
  EXPECT_EQ(fill("Hello {{contact.first_name}}!", variables), "Hello Ann!");
  EXPECT_EQ(fill("{{ contact.first_name | you }}{{agent.name|the team}}", variables), "Annthe team");
  EXPECT_EQ(fill("{{agent.name}}.{{inbox.name| }}", variables), ".");
  EXPECT_EQ(fill("no {braces} }} here", variables), "no {braces} }} here");
  EXPECT_EQ(fill("open {{contact.first_name", variables), "open {{contact.first_name");
  EXPECT_EQ(fill("", variables), "");
}

TEST(Macro, WhatACustomerIsCalledIsNoVariable) {
  EXPECT_EQ(fill("Hi {{contact.name}}", {{"contact.name", "{{agent.name}}"}, {"agent.name", "Mira"}}), "Hi {{agent.name}}");
}

TEST(Macro, TellsWhatIsMissing) {
  const Variables variables{{"contact.name", "Ann"}};
  EXPECT_EQ(missing_in("{{contact.name}} {{team.name}} {{agent.name|us}}", variables),
            std::vector<std::string>{"team.name"});
}

TEST(Macro, RefusesWhatNobodyKnows) {
  EXPECT_EQ(refusal("Hello {{contact.name}} {{contact.age|old}}"), "text: there is no variable contact.age");
  EXPECT_EQ(refusal("Hello {{}}"), "text: there is no variable {{}}");
  EXPECT_EQ(refusal("Hello {{contact.name"), "text: a variable begins with {{ and does not end with }}");
  EXPECT_EQ(refusal("Hello {{contact.name|}}"), "");
  EXPECT_EQ(refusal(" "), "text: a macro says something or does something");
}

}  // namespace
}  // namespace automation
