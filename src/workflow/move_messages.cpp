#include "workflow/move_messages.hpp"

#include <utility>

#include "store/clock_store.hpp"
#include "store/conversation_store.hpp"
#include "store/inbox_store.hpp"
#include "store/message_store.hpp"
#include "workflow/retell_conversation.hpp"

namespace workflow {
namespace {

using conversation::Status;

std::chrono::seconds target_of(store::Transaction& transaction, const conversation::Conversation& conversation) {
  const auto inbox = store::find_inbox(transaction, conversation.organization_id, conversation.inbox_id);
  return std::chrono::seconds(inbox ? inbox->first_response_s : 0);
}

event::ConversationUpdated updated(const event::ConversationState& state, std::optional<ids::User> by) {
  event::ConversationUpdated update;
  update.state = state;
  update.by = by;
  update.previous_team_id = state.conversation.team_id;
  update.previous_assignee_id = state.conversation.assignee_id;
  return update;
}

void close_merged(store::Transaction& transaction, event::ConversationState& source, ids::Conversation into) {
  auto& conversation = source.conversation;
  conversation.status = Status::resolved;
  conversation.snoozed_until.reset();
  conversation.resolved_at = transaction.now();
  conversation.merged_into_id = into;
  retell_conversation(transaction, source, std::chrono::seconds(0));
}

}  // namespace

event::ConversationState merge_into(store::Transaction& transaction, event::ConversationState source,
                                    event::ConversationState target, std::optional<ids::User> by) {
  const auto organization = source.conversation.organization_id;
  store::move_messages(transaction, organization, source.conversation.id, target.conversation.id);
  store::move_dismissals(transaction, source.conversation.id, target.conversation.id);
  close_merged(transaction, source, target.conversation.id);
  retell_conversation(transaction, target, target_of(transaction, target.conversation));
  transaction.publish(organization, updated(source, by));
  transaction.publish(organization, event::MessagesMoved{source.conversation.id, target});
  return target;
}

}  // namespace workflow
