#pragma once
// Playbooks, the templates they are made of, and their runs.

#include "api/call.hpp"
#include "api/contract/conversation.hpp"
#include "api/contract/playbook.hpp"

namespace api {

net::Task<base::Result<contract::PlaybookList>> list_playbooks(Call& call /*outlives*/);
net::Task<base::Result<contract::Playbook>> post_playbook(Call& call /*outlives*/, contract::CreatePlaybook in);
net::Task<base::Result<contract::Playbook>> put_playbook(Call& call /*outlives*/, contract::ReplacePlaybook in);
net::Task<base::Result<contract::Done>> delete_playbook(Call& call /*outlives*/, contract::PlaybookPath in);
net::Task<base::Result<contract::PlaybookTemplateList>> list_playbook_templates(Call& call /*outlives*/);
net::Task<base::Result<contract::InstalledTemplate>> post_playbook_template(Call& call /*outlives*/,
                                                                            contract::InstallTemplate in);

net::Task<base::Result<contract::PlaybookRunList>> list_playbook_runs(Call& call /*outlives*/,
                                                                      contract::ConversationPath in);
net::Task<base::Result<contract::PlaybookRun>> post_playbook_run(Call& call /*outlives*/, contract::BeginPlaybook in);
net::Task<base::Result<contract::PlaybookRun>> put_playbook_step(Call& call /*outlives*/, contract::SetStep in);
net::Task<base::Result<contract::PlaybookRun>> post_playbook_stop(Call& call /*outlives*/, contract::PlaybookRunPath in);

}  // namespace api
