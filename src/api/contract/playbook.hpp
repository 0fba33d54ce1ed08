#pragma once
// Playbooks and their runs.

#include "api/contract/common.hpp"
#include "domain/automation/playbook.hpp"

namespace api::contract {

struct Playbook {
  ids::Playbook id;
  std::string name;
  std::string when_to_use;
  std::vector<automation::Step> steps;
  base::Time changed_at{};
  std::string trouble;  // What needs attention, in a sentence; empty when all is well.
};
BOOST_DESCRIBE_STRUCT(Playbook, (), (id, name, when_to_use, steps, changed_at, trouble))

struct PlaybookList {
  std::vector<Playbook> items;  // By their names.
};
BOOST_DESCRIBE_STRUCT(PlaybookList, (), (items))

struct CreatePlaybook {
  std::string name;
  std::optional<std::string> when_to_use;
  std::vector<automation::Step> steps;
};
BOOST_DESCRIBE_STRUCT(CreatePlaybook, (), (name, when_to_use, steps))

// The whole playbook as it is to be; runs that are under way keep the steps they began with.
struct ReplacePlaybook {
  ids::Playbook playbook_id;
  std::string name;
  std::optional<std::string> when_to_use;
  std::vector<automation::Step> steps;
};
BOOST_DESCRIBE_STRUCT(ReplacePlaybook, (), (playbook_id, name, when_to_use, steps))

struct PlaybookPath {
  ids::Playbook playbook_id;
};
BOOST_DESCRIBE_STRUCT(PlaybookPath, (), (playbook_id))

// A playbook that comes with the program.
struct PlaybookTemplate {
  std::string key;  // "angry_public_post"
  std::string name;
  std::string when_to_use;
  std::vector<std::string> steps;
  std::vector<std::string> macros;  // Names of what comes with it.
  std::vector<std::string> rules;
  bool installed = false;  // There is a playbook of that name.
};
BOOST_DESCRIBE_STRUCT(PlaybookTemplate, (), (key, name, when_to_use, steps, macros, rules, installed))

struct PlaybookTemplateList {
  std::vector<PlaybookTemplate> items;
};
BOOST_DESCRIBE_STRUCT(PlaybookTemplateList, (), (items))

struct InstallTemplate {
  std::string key;
};
BOOST_DESCRIBE_STRUCT(InstallTemplate, (), (key))

struct InstalledTemplate {
  ids::Playbook playbook_id;
  std::vector<ids::Macro> macro_ids;
  std::vector<ids::Rule> rule_ids;  // Switched off: look at them first.
};
BOOST_DESCRIBE_STRUCT(InstalledTemplate, (), (playbook_id, macro_ids, rule_ids))

struct BeginPlaybook {
  ids::Conversation conversation_id;
  ids::Playbook playbook_id;
};
BOOST_DESCRIBE_STRUCT(BeginPlaybook, (), (conversation_id, playbook_id))

struct PlaybookRunStep {
  std::string text;
  automation::StepOwner owner = automation::StepOwner::assignee;
  std::optional<ids::User>
      user_id;  // Whose it is: of the conversation's assignee, who that is now; none of leads and teams.
  std::optional<ids::Team> team_id;
  automation::StepCheck check = automation::StepCheck::by_hand;
  std::optional<std::string> label;
  std::optional<base::Time> due_at;
  bool late = false;
  bool done = false;
  std::optional<base::Time> done_at;
  std::optional<ids::User> done_by;  // None of one that is done: found by its check.
};
BOOST_DESCRIBE_STRUCT(PlaybookRunStep, (),
                      (text, owner, user_id, team_id, check, label, due_at, late, done, done_at, done_by))

struct PlaybookRun {
  ids::PlaybookRun id;
  ids::Conversation conversation_id;
  ids::Playbook playbook_id;
  std::string name;
  automation::RunState state = automation::RunState::running;
  base::Time began_at{};
  std::optional<ids::User> began_by;  // None: a rule.
  std::optional<ids::Rule> rule_id;
  std::optional<base::Time> ended_at;
  std::optional<ids::User> ended_by;
  std::vector<PlaybookRunStep> steps;
};
BOOST_DESCRIBE_STRUCT(PlaybookRun, (),
                      (id, conversation_id, playbook_id, name, state, began_at, began_by, rule_id, ended_at, ended_by,
                       steps))

struct PlaybookRunList {
  std::vector<PlaybookRun> items;  // The newest first.
};
BOOST_DESCRIBE_STRUCT(PlaybookRunList, (), (items))

struct PlaybookRunPath {
  ids::PlaybookRun run_id;
};
BOOST_DESCRIBE_STRUCT(PlaybookRunPath, (), (run_id))

struct SetStep {
  ids::PlaybookRun run_id;
  std::int64_t step = 0;  // Counted from 0.
  bool done = true;
};
BOOST_DESCRIBE_STRUCT(SetStep, (), (run_id, step, done))

}  // namespace api::contract

template <>
struct base::SchemaName<automation::Step> {
  static constexpr std::string_view value = "PlaybookStep";
};
template <>
struct base::SchemaName<automation::StepOwner> {
  static constexpr std::string_view value = "PlaybookStepOwner";
};
template <>
struct base::SchemaName<automation::StepCheck> {
  static constexpr std::string_view value = "PlaybookStepCheck";
};
template <>
struct base::SchemaName<automation::RunState> {
  static constexpr std::string_view value = "PlaybookRunState";
};
