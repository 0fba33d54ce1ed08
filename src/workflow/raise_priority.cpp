#include "workflow/raise_priority.hpp"

#include <utility>
#include <vector>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "domain/priority/priority.hpp"
#include "store/triage_store.hpp"

namespace workflow {

void raise_priority(store::Transaction& transaction, event::ConversationState state, std::int64_t floor,
                    const std::string& rule) {
  const auto organization = state.conversation.organization_id;
  const auto id = state.conversation.id;
  auto wanted = store::find_override(transaction, organization, id).value_or(store::Override());
  const bool from_strikes = wanted.priority_floor && wanted.priority_rule.empty();
  const bool is_enough = (rule.empty() || from_strikes) && wanted.priority_floor.value_or(0) >= floor;
  if (!is_enough && (wanted.priority_floor != floor || wanted.priority_rule != rule)) {
    wanted.priority_floor = floor;
    wanted.priority_rule = rule;
    store::put_override(transaction, organization, id, wanted);
  }
  if (state.conversation.status == conversation::Status::resolved || state.priority.value_or(0) >= floor) return;
  priority::Priority priority;
  priority.score = state.priority.value_or(0);
  if (state.priority_reasons)
    priority.reasons =
        base::decode_text<std::vector<priority::Reason>>(*state.priority_reasons).value_or(std::vector<priority::Reason>());
  priority::raise(priority, floor, rule);
  state.priority = priority.score;
  state.priority_reasons = base::encode(priority.reasons);
  store::rank_conversation(transaction, state, transaction.now());
  transaction.publish(organization, event::ConversationRanked{std::move(state)});
}

}  // namespace workflow
