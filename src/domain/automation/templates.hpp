#pragma once
// Playbooks that come with the program, each with the macros and rules that go with it. Text in English; whoever installs one changes it as
// they work. Rules are suggestions: they are installed switched off.

#include <span>
#include <string>
#include <vector>

#include "domain/automation/macro.hpp"
#include "domain/automation/playbook.hpp"
#include "domain/automation/rule.hpp"

namespace automation {

// In the rules' actions, a playbook_id of 1 is the template's own playbook, and a macro_id of n its n-th macro.
struct PlaybookTemplate {
  std::string key;
  Playbook playbook;
  std::vector<Macro> macros;
  std::vector<Rule> rules;
};

[[nodiscard]] std::span<const PlaybookTemplate> playbook_templates();

}  // namespace automation
