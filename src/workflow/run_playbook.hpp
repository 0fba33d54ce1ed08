#pragma once
// Playbooks followed in a conversation: begun by a person or a rule, ticked step by step, found done by their checks, stopped. Every
// move is an event (PlaybookMoved) and a row that says who and when.

#include <optional>
#include <vector>

#include "base/result.hpp"
#include "domain/automation/playbook.hpp"
#include "domain/rights/rights.hpp"
#include "store/transaction.hpp"

namespace workflow {

// A conflict where the same playbook is under way in this conversation. `rule`: that begins it, if one does.
base::Result<automation::PlaybookRun> begin_playbook(store::Transaction& transaction, const rights::Principal& who,
                                                     ids::Conversation conversation, ids::Playbook playbook,
                                                     std::optional<ids::Rule> rule = std::nullopt);
// With the last step it is finished, and with one that is undone it is under way again.
base::Result<automation::PlaybookRun> set_step(store::Transaction& transaction, const rights::Principal& who,
                                               ids::PlaybookRun run, std::int64_t step, bool done);
base::Result<automation::PlaybookRun> stop_playbook(store::Transaction& transaction, const rights::Principal& who,
                                                    ids::PlaybookRun run);

// Tells by name who is to do a step whose time is over. Gives how many runs were looked at; call again while it is `limit`.
std::int64_t tell_late_steps(store::Transaction& transaction, std::int64_t limit);

// Finds out which steps are done by now. To be called when something happened in the conversation.
void check_playbooks(store::Transaction& transaction, ids::Organization organization, ids::Conversation conversation);

}  // namespace workflow
