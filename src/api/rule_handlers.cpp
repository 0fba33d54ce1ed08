#include "api/rule_handlers.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "api/page.hpp"
#include "base/json/decode.hpp"
#include "store/label_store.hpp"
#include "workflow/manage_rules.hpp"
#include "workflow/run_rules.hpp"

namespace api {
namespace {

constexpr std::int64_t kMostLabels = 100;
constexpr std::int64_t kUsualDays = 7;
constexpr std::int64_t kMostDays = 30;
constexpr std::chrono::seconds kLongestTrial{10};

contract::Rule present(const workflow::ListedRule& in) {
  const auto& rule = in.rule;
  contract::Rule out;
  out.id = rule.id;
  out.name = rule.name;
  out.enabled = rule.enabled;
  out.trigger = rule.trigger;
  out.conditions = rule.conditions;
  out.actions = rule.actions;
  out.max_per_hour = rule.max_per_hour;
  out.once_per_conversation = rule.once_per_conversation;
  out.changed_at = rule.changed_at;
  out.trouble = in.trouble;
  out.acted = in.acted;
  out.acted_at = in.last_at;
  return out;
}

contract::RuleList present_all(store::Reading& reading, ids::Organization organization) {
  contract::RuleList out;
  for (const auto& listed : workflow::list_rules(reading, organization)) out.items.push_back(present(listed));
  return out;
}

// As lists show it, with what it did.
base::Result<contract::Rule> present_one(store::Reading& reading, const automation::Rule& rule) {
  for (const auto& listed : workflow::list_rules(reading, rule.organization_id))
    if (listed.rule.id == rule.id) return present(listed);
  return present({rule, "", 0, std::nullopt});
}

// Of a request to make one or to replace one.
template <class In>
automation::Rule read_rule(In in) {
  automation::Rule out;
  out.name = std::move(in.name);
  out.trigger = in.trigger;
  if (in.conditions) out.conditions = *std::move(in.conditions);
  out.actions = std::move(in.actions);
  out.enabled = in.enabled.value_or(false);
  out.max_per_hour = in.max_per_hour.value_or(out.max_per_hour);
  out.once_per_conversation = in.once_per_conversation.value_or(false);
  return out;
}

template <class In>
net::Task<base::Result<contract::Rule>> save(Call& call /*outlives*/, std::optional<ids::Rule> id, In in) {
  auto work = [who = call.principal, id, wanted = read_rule(std::move(in)),
               &channels = call.services.channels](store::Transaction& transaction) -> base::Result<contract::Rule> {
    const auto saved = workflow::save_rule(transaction, who, id, wanted, channels);
    if (!saved) return base::pass_on(saved.error());
    return present_one(transaction, *saved);
  };
  co_return co_await call.transact(std::move(work));
}

contract::RuleRun present(const store::RuleRun& run) {
  contract::RuleRun out;
  out.event_seq = run.event_seq;
  out.conversation_id = run.conversation_id;
  out.outcome = run.outcome;
  if (auto actions = base::decode_text<std::vector<std::string>>(run.actions)) out.actions = *std::move(actions);
  out.trouble = run.trouble;
  out.depth = run.depth;
  out.at = run.at;
  return out;
}

contract::RuleTrial present(const workflow::Trial& trial) {
  contract::RuleTrial out{trial.looked_at, trial.acted, trial.conversations, trial.failed, {}, trial.complete};
  for (const auto& one : trial.examples)
    out.items.push_back({one.conversation_id, one.contact_name, one.text, one.at, one.times});
  return out;
}

}  // namespace

net::Task<base::Result<contract::RuleFields>> get_rule_fields(Call& call) {
  auto work = [organization =
                   call.principal.organization_id](store::Reading& reading) -> base::Result<contract::RuleFields> {
    contract::RuleFields out;
    const auto copy = [](auto& to, const auto& from) { to.assign(from.begin(), from.end()); };
    copy(out.triggers, automation::trigger_types());
    copy(out.fields, automation::field_types());
    copy(out.actions, automation::action_types());
    copy(out.variables, automation::variable_types());
    for (const auto& label : store::count_labels(reading, organization, kMostLabels)) out.labels.push_back(label.label);
    return out;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::RuleList>> list_rules(Call& call) {
  auto work = [organization = call.principal.organization_id](store::Reading& reading) -> base::Result<contract::RuleList> {
    return present_all(reading, organization);
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::Rule>> post_rule(Call& call, contract::CreateRule in) {
  co_return co_await save(call, std::nullopt, std::move(in));
}

net::Task<base::Result<contract::Rule>> put_rule(Call& call, contract::ReplaceRule in) {
  const auto id = in.rule_id;
  co_return co_await save(call, id, std::move(in));
}

net::Task<base::Result<contract::Rule>> post_rule_switch(Call& call, contract::SwitchRule in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) -> base::Result<contract::Rule> {
    const auto rule = workflow::switch_rule(transaction, who, in.rule_id, in.enabled);
    if (!rule) return base::pass_on(rule.error());
    return present_one(transaction, *rule);
  };
  co_return co_await call.transact(std::move(work));
}

net::Task<base::Result<contract::Done>> delete_rule(Call& call, contract::RulePath in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) -> base::Result<contract::Done> {
    return workflow::remove_rule(transaction, who, in.rule_id).map([] { return contract::Done{}; });
  };
  co_return co_await call.transact(std::move(work));
}

net::Task<base::Result<contract::RuleList>> put_rule_order(Call& call, contract::OrderRules in) {
  auto work = [who = call.principal,
               in = std::move(in)](store::Transaction& transaction) -> base::Result<contract::RuleList> {
    const auto done = workflow::order_rules(transaction, who, in.rule_ids);
    if (!done) return base::pass_on(done.error());
    return present_all(transaction, who.organization_id);
  };
  co_return co_await call.transact(std::move(work));
}

net::Task<base::Result<contract::RuleRunPage>> list_rule_runs(Call& call, contract::ListRuleRuns in) {
  const auto limit = read_limit(in.limit);
  if (!limit) co_return base::pass_on(limit.error());
  auto work = [organization = call.principal.organization_id, in,
               limit = *limit](store::Reading& reading) -> base::Result<contract::RuleRunPage> {
    const auto rules = store::list_rules(reading, organization);
    if (std::ranges::find(rules, in.rule_id, &automation::Rule::id) == rules.end())
      return base::fail(base::FailureKind::not_found, "There is no such rule.");
    contract::RuleRunPage out;
    for (const auto& run :
         store::page_rule_runs(reading, organization, in.rule_id, in.before.value_or(INT64_MAX), limit + 1))
      out.items.push_back(present(run));
    if (out.items.size() <= static_cast<std::size_t>(limit)) return out;
    out.items.pop_back();
    out.next = out.items.back().event_seq;
    return out;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::RuleTrial>> post_rule_trial(Call& call, contract::TryRule in) {
  const auto days = in.days.value_or(kUsualDays);
  if (days < 1 || days > kMostDays) co_return base::fail(base::FailureKind::invalid, "days: between 1 and 30", "days");
  automation::Rule wanted;
  wanted.name = "tried";
  wanted.trigger = in.trigger;
  if (in.conditions) wanted.conditions = *std::move(in.conditions);
  wanted.actions = std::move(in.actions);
  auto check = [organization = call.principal.organization_id, wanted, &channels = call.services.channels](
                   store::Reading& reading) { return workflow::check_rule(reading, organization, wanted, channels); };
  const auto rule = co_await call.store.read(std::move(check));
  if (!rule) co_return base::pass_on(rule.error());
  const auto trial = std::make_shared<workflow::RuleTrial>(*rule, call.now - std::chrono::days(days));
  const auto until = std::chrono::steady_clock::now() + kLongestTrial;
  // A portion of events at a time: other reads go in between.
  while (!trial->trial().complete && std::chrono::steady_clock::now() < until) {
    auto look = [trial](store::Reading& reading) -> base::Result<bool> {
      trial->look(reading);
      return true;
    };
    const auto looked = co_await call.store.read(std::move(look));
    if (!looked) co_return base::pass_on(looked.error());
  }
  co_return present(trial->trial());
}

}  // namespace api
