#include "domain/sla/rule.hpp"

namespace sla {

Clock start(ids::Clock id, const conversation::Conversation& owed, std::chrono::seconds target) {
  Clock clock;
  clock.id = id;
  clock.organization_id = owed.organization_id;
  clock.conversation_id = owed.id;
  clock.kind = owed.first_answered_at ? ClockKind::next_response : ClockKind::first_response;
  clock.started_at = owed.owed_since.value_or(owed.last_said_at);
  clock.due_at = clock.started_at + target;
  return clock;
}

void move_start(Clock& clock, base::Time started_at) {
  clock.due_at += started_at - clock.started_at;
  clock.started_at = started_at;
  if (clock.breached_at) clock.breached_at = clock.due_at;
}

void stop(Clock& clock, base::Time at, StopCause cause) {
  clock.stopped_at = at;
  clock.stop_cause = cause;
  if (!is_late(clock, at)) clock.breached_at.reset();
  else if (!clock.breached_at) clock.breached_at = clock.due_at;
}

bool is_late(const Clock& clock, base::Time now) { return clock.stopped_at.value_or(now) > clock.due_at; }

}  // namespace sla
