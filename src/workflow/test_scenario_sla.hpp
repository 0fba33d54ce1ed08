#pragma once
// What scenarios say of promises and business hours.

#include <map>
#include <string>
#include <vector>

#include "workflow/manage_sla.hpp"
#include "workflow/test_office.hpp"
#include "workflow/test_scenario_line.hpp"

namespace workflow {

class ScenarioSla {
 public:
  explicit ScenarioSla(Office& office /*outlives*/) : office_(office) {}

  // A policy or hours of that name are made, or are so from now on.
  base::Result<sla::Policy> promise(sla::Policy policy);
  base::Result<void> withdraw(const std::string& name);
  base::Result<SlaBook::Hours> set_hours(sla::Calendar calendar, std::vector<ids::Team> teams);

  // "mon-fri 09:00-17:00", "sat 10:00-12:00,14:00-16:00"; false where the next word is no day.
  static bool take_days(ScenarioLine& line, sla::Week& week);

  [[nodiscard]] ids::BusinessHours hours_named(const std::string& name) const;
  [[nodiscard]] std::string name_of(std::optional<ids::SlaPolicy> policy) const;
  // Why a clock of the conversation is due when it is.
  [[nodiscard]] std::string why(const event::ConversationState& state, sla::ClockKind kind);
  // All waits that there ever were, up to `until`.
  [[nodiscard]] std::map<std::string, std::int64_t> ledger(base::Time until);

 private:
  Office& office_;
  std::map<std::string, ids::SlaPolicy> policies_;
  std::map<std::string, ids::BusinessHours> hours_;
};

}  // namespace workflow
