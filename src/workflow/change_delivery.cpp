#include "workflow/change_delivery.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "store/message_store.hpp"
#include "store/outbound_store.hpp"
#include "workflow/conversation_change.hpp"
#include "workflow/delivery_change.hpp"
#include "workflow/uploads.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using conversation::Delivery;
using Changed = DeliveryChange::Changed;

struct Found {
  Changed changed;
  event::ConversationState state;
};

std::optional<Changed> load(store::Reading& reading, ids::Organization organization, ids::Message id) {
  auto message = store::find_message(reading, organization, id);
  auto outbound = store::find_outbound(reading, organization, id);
  if (!message || !outbound) return std::nullopt;
  return Changed{*std::move(message), *std::move(outbound)};
}

base::Result<Found> find_leaving(store::Reading& reading, const rights::Principal& who, ids::Message id) {
  const auto nothing = [] { return base::fail(FailureKind::not_found, "There is no such message."); };
  const auto message = store::find_message(reading, who.organization_id, id);
  if (!message || !message->conversation_id) return nothing();
  auto state = find_workable(reading, who, *message->conversation_id);
  if (!state && state.error().kind == FailureKind::not_found) return nothing();
  if (!state) return base::pass_on(state.error());
  auto changed = load(reading, who.organization_id, id);
  if (!changed) return base::fail(FailureKind::conflict, "This message does not leave for a platform.");
  return Found{*std::move(changed), *std::move(state)};
}

base::Result<WrittenMessage> finish(store::Transaction& transaction, DeliveryChange& change, const Changed& changed) {
  auto state = change.finish(changed.message.organization_id, changed.message.conversation_id);
  if (!state) return base::fail(FailureKind::not_found, "There is no such conversation.");
  const auto name = changed.message.user_id
                        ? store::find_author_name(transaction, changed.message.organization_id, *changed.message.user_id)
                        : std::string();
  return WrittenMessage{changed.message, name, *std::move(state), changed.outbound};
}

// Every part of the answer that this one is of, in order.
std::vector<Changed> answer_of(store::Reading& reading, Changed part) {
  const auto organization = part.message.organization_id;
  while (part.outbound.follows_id) {
    auto before = load(reading, organization, *part.outbound.follows_id);
    if (!before) break;
    part = *std::move(before);
  }
  std::vector<Changed> parts{std::move(part)};
  while (const auto next = store::find_follower(reading, organization, parts.back().message.id)) {
    auto loaded = load(reading, organization, next->message_id);
    if (!loaded) break;
    parts.push_back(*std::move(loaded));
  }
  return parts;
}

bool can_be_taken_back(const Changed& part) {
  return part.message.delivery == Delivery::queued && !part.outbound.doubted_at;
}

const char* name_of(Delivery delivery) {
  if (delivery == Delivery::sent) return "This message was sent.";
  if (delivery == Delivery::cancelled) return "This message was taken back.";
  return "This message is on its way.";
}

}  // namespace

base::Result<TakenBack> cancel_message(store::Transaction& transaction, const rights::Principal& who, ids::Message id) {
  auto found = find_leaving(transaction, who, id);
  if (!found) return base::pass_on(found.error());
  auto parts = answer_of(transaction, found->changed);
  if (!std::ranges::all_of(parts, can_be_taken_back))
    return base::fail(FailureKind::conflict, "It is too late to take it back: it is leaving, or has left.");
  DeliveryChange change(transaction);
  for (auto& [message, outbound] : parts) {
    message.delivery = Delivery::cancelled;
    outbound.retry_at.reset();
    change.write({message, outbound}, Delivery::queued);
  }
  const auto& first = parts.front();
  auto written = finish(transaction, change, first);
  if (!written) return base::pass_on(written.error());
  const auto text = first.outbound.whole_text.empty() ? first.message.text : first.outbound.whole_text;
  return TakenBack{*std::move(written), text, detach_uploads(transaction, who, first.message.id)};
}

base::Result<WrittenMessage> retry_message(store::Transaction& transaction, const rights::Principal& who, ids::Message id,
                                           bool may_repeat, const std::vector<channel::ChannelType>& channels) {
  auto found = find_leaving(transaction, who, id);
  if (!found) return base::pass_on(found.error());
  auto& [message, outbound] = found->changed;
  const auto before = message.delivery;
  if (before != Delivery::failed && before != Delivery::uncertain) return base::fail(FailureKind::conflict, name_of(before));
  if (before == Delivery::uncertain && !may_repeat)
    return base::fail(FailureKind::conflict,
                      "It may have been said already; to send it again is to accept that it is said twice.", "may_repeat");
  if (outbound.follows_id) {
    const auto part_before = store::find_message(transaction, who.organization_id, *outbound.follows_id);
    if (part_before && part_before->delivery != Delivery::sent)
      return base::fail(FailureKind::conflict, "The part before it has to get through first.");
  }
  if (store::is_automatic(transaction, who.organization_id, id))
    return base::fail(FailureKind::conflict,
                      "What was said automatically was true when it was written: answer in its place.");
  const auto terms = reply_terms(transaction, found->state.conversation, channels);
  if (!terms.possible) return base::fail(FailureKind::conflict, terms.reason);
  message.delivery = Delivery::queued;
  message.said_at = std::max(transaction.now(), found->state.conversation.last_said_at);
  outbound.send_at = transaction.now();
  outbound.retry_at.reset();
  outbound.doubted_at.reset();
  outbound.reason.clear();
  DeliveryChange change(transaction);
  store::place_outbound(transaction, message);
  change.write(found->changed, before);
  change.queue_rest(who.organization_id, id, message.said_at);
  return finish(transaction, change, found->changed);
}

base::Result<WrittenMessage> settle_message(store::Transaction& transaction, const rights::Principal& who, ids::Message id,
                                            bool is_sent) {
  auto found = find_leaving(transaction, who, id);
  if (!found) return base::pass_on(found.error());
  auto& [message, outbound] = found->changed;
  if (message.delivery != Delivery::uncertain)
    return base::fail(FailureKind::conflict, "Only of a message that nobody knows of can be said whether it arrived.");
  message.delivery = is_sent ? Delivery::sent : Delivery::failed;
  outbound.doubted_at.reset();
  outbound.reason = is_sent ? "" : "Somebody looked: it did not arrive.";
  DeliveryChange change(transaction);
  change.write(found->changed, Delivery::uncertain);
  if (is_sent) change.queue_rest(who.organization_id, id, std::max(transaction.now(), message.said_at));
  return finish(transaction, change, found->changed);
}

}  // namespace workflow
