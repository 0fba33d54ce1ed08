#include "workflow/take_action.hpp"

#include <algorithm>
#include <utility>

#include "domain/event.hpp"
#include "store/macro_store.hpp"
#include "store/rule_store.hpp"
#include "store/sla_store.hpp"
#include "workflow/change_conversation.hpp"
#include "workflow/change_labels.hpp"
#include "workflow/conversation_change.hpp"
#include "workflow/manage_macros.hpp"
#include "workflow/promises.hpp"
#include "workflow/raise_priority.hpp"
#include "workflow/run_playbook.hpp"
#include "workflow/tell_people.hpp"
#include "workflow/write_message.hpp"

namespace workflow {
namespace {

using automation::Action;
using automation::ActionKind;
using base::FailureKind;

base::Result<void> assign(store::Transaction& transaction, const rights::Principal& who, ids::Conversation conversation,
                          const Action& action) {
  const auto state = find_workable(transaction, who, conversation);
  if (!state) return base::pass_on(state.error());
  Assignment assignment;
  assignment.conversation_id = conversation;
  if (action.kind == ActionKind::assign_user) assignment.user_id = action.user_id;
  else assignment.team_id = action.team_id;
  const auto& c = state->conversation;
  const bool is_so = action.kind == ActionKind::assign_user ? c.assignee_id == action.user_id : c.team_id == action.team_id;
  if (is_so) return {};
  return assign_conversation(transaction, who, assignment).map([](const auto&) {});
}

base::Result<void> set_priority(store::Transaction& transaction, const rights::Principal& who,
                                ids::Conversation conversation, std::int64_t floor, const ActionSource& source) {
  auto state = find_workable(transaction, who, conversation);
  if (!state) return base::pass_on(state.error());
  raise_priority(transaction, *std::move(state), floor, source.name);
  return {};
}

base::Result<void> set_policy(store::Transaction& transaction, const rights::Principal& who, ids::Conversation conversation,
                              ids::SlaPolicy policy, const ActionSource& source) {
  auto state = find_workable(transaction, who, conversation);
  if (!state) return base::pass_on(state.error());
  const auto policies = store::list_policies(transaction, who.organization_id);
  if (std::ranges::find(policies, policy, &sla::Policy::id) == policies.end())
    return base::fail(FailureKind::invalid, "policy_id: there is no such policy", "policy_id");
  auto wanted = store::find_override(transaction, who.organization_id, conversation).value_or(store::Override());
  if (wanted.policy_id == policy) return {};
  // Whoever keeps the policies of an organization keeps, too, whether there is any such choice.
  if (!store::has_policy_overrides(transaction, who.organization_id))
    store::set_sla_revision(transaction, who.organization_id);
  wanted.policy_id = policy;
  wanted.policy_rule = source.name;
  store::put_override(transaction, who.organization_id, conversation, wanted);
  Promises promises(transaction);
  (void)move_clock(transaction, *state, promises);
  return {};
}

base::Result<void> add_note(store::Transaction& transaction, const rights::Principal& who, ids::Conversation conversation,
                            const std::string& text, const ActionSource& source) {
  const auto state = find_workable(transaction, who, conversation);
  if (!state) return base::pass_on(state.error());
  std::string note = automation::fill(text, variables_of(transaction, who, *state));
  // Nobody's name stands at a rule's note: it says itself whose it is.
  if (source.rule_id) note = "[" + source.name + "] " + note;
  return write_note(transaction, who, conversation, note).map([](const auto&) {});
}

base::Result<void> tell(store::Transaction& transaction, const rights::Principal& who, ids::Conversation conversation,
                        const Action& action) {
  const auto state = find_workable(transaction, who, conversation);
  if (!state) return base::pass_on(state.error());
  const auto text = automation::fill(action.text.value_or(""), variables_of(transaction, who, *state));
  return tell_people(transaction, *state, action, text);
}

base::Result<void> offer_draft(store::Transaction& transaction, const rights::Principal& who, ids::Conversation conversation,
                               ids::Macro macro, const ActionSource& source) {
  const auto state = find_workable(transaction, who, conversation);
  if (!state) return base::pass_on(state.error());
  auto found = store::find_macro(transaction, who.organization_id, macro);
  if (!found || found->text.empty()) return base::fail(FailureKind::invalid, "macro_id: there is no such macro", "macro_id");
  const auto offered = store::list_drafts(transaction, who.organization_id, conversation);
  if (std::ranges::find(offered, macro, &automation::Draft::macro_id) != offered.end()) return {};
  automation::Draft draft;
  draft.id = transaction.new_id<ids::Draft>();
  draft.organization_id = who.organization_id;
  draft.conversation_id = conversation;
  draft.rule_id = source.rule_id.value_or(ids::Rule());
  draft.macro_id = macro;
  draft.rule_name = source.name;
  draft.text = std::move(found->text);
  draft.made_at = transaction.now();
  store::insert_draft(transaction, draft);
  return {};
}

base::Result<void> start_playbook(store::Transaction& transaction, const rights::Principal& who,
                                  ids::Conversation conversation, ids::Playbook playbook, const ActionSource& source) {
  auto begun = begin_playbook(transaction, who, conversation, playbook, source.rule_id);
  if (!begun && begun.error().kind != FailureKind::conflict) return base::pass_on(begun.error());
  return {};
}

}  // namespace

rights::Principal as_rule(ids::Organization organization) {
  rights::Principal who;
  who.kind = rights::PrincipalKind::token;
  who.organization_id = organization;
  who.role = rights::Role::owner;
  return who;
}

base::Result<void> take_action(store::Transaction& transaction, const rights::Principal& who, ids::Conversation conversation,
                               const Action& action, const ActionSource& source) {
  switch (action.kind) {
    case ActionKind::assign_user:
    case ActionKind::assign_team: return assign(transaction, who, conversation, action);
    case ActionKind::add_label:
      return add_label(transaction, who, conversation, action.label.value_or("")).map([](const auto&) {});
    case ActionKind::remove_label:
      return remove_label(transaction, who, conversation, action.label.value_or("")).map([](const auto&) {});
    case ActionKind::set_priority: return set_priority(transaction, who, conversation, action.priority.value_or(1), source);
    case ActionKind::set_policy:
      return set_policy(transaction, who, conversation, action.policy_id.value_or(ids::SlaPolicy()), source);
    case ActionKind::add_note: return add_note(transaction, who, conversation, action.text.value_or(""), source);
    case ActionKind::notify: return tell(transaction, who, conversation, action);
    case ActionKind::draft_macro:
      return offer_draft(transaction, who, conversation, action.macro_id.value_or(ids::Macro()), source);
    case ActionKind::start_playbook:
      return start_playbook(transaction, who, conversation, action.playbook_id.value_or(ids::Playbook()), source);
    case ActionKind::tell_webhooks: return {};  // The run itself is told of.
  }
  return {};
}

}  // namespace workflow
