#pragma once
// A conversation with its contact's name and its running clock, as the database gives it. Internal to the store.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "domain/event.hpp"
#include "store/query.hpp"

namespace store {

// A conversation with its contact's name and its running clock, flat as SQL gives it.
struct StateRow : conversation::Conversation {
  std::string contact_name;
  std::optional<ids::Clock> clock_id;
  std::optional<sla::ClockKind> clock_kind;
  std::optional<base::Time> clock_started_at;
  std::optional<base::Time> clock_due_at;
  std::optional<base::Time> clock_breached_at;
  std::optional<ids::SlaPolicy> clock_policy_id;
  std::optional<std::int64_t> clock_target_s;
  std::optional<std::int64_t> clock_paused_ms;
  std::optional<base::Time> clock_paused_at;
  std::optional<base::Time> clock_warn_at;
  std::optional<base::Time> clock_warned_at;
  std::optional<std::int64_t> clock_escalated;
  std::optional<base::Time> clock_next_at;
  std::optional<std::int64_t> priority;
  std::optional<std::string> priority_reasons;
  std::optional<std::string> facets;
};
BOOST_DESCRIBE_STRUCT(StateRow, (conversation::Conversation),
                      (contact_name, clock_id, clock_kind, clock_started_at, clock_due_at, clock_breached_at,
                       clock_policy_id, clock_target_s, clock_paused_ms, clock_paused_at, clock_warn_at, clock_warned_at,
                       clock_escalated, clock_next_at, priority, priority_reasons, facets))

inline event::ConversationState to_state(StateRow row) {
  event::ConversationState state;
  state.contact_name = std::move(row.contact_name);
  if (row.clock_id && row.clock_kind && row.clock_started_at && row.clock_due_at) {
    sla::Clock clock;
    clock.id = *row.clock_id;
    clock.organization_id = row.organization_id;
    clock.conversation_id = row.id;
    clock.kind = *row.clock_kind;
    clock.started_at = *row.clock_started_at;
    clock.due_at = *row.clock_due_at;
    clock.breached_at = row.clock_breached_at;
    clock.policy_id = row.clock_policy_id;
    clock.target_s = row.clock_target_s;
    clock.paused_ms = row.clock_paused_ms;
    clock.paused_at = row.clock_paused_at;
    clock.warn_at = row.clock_warn_at;
    clock.warned_at = row.clock_warned_at;
    clock.escalated = row.clock_escalated;
    clock.next_at = row.clock_next_at;
    state.clock = clock;
  }
  state.priority = row.priority;
  state.priority_reasons = std::move(row.priority_reasons);
  state.facets = std::move(row.facets);
  state.conversation = static_cast<conversation::Conversation&&>(row);
  return state;
}

}  // namespace store
