#include "workflow/resolutions.hpp"

#include <algorithm>

#include "store/conversation_store.hpp"
#include "store/resolution_store.hpp"
#include "workflow/notify.hpp"

namespace workflow {
namespace {

constexpr auto kKind = sla::ClockKind::resolution;

void begin(store::Transaction& transaction, const event::ConversationState& state, const sla::Terms& terms) {
  auto clock = sla::start_solution(transaction.new_id<ids::Clock>(), state.conversation, terms);
  // What was over before we heard of it rings no alarm.
  if (sla::is_late(clock, transaction.now())) {
    clock.breached_at = clock.due_at;
    sla::set_next(clock, terms);
  }
  store::insert_resolution(transaction, clock);
}

void end(store::Transaction& transaction, const event::ConversationState& state, sla::Clock clock, const sla::Terms& terms,
         sla::StopCause cause) {
  const auto& conversation = state.conversation;
  const auto at =
      cause == sla::StopCause::resolved ? conversation.resolved_at.value_or(transaction.now()) : transaction.now();
  if (clock.paused_at) sla::resume(clock, at, terms);
  sla::stop(clock, at, cause);
  if (cause == sla::StopCause::dismissed) clock.dismiss_reason = conversation.dismiss_reason;
  store::update_resolution(transaction, clock);
}

void tell(store::Transaction& transaction, Ladder& ladder, const event::ConversationState& state, const sla::Clock& clock,
          sla::Step step) {
  using notification::Cause;
  const auto organization = state.conversation.organization_id;
  const auto escalated = clock.escalated.value_or(0);
  switch (step) {
    case sla::Step::warned:
      transaction.publish(organization, event::ClockWarned{state, clock});
      return ladder.tell(state, Cause::resolution_warned, notification::kAssignee, false);  // The breach comes next.
    case sla::Step::breached:
      transaction.publish(organization, event::ClockBreached{state, clock});
      return ladder.tell(state, Cause::resolution_late, notification::kAssignee, true);
    case sla::Step::escalated:
      transaction.publish(organization, event::ClockEscalated{state, escalated, clock});
      return ladder.tell(state, Cause::resolution_late, std::min(escalated, notification::kManager), true);
  }
}

}  // namespace

void keep_resolution(store::Transaction& transaction, Promises& promises, const event::ConversationState& state,
                     const sla::Wish& wish) {
  const auto& conversation = state.conversation;
  if (!promises.book(conversation.organization_id).has_solutions) return;
  auto clock = store::find_running_resolution(transaction, conversation.id);
  if (!clock && !sla::begins_solution(conversation)) return;
  const auto terms = promises.terms_of(state, kKind);
  const bool is_promised = terms.target.count() > 0;
  if (!clock) {
    if (is_promised) begin(transaction, state, terms);
    return;
  }
  if (const auto cause = sla::ends_solution(conversation)) return end(transaction, state, *clock, terms, *cause);
  // What nobody promises any more is not owed; that it was late stands.
  if (!is_promised && !clock->breached_at) return end(transaction, state, *clock, terms, sla::StopCause::cancelled);
  const bool renewed = is_promised && sla::renew(*clock, terms, conversation.snoozed_until);
  const bool rested = is_promised && sla::rest_solution(*clock, conversation, wish, transaction.now(), terms);
  if (renewed || rested) store::update_resolution(transaction, *clock);
}

void reopen_resolution(store::Transaction& transaction, Promises& promises, const event::ConversationState& state) {
  const auto& conversation = state.conversation;
  if (!promises.book(conversation.organization_id).has_solutions) return;
  auto clock = store::find_last_resolution(transaction, conversation.id);
  // The one that ended when it was resolved; not one of a matter before that.
  if (!clock || clock->stopped_at != conversation.resolved_at) return;
  if (store::find_running_resolution(transaction, conversation.id)) return;
  const auto terms = promises.terms_of(state, kKind);
  if (terms.target.count() == 0) return;
  clock->stopped_at.reset();
  clock->stop_cause.reset();
  clock->dismiss_reason.reset();
  sla::set_terms(*clock, terms);
  if (sla::is_late(*clock, transaction.now())) clock->breached_at = clock->due_at;
  sla::set_next(*clock, terms);
  store::update_resolution(transaction, *clock);
}

std::int64_t fire_resolutions(store::Transaction& transaction, std::int64_t limit) {
  Promises promises(transaction);
  Ladder ladder(transaction);
  const auto due = store::list_due_resolutions(transaction, transaction.now(), limit);
  for (auto clock : due) {
    if (!store::take_resolution(transaction, clock)) continue;
    const auto state = store::find_conversation_state(transaction, clock.organization_id, clock.conversation_id);
    const auto step = state ? sla::take_step(clock, transaction.now(), promises.terms_of(*state, kKind)) : std::nullopt;
    if (!step) continue;
    store::update_resolution(transaction, clock);
    tell(transaction, ladder, *state, clock, *step);
  }
  return static_cast<std::int64_t>(due.size());
}

}  // namespace workflow
