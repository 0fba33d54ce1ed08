#pragma once
// A conversation with its contact's name and its running clock, as the database gives it. Internal to the store.

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
  std::optional<std::int64_t> priority;
  std::optional<std::string> priority_reasons;
  std::optional<std::string> facets;
};
BOOST_DESCRIBE_STRUCT(StateRow, (conversation::Conversation),
                      (contact_name, clock_id, clock_kind, clock_started_at, clock_due_at, clock_breached_at, priority,
                       priority_reasons, facets))

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
    state.clock = clock;
  }
  state.priority = row.priority;
  state.priority_reasons = std::move(row.priority_reasons);
  state.facets = std::move(row.facets);
  state.conversation = static_cast<conversation::Conversation&&>(row);
  return state;
}

}  // namespace store
