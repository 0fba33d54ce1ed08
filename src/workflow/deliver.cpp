#include "workflow/deliver.hpp"

#include <chrono>
#include <string>
#include <utility>

#include "base/text.hpp"
#include "domain/acknowledgement/acknowledgement.hpp"
#include "store/attachment_store.hpp"
#include "store/conversation_store.hpp"
#include "store/message_store.hpp"
#include "store/outbound_store.hpp"
#include "workflow/delivery_change.hpp"
#include "workflow/describe_outbound.hpp"
#include "workflow/receive_items.hpp"

namespace workflow {
namespace {

using conversation::Delivery;
using Changed = DeliveryChange::Changed;

constexpr int kMostInOneGo = 50;  // Settled without the network, in one transaction.

void settle(store::Transaction& transaction, const inbox::Inbox& inbox, Changed changed, const Standing& standing,
            const channel::SendResult& result) {
  auto& [message, outbound] = changed;
  DeliveryChange change(transaction);
  const auto before = message.delivery;
  message.delivery = standing.delivery;
  outbound.doubted_at = standing.doubted_at;
  outbound.retry_at = standing.retry_at;
  outbound.reason = base::to_storable(standing.reason);
  if (message.delivery == Delivery::sent) {
    outbound.url = base::to_storable(result.url);
    Receiving receiving(transaction);
    auto sent = receiving.sent(inbox, message, base::to_storable(result.external_id));
    receiving.finish();
    if (!result.context.empty())
      store::put_details(transaction, message.organization_id, {message.id, "", base::to_storable(result.context)});
    if (sent.is_story_changed) change.retell();
    if (sent.absorbed) change.drop(*std::move(sent.absorbed));
    // Its thread may have become known with its name, and be another conversation's.
    if (const auto now = store::find_message(transaction, message.organization_id, message.id)) message = *now;
    change.note(changed, before);
  } else {
    change.write(changed, before);
  }
  if (!conversation::counts_as_said(message.delivery)) change.fail_rest(message.organization_id, message.id);
  (void)change.finish(message.organization_id, message.conversation_id);
}

// An acknowledgement that comes after the answer, or long after the question, is worse than none.
bool is_in_the_way(store::Reading& reading, const Changed& waiting) {
  const auto& [message, outbound] = waiting;
  if (message.user_id || !message.conversation_id) return false;
  if (!store::is_automatic(reading, message.organization_id, message.id)) return false;
  if (reading.now() > outbound.send_at + acknowledgement::kStale) return true;
  const auto state = store::find_conversation_state(reading, message.organization_id, *message.conversation_id);
  return !state || !state->conversation.owed || state->conversation.first_answered_at.has_value();
}

// Why it can be sent no more; none where it can.
std::optional<Standing> too_late(store::Reading& reading, const Changed& waiting,
                                 const channel::Capabilities& capabilities) {
  const auto& [message, outbound] = waiting;
  const auto now = reading.now();
  const auto give_up = [&](std::string reason) {
    if (outbound.doubted_at) return Standing{Delivery::uncertain, outbound.doubted_at, {}, std::move(reason)};
    return Standing{Delivery::failed, {}, {}, std::move(reason)};
  };
  if (!outbound.doubted_at && is_in_the_way(reading, waiting)) return Standing{Delivery::cancelled, {}, {}, ""};
  if (now > outbound.send_at + kLongestWait) return give_up("It could not be handed over for two days. " + outbound.reason);
  if (!capabilities.reply_window_s || !message.conversation_id) return std::nullopt;
  const auto heard = store::find_newest_heard(reading, message.organization_id, *message.conversation_id);
  if (!heard || now <= heard->said_at + std::chrono::seconds(*capabilities.reply_window_s)) return std::nullopt;
  return give_up("The time in which this channel lets us answer was over before it could be sent.");
}

Claim claim(store::Transaction& transaction, const inbox::Inbox& inbox, Changed changed) {
  auto& [message, outbound] = changed;
  if (outbound.follows_id) {
    const auto part_before = store::find_message(transaction, message.organization_id, *outbound.follows_id);
    if (part_before && part_before->delivery == Delivery::sent) message.parent_external_id = part_before->external_id;
    store::place_outbound(transaction, message);
  }
  const auto before = message.delivery;
  message.delivery = Delivery::sending;
  ++outbound.attempts;
  outbound.attempted_at = transaction.now();
  outbound.retry_at.reset();
  outbound.reason.clear();
  DeliveryChange change(transaction);
  change.write(changed, before);
  (void)change.finish(message.organization_id, message.conversation_id);
  return {false, outbound, describe_outbound(transaction, inbox, message)};
}

// A claim, or nothing where it was settled without the network.
std::optional<Claim> take(store::Transaction& transaction, const inbox::Inbox& inbox, const Changed& waiting,
                          const channel::Capabilities& capabilities) {
  const auto& [message, outbound] = waiting;
  const auto settle_as = [&](const Standing& standing) { settle(transaction, inbox, waiting, standing, {}); };
  if (message.delivery == Delivery::sending) {
    if (outbound.retry_at) return Claim{true, outbound, describe_outbound(transaction, inbox, message)};
    settle_as(without_outcome(outbound, capabilities, transaction.now()));
    return std::nullopt;
  }
  if (const auto late = too_late(transaction, waiting, capabilities)) {
    settle_as(*late);
    return std::nullopt;
  }
  if (!may_send(outbound, capabilities, transaction.now())) {
    settle_as(without_outcome(outbound, capabilities, transaction.now()));
    return std::nullopt;
  }
  return claim(transaction, inbox, waiting);
}

}  // namespace

NextDelivery claim_next(store::Transaction& transaction, const inbox::Inbox& inbox, const channel::ChannelType& channel,
                        bool only_doubts) {
  const auto organization = inbox.organization_id;
  for (int i = 0; i < kMostInOneGo; ++i) {
    const auto id = store::find_next_outbound(transaction, organization, inbox.id, transaction.now(), only_doubts);
    if (!id) break;
    const auto message = store::find_message(transaction, organization, *id);
    const auto outbound = store::find_outbound(transaction, organization, *id);
    if (!message || !outbound) break;
    const auto capabilities = channel::capabilities_of(channel, inbox.settings);
    if (auto taken = take(transaction, inbox, {*message, *outbound}, capabilities)) return {std::move(taken), {}};
  }
  return {std::nullopt, store::next_outbound_time(transaction, organization, inbox.id, only_doubts)};
}

void record_delivery(store::Transaction& transaction, const inbox::Inbox& inbox, ids::Message id, const Standing& standing,
                     const channel::SendResult& result) {
  const auto message = store::find_message(transaction, inbox.organization_id, id);
  const auto outbound = store::find_outbound(transaction, inbox.organization_id, id);
  if (!message || !outbound || message->delivery != Delivery::sending) return;
  settle(transaction, inbox, {*message, *outbound}, standing, result);
}

}  // namespace workflow
