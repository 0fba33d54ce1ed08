#pragma once
// What scenarios say of follow-ups, promised calls, and calls and visits that took place. A step speaks of the open follow-up of the
// conversation that is due soonest.

#include <functional>
#include <optional>
#include <string>

#include "workflow/follow_ups.hpp"
#include "workflow/test_office.hpp"
#include "workflow/test_scenario_line.hpp"

namespace workflow {

class ScenarioLater {
 public:
  using Refusal = std::optional<base::Failure>;
  struct Words {
    std::function<const rights::User&(const std::string&)> person;
    std::function<ids::Conversation(ScenarioLine&)> conversation;
    std::function<base::Time(const std::string&)> time;
    std::function<void(const ScenarioLine&, const std::string&)> wrong;
  };
  ScenarioLater(Office& office /*outlives*/, Words words) : office_(office), words_(std::move(words)) {}

  // remind #1 mira 10:00 "Ask again" for tom     call_back #1 mira 10:00..11:00 "+49 30 1234567" "About the wheel" for tom
  // call_back #1 mira promised "+49 30 1234567": as soon as the policy says
  // put_off #1 mira 12:00 (or 12:00..13:00)       kept #1 mira       dropped #1 mira
  // called #1 mira "They want it" settles        called #1 mira missed        visit #1 mira "They came by"
  bool step(ScenarioLine& line, Refusal& refusal);
  // later #1 open 1 done 0 cancelled 0 missed 0 spoken 1
  bool expect(ScenarioLine& line);

 private:
  Refusal plan(ScenarioLine& line, conversation::FollowUpKind kind);
  Refusal put_off(ScenarioLine& line);
  Refusal end(ScenarioLine& line, conversation::FollowUpState as);
  Refusal log(ScenarioLine& line, conversation::EncounterKind kind);
  std::vector<conversation::FollowUp> all(ids::Conversation conversation);
  conversation::FollowUp open_one(ids::Conversation conversation);
  // "10:00..11:00" → both; "10:00" → none and it.
  void read_slot(const std::string& word, std::optional<base::Time>& from, std::optional<base::Time>& due) const;

  Office& office_;
  Words words_;
};

}  // namespace workflow
