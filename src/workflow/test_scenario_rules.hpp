#pragma once
// What scenarios say of rules, macros, drafts, playbooks and labels. Everything is spoken of by its name.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/automation/playbook.hpp"
#include "domain/automation/rule.hpp"
#include "workflow/test_office.hpp"
#include "workflow/test_scenario_line.hpp"

namespace workflow {

class ScenarioRules {
 public:
  using Refusal = std::optional<base::Failure>;
  // Words of the scenario that name other things.
  struct Words {
    std::function<const rights::User&(const std::string&)> person;
    std::function<std::optional<ids::Team>(const std::string&)> team;
    std::function<ids::Inbox(const std::string&)> inbox;
    std::function<ids::Conversation(ScenarioLine&)> conversation;
    std::function<void(const ScenarioLine&, const std::string&)> wrong;
  };
  ScenarioRules(Office& office /*outlives*/, Words words) : office_(office), words_(std::move(words)) {}

  // Where the line begins with one of our words: true, and what was refused.
  bool step(ScenarioLine& line, Refusal& refusal);
  bool expect(ScenarioLine& line);

 private:
  Refusal save_rule(ScenarioLine& line);
  Refusal save_macro(ScenarioLine& line);
  Refusal save_playbook(ScenarioLine& line);
  Refusal remove(ScenarioLine& line);
  Refusal use(ScenarioLine& line);
  Refusal draft(ScenarioLine& line);
  Refusal follow(ScenarioLine& line, const std::string& verb);
  Refusal label(ScenarioLine& line, bool on);
  void run_all();
  automation::Condition condition(ScenarioLine& line);
  automation::Action action(ScenarioLine& line);
  automation::Step playbook_step(ScenarioLine& line);
  void expect_rule(ScenarioLine& line);
  void expect_trial(ScenarioLine& line);
  void expect_draft(ScenarioLine& line);
  void expect_playbook(ScenarioLine& line);
  void expect_labels(ScenarioLine& line);
  void compare(const ScenarioLine& line, const std::string& what, const std::string& expected, const std::string& found);
  ids::Rule rule_named(const std::string& name);
  ids::Macro macro_named(const std::string& name);
  ids::Playbook playbook_named(const std::string& name);
  ids::SlaPolicy policy_named(const std::string& name);
  automation::PlaybookRun run_of(ids::Conversation conversation, const std::string& name);

  Office& office_;
  Words words_;
  std::string composer_;  // What the last macro said.
};

}  // namespace workflow
