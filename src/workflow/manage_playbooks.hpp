#pragma once
// Playbooks are made and changed here, and made of the templates that come with the program (domain/automation/templates.hpp).
// What is followed in a conversation is in run_playbook.hpp.

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "channel/channel.hpp"
#include "domain/automation/playbook.hpp"
#include "domain/rights/rights.hpp"
#include "store/transaction.hpp"

namespace workflow {

// `wanted` as it is to be; its id, organization and times are set here. Runs that are under way keep the steps they began with.
base::Result<automation::Playbook> save_playbook(store::Transaction& transaction, const rights::Principal& who,
                                                 std::optional<ids::Playbook> id, automation::Playbook wanted);
base::Result<void> remove_playbook(store::Transaction& transaction, const rights::Principal& who, ids::Playbook id);

struct ListedPlaybook {
  automation::Playbook playbook;
  std::string trouble;  // What needs attention, in a sentence; empty when all is well.
};
[[nodiscard]] std::vector<ListedPlaybook> list_playbooks(store::Reading& reading, ids::Organization organization);

struct InstalledTemplate {
  ids::Playbook playbook_id;
  std::vector<ids::Macro> macro_ids;
  std::vector<ids::Rule> rule_ids;  // Switched off: somebody looks at them first.
};
// The playbook with its macros and rules. A conflict where the organization has it already.
base::Result<InstalledTemplate> install_template(store::Transaction& transaction, const rights::Principal& who,
                                                 const std::string& key, const std::vector<channel::ChannelType>& channels);

}  // namespace workflow
