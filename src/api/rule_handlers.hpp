#pragma once
// Rules: made, switched, put in order, tried, and what they did.

#include "api/call.hpp"
#include "api/contract/rule.hpp"

namespace api {

net::Task<base::Result<contract::RuleFields>> get_rule_fields(Call& call /*outlives*/);
net::Task<base::Result<contract::RuleList>> list_rules(Call& call /*outlives*/);
net::Task<base::Result<contract::Rule>> post_rule(Call& call /*outlives*/, contract::CreateRule in);
net::Task<base::Result<contract::Rule>> put_rule(Call& call /*outlives*/, contract::ReplaceRule in);
net::Task<base::Result<contract::Rule>> post_rule_switch(Call& call /*outlives*/, contract::SwitchRule in);
net::Task<base::Result<contract::Done>> delete_rule(Call& call /*outlives*/, contract::RulePath in);
net::Task<base::Result<contract::RuleList>> put_rule_order(Call& call /*outlives*/, contract::OrderRules in);
net::Task<base::Result<contract::RuleRunPage>> list_rule_runs(Call& call /*outlives*/, contract::ListRuleRuns in);
net::Task<base::Result<contract::RuleTrial>> post_rule_trial(Call& call /*outlives*/, contract::TryRule in);

}  // namespace api
