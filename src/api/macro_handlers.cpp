#include "api/macro_handlers.hpp"

#include <utility>

#include "api/present.hpp"
#include "store/label_store.hpp"
#include "workflow/change_labels.hpp"
#include "workflow/conversation_change.hpp"
#include "workflow/manage_macros.hpp"

namespace api {
namespace {

contract::Macro present_macro(const automation::Macro& macro, std::string trouble = "") {
  return {macro.id, macro.name, macro.text, macro.actions, macro.changed_at, std::move(trouble)};
}

contract::AppliedMacro present_applied(const workflow::AppliedMacro& in) {
  return {in.filled.text, in.filled.missing, in.done, in.trouble, present(in.state)};
}

contract::Draft present_draft(const workflow::ShownDraft& in) {
  const auto& draft = in.draft;
  return {draft.id,       draft.conversation_id, draft.macro_id, draft.rule_name,
          in.filled.text, in.filled.missing,     draft.made_at};
}

contract::Said present_sent(const workflow::WrittenMessage& written) {
  auto message = present(written.message, written.author_name);
  if (written.outbound) add_outbound(message, *written.outbound);
  return {std::move(message), present(written.state)};
}

contract::LabelList present_labels(const std::vector<std::string>& labels) { return {labels}; }

template <class In>
automation::Macro read_macro(In in) {
  automation::Macro out;
  out.name = std::move(in.name);
  if (in.text) out.text = *std::move(in.text);
  if (in.actions) out.actions = *std::move(in.actions);
  return out;
}

template <class In>
net::Task<base::Result<contract::Macro>> save(Call& call /*outlives*/, std::optional<ids::Macro> id, In in) {
  auto work = [who = call.principal, id, wanted = read_macro(std::move(in))](store::Transaction& transaction) {
    return workflow::save_macro(transaction, who, id, wanted);
  };
  auto to_reply = [](const automation::Macro& saved) { return present_macro(saved); };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

}  // namespace

net::Task<base::Result<contract::MacroList>> list_macros(Call& call) {
  auto work = [organization = call.principal.organization_id](store::Reading& reading) -> base::Result<contract::MacroList> {
    contract::MacroList out;
    for (const auto& [macro, trouble] : workflow::list_macros(reading, organization))
      out.items.push_back(present_macro(macro, trouble));
    return out;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::Macro>> post_macro(Call& call, contract::CreateMacro in) {
  co_return co_await save(call, std::nullopt, std::move(in));
}

net::Task<base::Result<contract::Macro>> put_macro(Call& call, contract::ReplaceMacro in) {
  const auto id = in.macro_id;
  co_return co_await save(call, id, std::move(in));
}

net::Task<base::Result<contract::Done>> delete_macro(Call& call, contract::MacroPath in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) -> base::Result<contract::Done> {
    return workflow::remove_macro(transaction, who, in.macro_id).map([] { return contract::Done{}; });
  };
  co_return co_await call.transact(std::move(work));
}

net::Task<base::Result<contract::MacroPreview>> get_macro_preview(Call& call, contract::ConversationMacroPath in) {
  auto work = [who = call.principal, in](store::Reading& reading) -> base::Result<contract::MacroPreview> {
    const auto filled = workflow::preview_macro(reading, who, in.conversation_id, in.macro_id);
    if (!filled) return base::pass_on(filled.error());
    return contract::MacroPreview{filled->text, filled->missing};
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::AppliedMacro>> post_macro_use(Call& call, contract::ConversationMacroPath in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) {
    return workflow::apply_macro(transaction, who, in.conversation_id, in.macro_id);
  };
  co_return co_await call.transact(std::move(work), present_applied);
}

net::Task<base::Result<contract::DraftList>> list_drafts(Call& call, contract::ConversationPath in) {
  auto work = [who = call.principal, in](store::Reading& reading) -> base::Result<contract::DraftList> {
    const auto drafts = workflow::list_drafts(reading, who, in.conversation_id);
    if (!drafts) return base::pass_on(drafts.error());
    contract::DraftList out;
    for (const auto& draft : *drafts) out.items.push_back(present_draft(draft));
    return out;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::Said>> post_draft_send(Call& call, contract::SendDraft in) {
  auto work = [who = call.principal, &services = call.services, in = std::move(in)](store::Transaction& transaction) {
    return workflow::send_draft(transaction, who, in.draft_id, in.text, in.seen_message_id, services.channels,
                                services.undo);
  };
  co_return co_await call.transact(std::move(work), present_sent);
}

net::Task<base::Result<contract::Done>> delete_draft(Call& call, contract::DraftPath in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) -> base::Result<contract::Done> {
    return workflow::dismiss_draft(transaction, who, in.draft_id).map([] { return contract::Done{}; });
  };
  co_return co_await call.transact(std::move(work));
}

net::Task<base::Result<contract::LabelList>> list_labels(Call& call, contract::ConversationPath in) {
  auto work = [who = call.principal, in](store::Reading& reading) -> base::Result<contract::LabelList> {
    const auto state = workflow::find_visible(reading, who, in.conversation_id);
    if (!state) return base::pass_on(state.error());
    return contract::LabelList{store::list_labels(reading, who.organization_id, in.conversation_id)};
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::LabelList>> put_label(Call& call, contract::LabelOfConversation in) {
  auto work = [who = call.principal, in = std::move(in)](store::Transaction& transaction) {
    return workflow::add_label(transaction, who, in.conversation_id, in.label);
  };
  co_return co_await call.transact(std::move(work), present_labels);
}

net::Task<base::Result<contract::LabelList>> delete_label(Call& call, contract::LabelOfConversation in) {
  auto work = [who = call.principal, in = std::move(in)](store::Transaction& transaction) {
    return workflow::remove_label(transaction, who, in.conversation_id, in.label);
  };
  co_return co_await call.transact(std::move(work), present_labels);
}

}  // namespace api
