#include "workflow/manage_playbooks.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "domain/automation/templates.hpp"
#include "domain/event.hpp"
#include "store/playbook_store.hpp"
#include "workflow/automation_references.hpp"
#include "workflow/manage_macros.hpp"
#include "workflow/manage_rules.hpp"

namespace workflow {
namespace {

using automation::Playbook;
using base::FailureKind;

constexpr std::size_t kMostPlaybooks = 200;

tl::unexpected<base::Failure> no_such_playbook() { return base::fail(FailureKind::not_found, "There is no such playbook."); }

void changed(store::Transaction& transaction, const rights::Principal& who, ids::Playbook id) {
  event::RulesChanged told;
  told.playbook_id = id;
  told.by = who.user_id;
  transaction.publish(who.organization_id, told);
}

// The template's own numbers made those of what was installed.
std::vector<automation::Action> with_ids(std::vector<automation::Action> actions, const InstalledTemplate& made) {
  for (auto& action : actions) {
    if (action.playbook_id) action.playbook_id = made.playbook_id;
    if (action.macro_id) action.macro_id = made.macro_ids.at(static_cast<std::size_t>(action.macro_id->value) - 1);
  }
  return actions;
}

}  // namespace

base::Result<Playbook> save_playbook(store::Transaction& transaction, const rights::Principal& who,
                                     std::optional<ids::Playbook> id, Playbook wanted) {
  const auto all = store::list_playbooks(transaction, who.organization_id);
  const auto before = id ? std::ranges::find(all, *id, &Playbook::id) : all.end();
  if (id && before == all.end()) return no_such_playbook();
  if (!id && all.size() >= kMostPlaybooks)
    return base::fail(FailureKind::invalid, "name: there are 200 playbooks already; that is the most", "name");
  wanted.organization_id = who.organization_id;
  wanted.name = base::to_storable(wanted.name);
  if (auto good = automation::check(wanted); !good) return base::pass_on(good.error());
  if (auto good = AutomationReferences(transaction, who.organization_id).check(wanted.steps); !good)
    return base::pass_on(good.error());
  wanted.steps = automation::tidy(std::move(wanted.steps));
  const auto is_taken = [&](const Playbook& other) { return other.name == wanted.name && (!id || other.id != *id); };
  if (std::ranges::any_of(all, is_taken))
    return base::fail(FailureKind::conflict, "name: there is a playbook of that name already", "name");
  wanted.id = id ? *id : transaction.new_id<ids::Playbook>();
  wanted.created_at = id ? before->created_at : transaction.now();
  wanted.changed_at = transaction.now();
  if (id) store::update_playbook(transaction, wanted);
  else store::insert_playbook(transaction, wanted);
  changed(transaction, who, wanted.id);
  return wanted;
}

base::Result<void> remove_playbook(store::Transaction& transaction, const rights::Principal& who, ids::Playbook id) {
  if (!store::find_playbook(transaction, who.organization_id, id)) return no_such_playbook();
  store::delete_playbook(transaction, who.organization_id, id);
  changed(transaction, who, id);
  return {};
}

std::vector<ListedPlaybook> list_playbooks(store::Reading& reading, ids::Organization organization) {
  std::vector<ListedPlaybook> out;
  AutomationReferences references(reading, organization);
  for (auto& playbook : store::list_playbooks(reading, organization)) {
    auto good = automation::check(playbook);
    if (good) good = references.check(playbook.steps);
    out.push_back({std::move(playbook), good ? "" : good.error().message});
  }
  return out;
}

base::Result<InstalledTemplate> install_template(store::Transaction& transaction, const rights::Principal& who,
                                                 const std::string& key, const std::vector<channel::ChannelType>& channels) {
  const auto all = automation::playbook_templates();
  const auto found = std::ranges::find(all, key, &automation::PlaybookTemplate::key);
  if (found == all.end()) return base::fail(FailureKind::invalid, "key: there is no such playbook", "key");
  InstalledTemplate made;
  const auto playbook = save_playbook(transaction, who, std::nullopt, found->playbook);
  if (!playbook) return base::pass_on(playbook.error());
  made.playbook_id = playbook->id;
  for (const auto& macro : found->macros) {
    const auto saved = save_macro(transaction, who, std::nullopt, macro);
    if (!saved) return base::pass_on(saved.error());
    made.macro_ids.push_back(saved->id);
  }
  for (auto rule : found->rules) {
    rule.enabled = false;
    rule.actions = with_ids(std::move(rule.actions), made);
    const auto saved = save_rule(transaction, who, std::nullopt, std::move(rule), channels);
    if (!saved) return base::pass_on(saved.error());
    made.rule_ids.push_back(saved->id);
  }
  return made;
}

}  // namespace workflow
