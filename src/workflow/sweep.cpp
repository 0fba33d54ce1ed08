#include "workflow/sweep.hpp"

#include "store/clock_store.hpp"
#include "store/conversation_store.hpp"
#include "workflow/conversation_change.hpp"

namespace workflow {

std::int64_t sweep_clocks(store::Transaction& transaction, std::int64_t limit) {
  const auto overdue = store::list_overdue_clocks(transaction, transaction.now(), limit);
  for (auto clock : overdue) {
    clock.breached_at = clock.due_at;
    store::update_clock(transaction, clock);
    auto state = store::find_conversation_state(transaction, clock.organization_id, clock.conversation_id);
    if (state) transaction.publish(clock.organization_id, event::ClockBreached{*std::move(state)});
  }
  return static_cast<std::int64_t>(overdue.size());
}

std::int64_t wake_conversations(store::Transaction& transaction, std::int64_t limit) {
  const auto awaking = store::list_awaking(transaction, transaction.now(), limit);
  for (const auto& sleeper : awaking) {
    auto state = store::find_conversation_state(transaction, sleeper.organization_id, sleeper.id);
    if (!state) continue;
    ConversationChange change(*std::move(state));
    change.state.conversation.status = conversation::Status::open;
    change.state.conversation.snoozed_until.reset();
    change.write(transaction, std::chrono::seconds{0}, transaction.now());
    change.publish_updated(transaction, rights::Principal{});
  }
  return static_cast<std::int64_t>(awaking.size());
}

}  // namespace workflow
