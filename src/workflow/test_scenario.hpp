#pragma once
// Plays a scenario file (tests/scenarios/*.scenario) on an office of its own. The language is explained in
// tests/scenarios/README.md; what is expected and does not come is told with the file and line it stands in.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "workflow/test_office.hpp"
#include "workflow/test_scenario_acknowledge.hpp"
#include "workflow/test_scenario_ladder.hpp"
#include "workflow/test_scenario_later.hpp"
#include "workflow/test_scenario_line.hpp"
#include "workflow/test_scenario_routing.hpp"
#include "workflow/test_scenario_rules.hpp"
#include "workflow/test_scenario_sla.hpp"
#include "workflow/test_scenario_strikes.hpp"
#include "workflow/test_scenario_triage.hpp"

namespace workflow {

class Scenario {
 public:
  // `clocks` gives every clock of a conversation, in the order they started. `triage` is made when it is asked for first.
  Scenario(std::string file, Office& office /*outlives*/, base::FixedClock& clock /*outlives*/,
           std::function<std::vector<sla::Clock>(ids::Conversation)> clocks,
           std::function<std::unique_ptr<ScenarioTriage>()> triage);

  void play();

 private:
  // What stands at the beginning of a line.
  void play_line(ScenarioLine& line);
  void set_policy(ScenarioLine& line);
  void make_inbox(ScenarioLine& line);
  std::optional<base::Failure> acknowledges(ScenarioLine& line);
  void expect_acknowledged(ScenarioLine& line);
  void step(ScenarioLine& line);
  void accept(ScenarioLine& line, const std::optional<base::Failure>& refusal);
  void expect(ScenarioLine& line);

  // Steps: what follows the time. Each gives the failure where it was refused.
  using Refusal = std::optional<base::Failure>;
  Refusal take_item(ScenarioLine& line, bool own);
  Refusal reply(ScenarioLine& line);
  Refusal note(ScenarioLine& line);
  Refusal assign(ScenarioLine& line);
  Refusal change_status(ScenarioLine& line, conversation::Status status);
  Refusal dismiss(ScenarioLine& line);
  Refusal correct(ScenarioLine& line, bool take_back);
  Refusal value(ScenarioLine& line);
  void say_elsewhere(ScenarioLine& line);
  Refusal promise(ScenarioLine& line);
  Refusal hours(ScenarioLine& line);

  // Expectations.
  void expect_conversation(ScenarioLine& line);
  bool expect_of_conversation(ScenarioLine& line, const event::ConversationState& state);
  void expect_clock(ScenarioLine& line);
  void expect_clock_terms(ScenarioLine& line, const sla::Clock& clock, bool& known);
  void expect_event(ScenarioLine& line);
  void expect_ledger(ScenarioLine& line);
  bool expect_routing(ScenarioLine& line);
  void expect_sight(ScenarioLine& line, bool seen);
  void expect_priority(ScenarioLine& line);
  Refusal call_on(ScenarioLine& line);
  void expect_told(ScenarioLine& line);
  void expect_said(ScenarioLine& line);
  void expect_list(ScenarioLine& line);
  void expect_count(const ScenarioLine& line, std::string_view what, std::int64_t expected);
  void wrong(const ScenarioLine& line, const std::string& sentence) const;
  void compare(const ScenarioLine& line, const std::string& what, const std::string& expected,
               const std::string& found) const;

  // Words → things.
  [[nodiscard]] ScenarioTriage& triage();
  [[nodiscard]] ScenarioRules::Words words();
  [[nodiscard]] base::Time time(const std::string& word) const;
  [[nodiscard]] ids::Conversation conversation(ScenarioLine& line);
  [[nodiscard]] const rights::User& person(const std::string& name) const;
  [[nodiscard]] std::optional<ids::Team> team(const std::string& name) const;
  [[nodiscard]] std::string name_of(std::optional<ids::User> user) const;
  [[nodiscard]] std::string name_of(std::optional<ids::Team> team) const;
  [[nodiscard]] std::string text_of(std::optional<base::Time> time) const;

  std::string file_;
  Office& office_;
  base::FixedClock& clock_;
  std::function<std::vector<sla::Clock>(ids::Conversation)> clocks_;
  std::function<std::unique_ptr<ScenarioTriage>()> make_triage_;
  std::unique_ptr<ScenarioTriage> triage_;
  ScenarioSla sla_;
  ScenarioLadder ladder_;
  ScenarioRules rules_;
  ScenarioLater later_;
  ScenarioRouting routing_;
  ScenarioStrikes strikes_;
  ScenarioAcknowledge acknowledge_;
  std::map<ids::Conversation, std::int64_t> priorities_;  // When they were spoken of last.
  std::string day_ = "2026-03-02";
  std::chrono::seconds first_response_{300};
  std::map<std::string, inbox::Inbox> inboxes_;
  std::vector<ids::Conversation> conversations_;       // #1 is the first.
  std::map<std::string, conversation::Message> said_;  // By the id that the scenario gave it.
  std::size_t about_ = 0;                              // The conversation that was spoken of last.
  std::int64_t events_seen_ = 0;                       // Number of the last event that was expected.
};

}  // namespace workflow
