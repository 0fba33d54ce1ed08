#include "workflow/manage_rules.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "domain/event.hpp"
#include "store/rule_store.hpp"
#include "workflow/automation_references.hpp"

namespace workflow {
namespace {

using automation::Rule;
using base::FailureKind;

constexpr std::size_t kMostRules = 200;
constexpr std::chrono::days kTold{7};

tl::unexpected<base::Failure> refuse(const std::string& field, const std::string& sentence,
                                     FailureKind kind = FailureKind::invalid) {
  return base::fail(kind, field + ": " + sentence, field);
}

tl::unexpected<base::Failure> no_such_rule() { return base::fail(FailureKind::not_found, "There is no such rule."); }

void changed(store::Transaction& transaction, const rights::Principal& who, ids::Rule id) {
  store::follow_where_needed(transaction, who.organization_id);
  event::RulesChanged told;
  told.rule_id = id;
  told.by = who.user_id;
  transaction.publish(who.organization_id, told);
}

const Rule* find_rule(const std::vector<Rule>& rules, std::optional<ids::Rule> id) {
  const auto found = id ? std::ranges::find(rules, *id, &Rule::id) : rules.end();
  return found == rules.end() ? nullptr : &*found;
}

base::Result<void> check_references(store::Reading& reading, const Rule& rule,
                                    const std::vector<channel::ChannelType>* channels) {
  AutomationReferences references(reading, rule.organization_id, channels);
  if (auto good = references.check(rule.conditions); !good) return good;
  return references.check(rule.actions);
}

std::string trouble_of(store::Reading& reading, const Rule& rule) {
  if (!rule.off_reason.empty()) return rule.off_reason;
  if (auto good = automation::check(rule); !good) return good.error().message;
  const auto good = check_references(reading, rule, nullptr);
  return good ? "" : good.error().message;
}

void switch_on(store::Transaction& transaction, Rule& rule) {
  rule.enabled = true;
  rule.off_reason.clear();
  rule.from_seq = store::lock_event_numbers(transaction, rule.organization_id);
}

}  // namespace

base::Result<Rule> check_rule(store::Reading& reading, ids::Organization organization, Rule wanted,
                              const std::vector<channel::ChannelType>& channels) {
  wanted.organization_id = organization;
  wanted.name = base::to_storable(wanted.name);
  if (auto good = automation::check(wanted); !good) return base::pass_on(good.error());
  if (auto good = check_references(reading, wanted, &channels); !good) return base::pass_on(good.error());
  wanted.actions = automation::tidy(std::move(wanted.actions));
  return wanted;
}

base::Result<Rule> save_rule(store::Transaction& transaction, const rights::Principal& who, std::optional<ids::Rule> id,
                             Rule wanted, const std::vector<channel::ChannelType>& channels) {
  const auto all = store::list_rules(transaction, who.organization_id);
  const auto* before = find_rule(all, id);
  if (id && before == nullptr) return no_such_rule();
  if (!id && all.size() >= kMostRules) return refuse("name", "there are 200 rules already; that is the most");
  auto checked = check_rule(transaction, who.organization_id, std::move(wanted), channels);
  if (!checked) return checked;
  Rule& rule = *checked;
  const auto is_taken = [&](const Rule& other) { return other.name == rule.name && (!id || other.id != *id); };
  if (std::ranges::any_of(all, is_taken))
    return refuse("name", "there is a rule of that name already", FailureKind::conflict);
  rule.id = id ? *id : transaction.new_id<ids::Rule>();
  rule.created_at = before != nullptr ? before->created_at : transaction.now();
  rule.changed_at = transaction.now();
  rule.place = before != nullptr ? before->place : all.empty() ? 1 : all.back().place + 1;
  rule.off_reason.clear();
  rule.from_seq = before != nullptr ? before->from_seq : 0;
  if (rule.enabled && (before == nullptr || !before->enabled)) switch_on(transaction, rule);
  if (id) store::update_rule(transaction, rule);
  else store::insert_rule(transaction, rule);
  changed(transaction, who, rule.id);
  return checked;
}

base::Result<Rule> switch_rule(store::Transaction& transaction, const rights::Principal& who, ids::Rule id, bool on) {
  const auto all = store::list_rules(transaction, who.organization_id);
  const auto* before = find_rule(all, id);
  if (before == nullptr) return no_such_rule();
  Rule rule = *before;
  if (rule.enabled == on) return rule;
  if (on) {
    rule.off_reason.clear();
    if (const auto trouble = trouble_of(transaction, rule); !trouble.empty())
      return base::fail(FailureKind::conflict, "It needs attention before it can be switched on: " + trouble);
    switch_on(transaction, rule);
  } else {
    rule.enabled = false;
    rule.off_reason.clear();
  }
  rule.changed_at = transaction.now();
  store::update_rule(transaction, rule);
  changed(transaction, who, id);
  return rule;
}

base::Result<void> remove_rule(store::Transaction& transaction, const rights::Principal& who, ids::Rule id) {
  if (find_rule(store::list_rules(transaction, who.organization_id), id) == nullptr) return no_such_rule();
  store::delete_rule(transaction, who.organization_id, id);
  changed(transaction, who, id);
  return {};
}

base::Result<void> order_rules(store::Transaction& transaction, const rights::Principal& who,
                               const std::vector<ids::Rule>& order) {
  std::vector<ids::Rule> there;
  for (const auto& rule : store::list_rules(transaction, who.organization_id)) there.push_back(rule.id);
  std::vector<ids::Rule> wanted = order;
  std::ranges::sort(there);
  std::ranges::sort(wanted);
  if (there != wanted) return refuse("rule_ids", "name each rule once");
  for (std::size_t i = 0; i < order.size(); ++i)
    store::set_rule_place(transaction, who.organization_id, order[i], static_cast<std::int64_t>(i) + 1);
  if (!order.empty()) changed(transaction, who, order.front());
  return {};
}

std::vector<ListedRule> list_rules(store::Reading& reading, ids::Organization organization) {
  const auto tallies = store::tally_runs(reading, organization, reading.now() - kTold);
  std::vector<ListedRule> out;
  for (auto& rule : store::list_rules(reading, organization)) {
    ListedRule listed;
    listed.trouble = trouble_of(reading, rule);
    const auto tally = std::ranges::find(tallies, rule.id, &store::RunTally::rule_id);
    if (tally != tallies.end()) {
      listed.acted = tally->count;
      listed.last_at = tally->last_at;
    }
    listed.rule = std::move(rule);
    out.push_back(std::move(listed));
  }
  return out;
}

}  // namespace workflow
