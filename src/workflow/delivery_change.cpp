#include "workflow/delivery_change.hpp"

#include <string>
#include <utility>

#include "store/conversation_store.hpp"
#include "store/message_store.hpp"
#include "store/outbound_store.hpp"
#include "workflow/retell_conversation.hpp"

namespace workflow {
namespace {

using conversation::Delivery;

constexpr const char* kPartBefore = "The part before it did not get through.";

}  // namespace

void DeliveryChange::write(const Changed& changed, Delivery before) {
  store::update_message(transaction_, changed.message);
  note(changed, before);
}

void DeliveryChange::note(const Changed& changed, Delivery before) {
  store::update_outbound(transaction_, changed.outbound);
  is_retold_ = is_retold_ || conversation::counts_as_said(before) != conversation::counts_as_said(changed.message.delivery);
  changed_.push_back(changed);
}

void DeliveryChange::drop(conversation::Message message) {
  message.delivery = Delivery::cancelled;
  dropped_.push_back(std::move(message));
}

void DeliveryChange::fail_rest(ids::Organization organization, ids::Message after) {
  for (auto next = store::find_follower(transaction_, organization, after); next;
       next = store::find_follower(transaction_, organization, next->message_id)) {
    auto message = store::find_message(transaction_, organization, next->message_id);
    if (!message || message->delivery != Delivery::queued) return;
    message->delivery = Delivery::failed;
    next->reason = kPartBefore;
    next->retry_at.reset();
    write({*message, *next}, Delivery::queued);
  }
}

void DeliveryChange::queue_rest(ids::Organization organization, ids::Message after, base::Time said_at) {
  for (auto next = store::find_follower(transaction_, organization, after); next;
       next = store::find_follower(transaction_, organization, next->message_id)) {
    auto message = store::find_message(transaction_, organization, next->message_id);
    if (!message || message->delivery != Delivery::failed || next->reason != kPartBefore) return;
    message->delivery = Delivery::queued;
    message->said_at = said_at;
    next->reason.clear();
    next->send_at = transaction_.now();
    store::place_outbound(transaction_, *message);
    write({*message, *next}, Delivery::failed);
  }
}

std::optional<event::ConversationState> DeliveryChange::finish(ids::Organization organization,
                                                               std::optional<ids::Conversation> conversation) {
  auto state = conversation ? store::find_conversation_state(transaction_, organization, *conversation) : std::nullopt;
  if (state && is_retold_) retell_conversation(transaction_, *state);
  const auto tell = [&](const conversation::Message& message, std::optional<conversation::Outbound> outbound) {
    const auto name = message.user_id ? store::find_author_name(transaction_, organization, *message.user_id) : "";
    if (state) transaction_.publish(organization, event::MessageUpdated{message, name, *state, std::move(outbound)});
    else transaction_.publish(organization, event::PostUpdated{message, name});
  };
  for (const auto& message : dropped_) tell(message, std::nullopt);
  for (const auto& [message, outbound] : changed_) tell(message, outbound);
  return state;
}

}  // namespace workflow
