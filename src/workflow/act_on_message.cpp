#include "workflow/act_on_message.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "base/json/traits.hpp"
#include "store/act_store.hpp"
#include "store/attachment_store.hpp"
#include "store/inbox_store.hpp"
#include "store/message_store.hpp"
#include "store/outbound_store.hpp"
#include "workflow/conversation_change.hpp"
#include "workflow/retell_conversation.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using conversation::ActKind;
using conversation::Direction;

struct Found {
  conversation::Message message;
  event::ConversationState state;
};

base::Result<Found> find(store::Reading& reading, const rights::Principal& who, ids::Message id) {
  const auto nothing = [] { return base::fail(FailureKind::not_found, "There is no such message."); };
  auto message = store::find_message(reading, who.organization_id, id);
  if (!message || !message->conversation_id || message->direction == Direction::internal) return nothing();
  auto state = find_workable(reading, who, *message->conversation_id);
  if (!state && state.error().kind == FailureKind::not_found) return nothing();
  if (!state) return base::pass_on(state.error());
  return Found{*std::move(message), *std::move(state)};
}

bool is_on_platform(const conversation::Message& message) {
  const bool is_there =
      message.delivery == conversation::Delivery::received || message.delivery == conversation::Delivery::sent;
  return is_there && !message.deleted_at && !message.external_id.starts_with("heed:");
}

// Why this cannot be done to this message; "" where it can.
const char* why_not(const conversation::Message& message, ActKind kind, const channel::Capabilities& capabilities) {
  if (!is_on_platform(message)) return "This message is not on its platform any more, or not yet.";
  const bool is_theirs = message.direction == Direction::inbound;
  if (kind == ActKind::remove)
    return is_theirs && !capabilities.removes_others ? "On this channel only our own messages can be removed." : "";
  if (!is_theirs) return "This can be done to what customers say, not to our own words.";
  const bool is_for_public = kind == ActKind::share || kind == ActKind::hide;
  return is_for_public && !message.is_public ? "This was said in private." : "";
}

void erase(store::Transaction& transaction, Found& found, std::optional<ids::User> by) {
  auto& [message, state] = found;
  message.deleted_at = transaction.now();
  message.text.clear();
  message.original_text.reset();
  store::update_message(transaction, message);
  retell_conversation(transaction, state);
  const auto author = message.user_id ? message.user_id : by;
  const auto name = author && message.direction == Direction::outbound
                        ? store::find_author_name(transaction, message.organization_id, *author)
                        : state.contact_name;
  transaction.publish(
      message.organization_id,
      event::MessageUpdated{message, name, state, store::find_outbound(transaction, message.organization_id, message.id)});
}

}  // namespace

base::Result<PlannedAct> plan_act(store::Reading& reading, const rights::Principal& who, ids::Message id, ActKind kind,
                                  const std::vector<channel::ChannelType>& channels) {
  auto found = find(reading, who, id);
  if (!found) return base::pass_on(found.error());
  const auto& message = found->message;
  auto inbox = store::find_inbox(reading, who.organization_id, message.inbox_id);
  const auto* type = inbox ? channel::find_channel(channels, inbox->channel) : nullptr;
  const auto action = base::from_name<channel::ActionKind>(base::to_name(kind));
  if (!inbox || type == nullptr || !action) return base::fail(FailureKind::not_found, "The inbox of this message is gone.");
  const auto capabilities = channel::capabilities_of(*type, inbox->settings);
  if (std::ranges::find(capabilities.actions, *action) == capabilities.actions.end())
    return base::fail(FailureKind::conflict, "This cannot be done on " + type->name + ".", "kind");
  PlannedAct planned;
  planned.acts = store::list_acts(reading, who.organization_id, id);
  planned.is_done = conversation::holds(kind, planned.acts);
  planned.inbox = *std::move(inbox);
  if (planned.is_done) return planned;
  if (const std::string why = why_not(message, kind, capabilities); !why.empty())
    return base::fail(FailureKind::conflict, why, "kind");
  if (!planned.inbox.enabled)
    return base::fail(FailureKind::conflict, "The inbox \"" + planned.inbox.name + "\" is switched off.");
  planned.action.kind = *action;
  planned.action.external_id = message.external_id;
  if (const auto details = store::find_details(reading, who.organization_id, id)) planned.action.context = details->context;
  return planned;
}

base::Result<DoneAct> record_act(store::Transaction& transaction, const rights::Principal& who, ids::Message id,
                                 ActKind kind) {
  auto found = find(transaction, who, id);
  if (!found) return base::pass_on(found.error());
  auto acts = store::list_acts(transaction, who.organization_id, id);
  if (!conversation::holds(kind, acts)) {
    conversation::Act act;
    act.id = transaction.new_id<ids::Signal>().value;
    act.organization_id = who.organization_id;
    act.message_id = id;
    act.kind = kind;
    act.user_id = who.user_id;
    act.done_at = transaction.now();
    store::insert_act(transaction, act);
    acts.push_back(act);
    if (kind == ActKind::remove && !found->message.deleted_at) erase(transaction, *found, who.user_id);
    transaction.publish(who.organization_id, event::MessageActed{act, found->state});
  }
  return DoneAct{std::move(acts), found->message, std::move(found->state)};
}

}  // namespace workflow
