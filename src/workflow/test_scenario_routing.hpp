#pragma once
// What scenarios say of routing: how a team's work is given out, what people can do and carry, who is there, and what came of it.

#include <functional>
#include <optional>
#include <string>

#include "workflow/test_office.hpp"
#include "workflow/test_scenario_line.hpp"

namespace workflow {

class ScenarioRouting {
 public:
  // How a scenario names its people and teams.
  struct Names {
    std::function<const rights::User&(const std::string&)> person;
    std::function<std::optional<ids::Team>(const std::string&)> team;
  };
  ScenarioRouting(Office& office /*outlives*/, Names names) : office_(office), names_(std::move(names)) {}

  // A line, or what follows the time of one, that is about routing: true, and the failure where it was refused. A scenario's own
  // words are taken by whoever reads the rest.
  bool take(ScenarioLine& line, std::optional<base::Failure>& refusal);
  // The same for those that are about a conversation: take, hand.
  bool take(ScenarioLine& line, const std::function<ids::Conversation(ScenarioLine&)>& conversation,
            std::optional<base::Failure>& refusal);

  // "mira: language de, load 3/10, only_one"; "nobody: no_room 3/3": the last decision, or why it waits now.
  [[nodiscard]] std::string decided(ids::Conversation conversation);
  [[nodiscard]] std::string waits(ids::Conversation conversation);
  // "3 of 10"
  [[nodiscard]] std::string fullness(const rights::User& user);
  [[nodiscard]] std::string presence(const rights::User& user);
  [[nodiscard]] std::string trouble(ids::Team team);

  // What no use case does: the team that another's work overflows to is gone.
  void lose_overflow_team(ids::Team team);

 private:
  std::optional<base::Failure> set_routing(ScenarioLine& line);
  std::optional<base::Failure> set_profile(ScenarioLine& line);
  std::optional<base::Failure> set_weight(ScenarioLine& line);
  std::optional<base::Failure> set_members(ScenarioLine& line);
  std::optional<base::Failure> say_presence(ScenarioLine& line, routing::Presence presence);

  Office& office_;
  Names names_;
};

}  // namespace workflow
