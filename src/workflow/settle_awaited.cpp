// What waited for a message: a conversation whose thread begins with it, or a word of ours that answers it.

#include "store/conversation_store.hpp"
#include "store/message_store.hpp"
#include "store/thread_store.hpp"
#include "workflow/move_messages.hpp"
#include "workflow/receiving.hpp"
#include "workflow/retell_conversation.hpp"

namespace workflow {

void Receiving::Impl::await(const inbox::Inbox& inbox, const std::string& external_id, std::int64_t waiting_id) {
  store::add_awaited(transaction, inbox.organization_id, inbox.id, external_id, waiting_id);
  tell_expected(inbox, external_id);
}

void Receiving::Impl::settle(const inbox::Inbox& inbox, const conversation::Message& arrived) {
  const auto waiting = store::list_awaiting(transaction, inbox.organization_id, inbox.id, arrived.external_id);
  if (waiting.empty()) return;
  Thread thread = thread_of_reply(transaction, inbox, arrived.external_id, arrived.parent_external_id);
  if (arrived.conversation_id) {
    const auto its = find(inbox.organization_id, *arrived.conversation_id);
    if (its) thread.key = its->conversation.thread_key;
  }
  for (const auto id : waiting) {
    const auto done = [&] { store::remove_awaited(transaction, inbox.organization_id, inbox.id, arrived.external_id, id); };
    if (store::find_conversation(transaction, inbox.organization_id, ids::Conversation{id})) {
      done();
      if (thread.key != arrived.external_id) rethread(inbox, ids::Conversation{id}, thread);
    } else if (arrived.conversation_id) {
      done();
      attach(inbox, ids::Message{id}, *arrived.conversation_id);
    }
  }
}

// What was found under the message that stood for its thread moves to the thread itself, where the contact may have a
// conversation already: they are one matter.
void Receiving::Impl::rethread(const inbox::Inbox& inbox, ids::Conversation conversation, const Thread& thread) {
  forget();
  auto moving = store::find_conversation_state(transaction, inbox.organization_id, conversation);
  if (!moving || moving->conversation.merged_into_id) return;
  if (thread.awaited) await(inbox, *thread.awaited, conversation.value);
  auto there =
      store::find_latest_state(transaction, inbox.organization_id, moving->conversation.contact_id, inbox.id, thread.key);
  if (there && there->conversation.id != conversation) {
    (void)merge_into(transaction, *std::move(moving), *std::move(there), std::nullopt);
    return;
  }
  moving->conversation.thread_key = thread.key;
  store::update_conversation(transaction, moving->conversation);
}

void Receiving::Impl::attach(const inbox::Inbox& inbox, ids::Message own, ids::Conversation to) {
  auto message = store::find_message(transaction, inbox.organization_id, own);
  auto state = find(inbox.organization_id, to);
  if (!message || message->conversation_id || !state) return;
  message->conversation_id = to;
  message->placed = conversation::Placement::attach;
  store::update_message(transaction, *message);
  retell_conversation(transaction, *state, promises_of(inbox));
  remember(*state);
  transaction.publish(inbox.organization_id, event::MessageUpdated{*message, inbox.name, *state});
  settle(inbox, *message);
}

}  // namespace workflow
