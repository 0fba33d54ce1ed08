#pragma once
// What rules, macros and playbooks point at has to be there: inboxes, teams, colleagues, policies, macros, playbooks. Asked when one
// is saved, and when they are listed, because what they name may go later.

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "channel/channel.hpp"
#include "domain/automation/playbook.hpp"
#include "domain/automation/rule.hpp"
#include "store/transaction.hpp"

namespace workflow {

class AutomationReferences {
 public:
  // `channels`: those that there are; null where a channel that is gone is no trouble.
  AutomationReferences(store::Reading& reading /*outlives*/, ids::Organization organization,
                       const std::vector<channel::ChannelType>* channels = nullptr /*outlives*/)
      : reading_(reading), organization_(organization), channels_(channels) {}

  // A failure names the field: "actions[0].team_id".
  [[nodiscard]] base::Result<void> check(const std::vector<automation::Condition>& conditions);
  [[nodiscard]] base::Result<void> check(const std::vector<automation::Action>& actions);
  [[nodiscard]] base::Result<void> check(const std::vector<automation::Step>& steps);

 private:
  [[nodiscard]] base::Result<void> check(const automation::Condition& condition, const std::string& place);
  [[nodiscard]] base::Result<void> check(const automation::Action& action, const std::string& place);
  [[nodiscard]] base::Result<void> check_user(std::optional<ids::User> id, const std::string& field);
  [[nodiscard]] base::Result<void> check_team(std::optional<ids::Team> id, const std::string& field);

  store::Reading& reading_;
  ids::Organization organization_;
  const std::vector<channel::ChannelType>* channels_;
};

}  // namespace workflow
