// A message of ours under the name that the platform gave it. Our own words come back to us from there, and may do so before we
// are told how they are called: then the echo was taken in as a word of its own, and becomes one with what was written here.

#include "store/act_store.hpp"
#include "store/attachment_store.hpp"
#include "store/message_store.hpp"
#include "store/signal_store.hpp"
#include "workflow/move_messages.hpp"
#include "workflow/receiving.hpp"

namespace workflow {

SentMessage Receiving::sent(const inbox::Inbox& inbox, conversation::Message& message, const std::string& external_id) {
  return impl_->sent(inbox, message, external_id);
}

SentMessage Receiving::Impl::sent(const inbox::Inbox& inbox, conversation::Message& message,
                                  const std::string& external_id) {
  SentMessage done;
  message.delivery = conversation::Delivery::sent;
  const auto echo =
      external_id.empty() ? std::nullopt : store::find_message(transaction, inbox.organization_id, external_id, inbox.id);
  const bool is_new_name = !external_id.empty() && (!echo || absorb(inbox, message, *echo));
  if (!is_new_name) {
    store::update_message(transaction, message);
    return done;
  }
  done.absorbed = echo;
  message.external_id = external_id;
  take_waiting_signals(inbox, message);
  done.is_story_changed = echo.has_value() || !waiting_signals.empty();
  store::place_outbound(transaction, message);
  store::update_message(transaction, message);
  for (const auto signal : waiting_signals)
    store::set_signal_message(transaction, inbox.organization_id, signal, message.id);
  waiting_signals.clear();
  settle(inbox, message);
  return done;
}

bool Receiving::Impl::absorb(const inbox::Inbox& inbox, conversation::Message& message, const conversation::Message& echo) {
  const bool is_echo = echo.direction == conversation::Direction::outbound && !echo.user_id;
  if (!is_echo || echo.id == message.id || !message.conversation_id) return false;
  if (echo.conversation_id && echo.conversation_id != message.conversation_id) {
    forget();
    auto theirs = find(inbox.organization_id, *echo.conversation_id);
    auto ours = find(inbox.organization_id, *message.conversation_id);
    if (!theirs || !ours || theirs->conversation.contact_id != ours->conversation.contact_id) return false;
    (void)merge_into(transaction, *std::move(theirs), *std::move(ours), std::nullopt);
    forget();
  }
  message.deleted_at = echo.deleted_at;
  message.edited_at = echo.edited_at;
  message.original_text = echo.original_text;
  if (echo.deleted_at || echo.edited_at) message.text = echo.text;
  store::move_signals(transaction, inbox.organization_id, echo.id, message.id);
  store::move_acts(transaction, inbox.organization_id, echo.id, message.id);
  store::move_attachments(transaction, inbox.organization_id, echo.id, message.id);
  store::delete_message(transaction, inbox.organization_id, echo.id);
  return true;
}

}  // namespace workflow
