#pragma once
// What scenarios say of who is told by name.

#include <map>
#include <string>

#include "workflow/notify.hpp"
#include "workflow/test_office.hpp"
#include "workflow/test_scenario_line.hpp"

namespace workflow {

class ScenarioLadder {
 public:
  explicit ScenarioLadder(Office& office /*outlives*/) : office_(office) {}

  // quiet mira 22:00-07:00, or: quiet mira never
  base::Result<void> quiet(ScenarioLine& line, const rights::User& user);
  // on_call care mon 08:00-18:00 tom
  base::Result<void> on_call(ids::Team team, const rights::User& user, const std::string& day, const std::string& hours);
  base::Result<void> climb_after(std::int64_t seconds);
  void climb();
  // "I have it", of the newest that they were told.
  base::Result<void> take(const rights::User& user);
  // What they were told since this was asked before, oldest first: "breached", "escalated 1"; "nothing".
  std::string told(const rights::User& user);

 private:
  std::vector<notification::Notification> list(const rights::User& user);

  Office& office_;
  std::map<ids::User, ids::Notification> heard_;  // The last that was expected.
  std::vector<notification::Shift> shifts_;
};

}  // namespace workflow
