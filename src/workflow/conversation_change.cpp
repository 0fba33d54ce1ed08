#include "workflow/conversation_change.hpp"

#include <utility>

#include "domain/sla/rule.hpp"
#include "store/clock_store.hpp"
#include "store/conversation_store.hpp"
#include "workflow/resolutions.hpp"

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

void ConversationChange::renew(Promises& promises) { renewed_ = renew_terms(state, promises) || renewed_; }

void ConversationChange::pause(Promises& promises, base::Time now, std::optional<base::Time> until) {
  wish_ = {true, until};
  auto& clock = state.clock;
  if (!clock || (!clock->paused_at && !until)) return;
  const auto terms = promises.terms_of(state);
  sla::resume(*clock, now, terms);
  if (until) sla::pause(*clock, now, *until, terms);
  renewed_ = true;
}

void ConversationChange::write(store::Transaction& transaction, base::Time at, sla::StopCause cause) {
  Promises promises(transaction);
  write(transaction, promises, at, cause);
}

void ConversationChange::write(store::Transaction& transaction, Promises& promises, base::Time at, sla::StopCause cause) {
  auto& conversation = state.conversation;
  auto& clock = state.clock;
  std::optional<sla::Clock> stopped;
  std::optional<sla::Clock> started;
  bool changed = renewed_;
  // The customer wrote, or the time they asked for is over.
  if (clock && clock->paused_at && conversation.status != conversation::Status::snoozed) {
    sla::resume(*clock, transaction.now(), promises.terms_of(state));
    changed = true;
  }
  // An answer that arrived late may have ended one waiting and left a later one.
  const bool waits_anew = clock && conversation.owed_since > clock->started_at;
  if (clock && (!conversation.owed || waits_anew)) {
    sla::Clock ended = *clock;
    if (ended.paused_at) sla::resume(ended, at, promises.terms_of(state));
    sla::stop(ended, at, cause);
    if (cause == sla::StopCause::dismissed) ended.dismiss_reason = conversation.dismiss_reason;
    stopped = ended;
    clock.reset();
  }
  if (clock && conversation.owed_since && *conversation.owed_since < clock->started_at) {
    sla::move_start(*clock, *conversation.owed_since, promises.terms_of(state));
    changed = true;
  }
  if (conversation.owed && !clock) {
    const auto terms = promises.terms_of(state, sla::kind_for(conversation));
    started = sla::start(transaction.new_id<ids::Clock>(), conversation, terms);
    if (sla::is_late(*started, transaction.now())) {
      started->breached_at = started->due_at;
      sla::set_next(*started, terms);
    }
    clock = started;
  }
  conversation.due_at = clock ? std::optional(clock->due_at) : std::nullopt;

  if (is_new_) store::insert_conversation(transaction, conversation);
  else store::update_conversation(transaction, before_, conversation);
  // Where other times were reckoned before it stopped, those are kept too.
  if (stopped && changed) store::update_clock(transaction, *stopped);
  else if (stopped) store::stop_clock(transaction, *stopped);
  if (changed && clock && !started) store::update_clock(transaction, *clock);
  if (started) store::insert_clock(transaction, *started);
  keep_resolution(transaction, promises, state, wish_);
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
