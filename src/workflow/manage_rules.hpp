#pragma once
// Rules are made and changed here. What they do is in run_rules.hpp.

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "channel/channel.hpp"
#include "domain/automation/rule.hpp"
#include "domain/rights/rights.hpp"
#include "store/transaction.hpp"

namespace workflow {

// `wanted` as it is to be; its id, organization, place and times are set here. Refused, by the field, is what automation::check()
// refuses and what names something that is not there. `id`: of the one to change; none makes a new one, which runs last. One that
// is switched on answers to what happens from then on.
base::Result<automation::Rule> save_rule(store::Transaction& transaction, const rights::Principal& who,
                                         std::optional<ids::Rule> id, automation::Rule wanted,
                                         const std::vector<channel::ChannelType>& channels);
// Switched on is only what needs no attention.
base::Result<automation::Rule> switch_rule(store::Transaction& transaction, const rights::Principal& who, ids::Rule id,
                                           bool on);
base::Result<void> remove_rule(store::Transaction& transaction, const rights::Principal& who, ids::Rule id);
// The order in which they run; each of them once.
base::Result<void> order_rules(store::Transaction& transaction, const rights::Principal& who,
                               const std::vector<ids::Rule>& order);

// Refuses what save_rule() would, without a name: to be tried.
base::Result<automation::Rule> check_rule(store::Reading& reading, ids::Organization organization, automation::Rule wanted,
                                          const std::vector<channel::ChannelType>& channels);

struct ListedRule {
  automation::Rule rule;
  std::string trouble;     // What needs attention, in a sentence; empty when all is well.
  std::int64_t acted = 0;  // In the last seven days.
  std::optional<base::Time> last_at;
};
// In the order in which they run.
[[nodiscard]] std::vector<ListedRule> list_rules(store::Reading& reading, ids::Organization organization);

}  // namespace workflow
