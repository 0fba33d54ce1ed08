#include "workflow/sweep.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "store/clock_store.hpp"
#include "store/conversation_store.hpp"
#include "store/resolution_store.hpp"
#include "store/sla_store.hpp"
#include "workflow/conversation_change.hpp"
#include "workflow/notify.hpp"
#include "workflow/promises.hpp"
#include "workflow/strikes.hpp"

namespace workflow {
namespace {

// Their first word waited longer than was promised.
void strike(store::Transaction& transaction, const event::ConversationState& state) {
  if (!state.clock || state.clock->kind != sla::ClockKind::first_response) return;
  (void)add_strike(transaction, state, {contact::StrikeCause::breached, transaction.now(), state.clock->id});
}

void tell(store::Transaction& transaction, Ladder& ladder, const event::ConversationState& state, sla::Step step) {
  using notification::Cause;
  const auto organization = state.conversation.organization_id;
  const auto escalated = state.clock ? state.clock->escalated.value_or(0) : 0;
  switch (step) {
    case sla::Step::warned:
      transaction.publish(organization, event::ClockWarned{state, std::nullopt});
      return ladder.tell(state, Cause::warned, notification::kAssignee, false);  // The breach comes next.
    case sla::Step::breached:
      transaction.publish(organization, event::ClockBreached{state, std::nullopt});
      ladder.tell(state, Cause::breached, notification::kAssignee, true);
      return strike(transaction, state);
    case sla::Step::escalated:
      transaction.publish(organization, event::ClockEscalated{state, escalated, std::nullopt});
      return ladder.tell(state, Cause::escalated, std::min(escalated, notification::kManager), true);
  }
}

void reckon(store::Transaction& transaction, Promises& promises, ids::Organization organization, ids::Conversation id) {
  auto state = store::find_conversation_state(transaction, organization, id);
  if (!state) return;
  const auto solution = store::find_running_resolution(transaction, id);
  const bool moved = move_clock(transaction, *state, promises);
  const auto now = store::find_running_resolution(transaction, id);
  const bool solution_moved = solution && (!now || now->due_at != solution->due_at);
  if (solution_moved && !moved) tell_as_it_stands(transaction, *std::move(state), std::nullopt);
}

struct Reckoned {
  std::set<ids::Conversation> conversations;
  std::optional<ids::Conversation> last;  // Up to which all of them are there; none: to the end.
};
// Conversations after that one on which an answer or a solution is due in time.
Reckoned list_to_reckon(store::Reading& reading, ids::Organization organization, ids::Conversation after,
                        std::int64_t limit) {
  Reckoned out;
  for (const auto& clocks : {store::list_running_clocks(reading, organization, after, limit),
                             store::list_running_resolutions(reading, organization, after, limit)}) {
    for (const auto& clock : clocks) out.conversations.insert(clock.conversation_id);
    if (static_cast<std::int64_t>(clocks.size()) < limit) continue;
    const auto last = clocks.back().conversation_id;
    out.last = out.last ? std::min(*out.last, last) : last;
  }
  if (out.last) out.conversations.erase(out.conversations.upper_bound(*out.last), out.conversations.end());
  return out;
}

}  // namespace

std::int64_t sweep_clocks(store::Transaction& transaction, std::int64_t limit) {
  Promises promises(transaction);
  Ladder ladder(transaction);
  const auto due = store::list_due_clocks(transaction, transaction.now(), limit);
  for (auto clock : due) {
    if (!clock.next_at) continue;
    const auto was_due = *clock.next_at;
    auto state = store::find_conversation_state(transaction, clock.organization_id, clock.conversation_id);
    const auto step = state ? sla::take_step(clock, transaction.now(), promises.terms_of(*state, clock.kind)) : std::nullopt;
    if (!step) clock.next_at.reset();
    if (!store::take_clock_step(transaction, clock, was_due) || !step) continue;
    state->clock = clock;
    tell(transaction, ladder, *state, *step);
  }
  return static_cast<std::int64_t>(due.size());
}

std::int64_t reckon_clocks(store::Transaction& transaction, std::int64_t limit) {
  auto reckoning = store::find_reckoning(transaction);
  if (!reckoning) return 0;
  Promises promises(transaction);
  const auto organization = reckoning->organization_id;
  const auto found = list_to_reckon(transaction, organization, reckoning->reckoned_id.value_or(ids::Conversation{}), limit);
  for (const auto id : found.conversations) reckon(transaction, promises, organization, id);
  reckoning->reckoned_id = found.last;
  store::set_reckoning(transaction, *reckoning);
  return limit;  // Another organization may have some.
}

std::int64_t wake_conversations(store::Transaction& transaction, std::int64_t limit) {
  const auto awaking = store::list_awaking(transaction, transaction.now(), limit);
  for (const auto& sleeper : awaking) {
    auto state = store::find_conversation_state(transaction, sleeper.organization_id, sleeper.id);
    if (!state) continue;
    ConversationChange change(*std::move(state));
    change.state.conversation.status = conversation::Status::open;
    change.state.conversation.snoozed_until.reset();
    change.write(transaction, transaction.now());
    change.publish_updated(transaction, rights::Principal{});
  }
  return static_cast<std::int64_t>(awaking.size());
}

}  // namespace workflow
