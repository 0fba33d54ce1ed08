#pragma once
// Macros, drafts and labels.

#include "api/call.hpp"
#include "api/contract/macro.hpp"

namespace api {

net::Task<base::Result<contract::MacroList>> list_macros(Call& call /*outlives*/);
net::Task<base::Result<contract::Macro>> post_macro(Call& call /*outlives*/, contract::CreateMacro in);
net::Task<base::Result<contract::Macro>> put_macro(Call& call /*outlives*/, contract::ReplaceMacro in);
net::Task<base::Result<contract::Done>> delete_macro(Call& call /*outlives*/, contract::MacroPath in);
net::Task<base::Result<contract::MacroPreview>> get_macro_preview(Call& call /*outlives*/,
                                                                  contract::ConversationMacroPath in);
net::Task<base::Result<contract::AppliedMacro>> post_macro_use(Call& call /*outlives*/, contract::ConversationMacroPath in);

net::Task<base::Result<contract::DraftList>> list_drafts(Call& call /*outlives*/, contract::ConversationPath in);
net::Task<base::Result<contract::Said>> post_draft_send(Call& call /*outlives*/, contract::SendDraft in);
net::Task<base::Result<contract::Done>> delete_draft(Call& call /*outlives*/, contract::DraftPath in);

net::Task<base::Result<contract::LabelList>> list_labels(Call& call /*outlives*/, contract::ConversationPath in);
net::Task<base::Result<contract::LabelList>> put_label(Call& call /*outlives*/, contract::LabelOfConversation in);
net::Task<base::Result<contract::LabelList>> delete_label(Call& call /*outlives*/, contract::LabelOfConversation in);

}  // namespace api
