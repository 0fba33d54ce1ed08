#include "workflow/manage_macros.hpp"

#include <algorithm>
#include <utility>

#include "base/json/traits.hpp"
#include "base/text.hpp"
#include "store/contact_store.hpp"
#include "store/conversation_store.hpp"
#include "store/inbox_store.hpp"
#include "store/macro_store.hpp"
#include "store/message_store.hpp"
#include "store/organization_store.hpp"
#include "store/team_store.hpp"
#include "workflow/automation_references.hpp"
#include "workflow/conversation_change.hpp"
#include "workflow/take_action.hpp"

namespace workflow {
namespace {

using automation::Macro;
using base::FailureKind;

constexpr std::size_t kMostMacros = 500;

tl::unexpected<base::Failure> no_such_macro() { return base::fail(FailureKind::not_found, "There is no such macro."); }
tl::unexpected<base::Failure> no_such_draft() { return base::fail(FailureKind::not_found, "There is no such draft."); }

void changed(store::Transaction& transaction, const rights::Principal& who, ids::Macro id) {
  event::RulesChanged told;
  told.macro_id = id;
  told.by = who.user_id;
  transaction.publish(who.organization_id, told);
}

std::string first_word(const std::string& name) {
  const auto trimmed = base::trim(name);
  return std::string(trimmed.substr(0, trimmed.find(' ')));
}

FilledText fill(const std::string& text, const automation::Variables& variables) {
  return {automation::fill(text, variables), automation::missing_in(text, variables)};
}

struct FoundDraft {
  automation::Draft draft;
  event::ConversationState state;
};

// What is settled is there no more.
base::Result<FoundDraft> find_offered(store::Reading& reading, const rights::Principal& who, ids::Draft id) {
  auto draft = store::find_draft(reading, who.organization_id, id);
  if (!draft) return no_such_draft();
  auto state = find_workable(reading, who, draft->conversation_id);
  if (!state) return state.error().kind == FailureKind::not_found ? no_such_draft() : base::pass_on(state.error());
  if (draft->state != automation::DraftState::offered)
    return base::fail(FailureKind::conflict, draft->state == automation::DraftState::sent
                                                 ? "Somebody has sent this draft."
                                                 : "Somebody has dismissed this draft.");
  return FoundDraft{*std::move(draft), *std::move(state)};
}

}  // namespace

base::Result<Macro> save_macro(store::Transaction& transaction, const rights::Principal& who, std::optional<ids::Macro> id,
                               Macro wanted) {
  const auto all = store::list_macros(transaction, who.organization_id);
  const auto before = id ? std::ranges::find(all, *id, &Macro::id) : all.end();
  if (id && before == all.end()) return no_such_macro();
  if (!id && all.size() >= kMostMacros)
    return base::fail(FailureKind::invalid, "name: there are 500 macros already; that is the most", "name");
  wanted.organization_id = who.organization_id;
  wanted.name = base::to_storable(wanted.name);
  wanted.text = base::to_storable(wanted.text);
  if (auto good = automation::check(wanted); !good) return base::pass_on(good.error());
  if (auto good = AutomationReferences(transaction, who.organization_id).check(wanted.actions); !good)
    return base::pass_on(good.error());
  wanted.actions = automation::tidy(std::move(wanted.actions));
  const auto is_taken = [&](const Macro& other) { return other.name == wanted.name && (!id || other.id != *id); };
  if (std::ranges::any_of(all, is_taken))
    return base::fail(FailureKind::conflict, "name: there is a macro of that name already", "name");
  wanted.id = id ? *id : transaction.new_id<ids::Macro>();
  wanted.created_at = id ? before->created_at : transaction.now();
  wanted.changed_at = transaction.now();
  if (id) store::update_macro(transaction, wanted);
  else store::insert_macro(transaction, wanted);
  changed(transaction, who, wanted.id);
  return wanted;
}

base::Result<void> remove_macro(store::Transaction& transaction, const rights::Principal& who, ids::Macro id) {
  if (!store::find_macro(transaction, who.organization_id, id)) return no_such_macro();
  store::delete_macro(transaction, who.organization_id, id);
  changed(transaction, who, id);
  return {};
}

std::vector<ListedMacro> list_macros(store::Reading& reading, ids::Organization organization) {
  std::vector<ListedMacro> out;
  AutomationReferences references(reading, organization);
  for (auto& macro : store::list_macros(reading, organization)) {
    auto good = automation::check(macro);
    if (good) good = references.check(macro.actions);
    out.push_back({std::move(macro), good ? "" : good.error().message});
  }
  return out;
}

automation::Variables variables_of(store::Reading& reading, const rights::Principal& who,
                                   const event::ConversationState& state) {
  const auto& c = state.conversation;
  automation::Variables out;
  out["contact.name"] = state.contact_name;
  out["contact.first_name"] = first_word(state.contact_name);
  out["conversation.id"] = std::to_string(c.id.value);
  if (const auto organization = store::find_organization(reading, c.organization_id))
    out["organization.name"] = organization->name;
  if (const auto inbox = store::find_inbox(reading, c.organization_id, c.inbox_id)) {
    out["inbox.name"] = inbox->name;
    for (const auto& identity : store::list_identities(reading, c.organization_id, c.contact_id))
      if (identity.channel == inbox->channel) out["contact.handle"] = identity.handle;
  }
  if (c.team_id)
    if (const auto team = store::find_team(reading, c.organization_id, *c.team_id)) out["team.name"] = team->name;
  if (who.user_id) {
    out["agent.name"] = store::find_author_name(reading, who.organization_id, *who.user_id);
    out["agent.first_name"] = first_word(out["agent.name"]);
  }
  return out;
}

base::Result<FilledText> preview_macro(store::Reading& reading, const rights::Principal& who, ids::Conversation conversation,
                                       ids::Macro macro) {
  const auto state = find_visible(reading, who, conversation);
  if (!state) return base::pass_on(state.error());
  const auto found = store::find_macro(reading, who.organization_id, macro);
  if (!found) return no_such_macro();
  return fill(found->text, variables_of(reading, who, *state));
}

base::Result<AppliedMacro> apply_macro(store::Transaction& transaction, const rights::Principal& who,
                                       ids::Conversation conversation, ids::Macro macro) {
  auto state = find_workable(transaction, who, conversation);
  if (!state) return base::pass_on(state.error());
  const auto found = store::find_macro(transaction, who.organization_id, macro);
  if (!found) return no_such_macro();
  AppliedMacro out;
  for (const auto& action : found->actions) {
    const auto done = take_action(transaction, who, conversation, action, {std::nullopt, found->name});
    if (done) out.done.emplace_back(base::to_name(action.kind));
    else if (out.trouble.empty()) out.trouble = done.error().message;
  }
  // Who gave it away may not see it any more: the text is theirs all the same.
  if (auto after = store::find_conversation_state(transaction, who.organization_id, conversation)) state = *std::move(after);
  out.filled = fill(found->text, variables_of(transaction, who, *state));
  out.state = *std::move(state);
  return out;
}

base::Result<std::vector<ShownDraft>> list_drafts(store::Reading& reading, const rights::Principal& who,
                                                  ids::Conversation conversation) {
  const auto state = find_visible(reading, who, conversation);
  if (!state) return base::pass_on(state.error());
  std::vector<ShownDraft> out;
  const auto drafts = store::list_drafts(reading, who.organization_id, conversation);
  if (drafts.empty()) return out;
  const auto variables = variables_of(reading, who, *state);
  for (const auto& draft : drafts) out.push_back({draft, fill(draft.text, variables)});
  return out;
}

base::Result<WrittenMessage> send_draft(store::Transaction& transaction, const rights::Principal& who, ids::Draft id,
                                        const std::optional<std::string>& text, std::optional<ids::Message> seen,
                                        const std::vector<channel::ChannelType>& channels, std::chrono::seconds undo) {
  const auto found = find_offered(transaction, who, id);
  if (!found) return base::pass_on(found.error());
  const auto& draft = found->draft;
  ReplyText reply;
  reply.conversation_id = draft.conversation_id;
  reply.text = text ? *text : fill(draft.text, variables_of(transaction, who, found->state)).text;
  reply.seen_message_id = seen;
  auto written = send_reply(transaction, who, reply, channels, undo);
  if (!written) return written;
  if (!store::settle_draft(transaction, who.organization_id, id, automation::DraftState::sent, who.user_id))
    return base::fail(FailureKind::conflict, "Somebody has sent this draft.");
  return written;
}

base::Result<void> dismiss_draft(store::Transaction& transaction, const rights::Principal& who, ids::Draft id) {
  const auto found = find_offered(transaction, who, id);
  if (!found) return base::pass_on(found.error());
  (void)store::settle_draft(transaction, who.organization_id, id, automation::DraftState::dismissed, who.user_id);
  tell_as_it_stands(transaction, found->state, who.user_id);
  return {};
}

}  // namespace workflow
