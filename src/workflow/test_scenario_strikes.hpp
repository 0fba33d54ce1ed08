#pragma once
// What scenarios say of strikes: how they age, what follows from them, who adds one and takes one back.

#include <functional>
#include <optional>
#include <string>

#include "workflow/strikes.hpp"
#include "workflow/test_office.hpp"
#include "workflow/test_scenario_line.hpp"

namespace workflow {

class ScenarioStrikes {
 public:
  // How a scenario names its people and conversations.
  struct Names {
    std::function<const rights::User&(const std::string&)> person;
    std::function<ids::Conversation(ScenarioLine&)> conversation;
  };
  ScenarioStrikes(Office& office /*outlives*/, Names names) : office_(office), names_(std::move(names)) {}

  // A line, or what follows the time of one, that is about strikes: true, and the failure where it was refused.
  bool take(ScenarioLine& line, std::optional<base::Failure>& refusal);

  // "2: breached, complaint": the level, and what befell the contact of the conversation, the oldest first; in brackets what was taken
  // back.
  [[nodiscard]] std::string standing(ids::Conversation conversation);
  // "leads_told, priority_raised" of the latest; "nothing".
  [[nodiscard]] std::string followed(ids::Conversation conversation);

 private:
  std::optional<base::Failure> set(ScenarioLine& line);
  std::optional<base::Failure> report(ScenarioLine& line);
  std::optional<base::Failure> undo(ScenarioLine& line);
  [[nodiscard]] StrikeStanding find(ids::Conversation conversation);

  Office& office_;
  Names names_;
};

}  // namespace workflow
