#include "workflow/conversation_change.hpp"

#include <utility>

#include "domain/sla/rule.hpp"
#include "store/clock_store.hpp"
#include "store/conversation_store.hpp"

namespace workflow {

base::Result<event::ConversationState> find_visible(store::Reading& reading, const rights::Principal& who,
                                                    ids::Conversation id) {
  auto state = store::find_conversation_state(reading, who.organization_id, id);
  if (!state || !rights::may_see(who, state->conversation.organization_id, state->conversation.team_id,
                                 state->conversation.assignee_id))
    return base::fail(base::FailureKind::not_found, "There is no such conversation.");
  return *std::move(state);
}

base::Result<event::ConversationState> find_workable(store::Reading& reading, const rights::Principal& who,
                                                     ids::Conversation id) {
  auto state = find_visible(reading, who, id);
  if (state && state->conversation.merged_into_id)
    return base::fail(base::FailureKind::conflict, "It was merged into another conversation; go on there.");
  return state;
}

void tell_as_it_stands(store::Transaction& transaction, event::ConversationState state, std::optional<ids::User> by) {
  const auto organization = state.conversation.organization_id;
  event::ConversationUpdated updated;
  updated.previous_team_id = state.conversation.team_id;
  updated.previous_assignee_id = state.conversation.assignee_id;
  updated.by = by;
  updated.state = std::move(state);
  transaction.publish(organization, std::move(updated));
}

void tell_as_it_stands(store::Transaction& transaction, ids::Organization organization, ids::Conversation id,
                       std::optional<ids::User> by) {
  auto state = store::find_conversation_state(transaction, organization, id);
  if (state && !state->conversation.merged_into_id) tell_as_it_stands(transaction, *std::move(state), by);
}

ConversationChange::ConversationChange(event::ConversationState before)
    : state(std::move(before)), before_(state.conversation) {}

ConversationChange ConversationChange::of_new(conversation::Conversation fresh, std::string contact_name) {
  ConversationChange change({std::move(fresh), std::move(contact_name), std::nullopt});
  change.is_new_ = true;
  return change;
}

void ConversationChange::write(store::Transaction& transaction, std::chrono::seconds target, base::Time at,
                               sla::StopCause cause) {
  auto& conversation = state.conversation;
  auto& clock = state.clock;
  std::optional<sla::Clock> stopped;
  std::optional<sla::Clock> started;
  // An answer that arrived late may have ended one waiting and left a later one.
  const bool waits_anew = clock && conversation.owed_since > clock->started_at;
  if (clock && (!conversation.owed || waits_anew)) {
    sla::Clock ended = *clock;
    sla::stop(ended, at, cause);
    stopped = ended;
    clock.reset();
  }
  bool moved = false;
  if (clock && conversation.owed_since && *conversation.owed_since < clock->started_at) {
    sla::move_start(*clock, *conversation.owed_since);
    moved = true;
  }
  if (conversation.owed && !clock) {
    started = sla::start(transaction.new_id<ids::Clock>(), conversation, target);
    if (sla::is_late(*started, transaction.now())) started->breached_at = started->due_at;
    clock = started;
  }
  conversation.due_at = clock ? std::optional(clock->due_at) : std::nullopt;

  if (is_new_) store::insert_conversation(transaction, conversation);
  else store::update_conversation(transaction, before_, conversation);
  if (stopped) store::update_clock(transaction, *stopped);
  if (moved) store::update_clock(transaction, *clock);
  if (started) store::insert_clock(transaction, *started);
}

void ConversationChange::publish_updated(store::Transaction& transaction, const rights::Principal& by) const {
  event::ConversationUpdated updated;
  updated.state = state;
  updated.by = by.user_id;
  updated.previous_team_id = before_.team_id;
  updated.previous_assignee_id = before_.assignee_id;
  transaction.publish(state.conversation.organization_id, std::move(updated));
}

}  // namespace workflow
