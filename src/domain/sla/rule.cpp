#include "domain/sla/rule.hpp"

namespace sla {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kAfter{1};  // The last moment is in time.

base::Time after(base::Time from, milliseconds time, const Terms& terms) {
  if (!terms.hours) return from + time;
  // Hours that open at all come round within the span that deadlines are reckoned over.
  return terms.hours->deadline(from, time).value_or(from + time);
}

milliseconds counted(base::Time from, base::Time to, const Terms& terms) {
  if (to <= from) return milliseconds(0);
  return terms.hours ? terms.hours->worked(from, to) : to - from;
}

void set_deadline(Clock& clock, const Terms& terms, milliseconds pause) {
  const milliseconds target = terms.target;
  clock.due_at = after(clock.started_at, target + pause, terms);
  clock.warn_at.reset();
  if (terms.warn_percent < 100) clock.warn_at = after(clock.started_at, target * terms.warn_percent / 100 + pause, terms);
}

}  // namespace

base::Time due_after(base::Time from, std::chrono::seconds time, const Terms& terms) { return after(from, time, terms); }

ClockKind kind_for(const conversation::Conversation& owed) {
  return owed.first_answered_at ? ClockKind::next_response : ClockKind::first_response;
}

Clock start(ids::Clock id, const conversation::Conversation& owed, const Terms& terms) {
  Clock clock;
  clock.id = id;
  clock.organization_id = owed.organization_id;
  clock.conversation_id = owed.id;
  clock.kind = kind_for(owed);
  clock.started_at = owed.owed_since.value_or(owed.last_said_at);
  set_terms(clock, terms);
  return clock;
}

void set_terms(Clock& clock, const Terms& terms) {
  clock.policy_id = terms.policy_id;
  clock.target_s = terms.target.count();
  set_deadline(clock, terms, milliseconds(clock.paused_ms.value_or(0)));
  set_next(clock, terms);
}

void set_next(Clock& clock, const Terms& terms) {
  clock.next_at.reset();
  if (clock.stopped_at || clock.paused_at) return;
  const auto step = static_cast<std::size_t>(clock.escalated.value_or(0));
  if (!clock.breached_at) {
    const bool warns = clock.warn_at && !clock.warned_at && *clock.warn_at <= clock.due_at;
    clock.next_at = warns ? *clock.warn_at : clock.due_at + kAfter;
  } else if (clock.escalated && step < terms.escalate_s.size()) {
    clock.next_at = after(clock.due_at, std::chrono::seconds(terms.escalate_s[step]), terms);
  }
}

bool renew(Clock& clock, const Terms& terms, std::optional<base::Time> until) {
  if (clock.breached_at || clock.stopped_at) return false;
  Clock renewed = clock;
  const auto paused_at = renewed.paused_at;
  renewed.paused_at.reset();
  set_terms(renewed, terms);
  if (paused_at) pause(renewed, *paused_at, until.value_or(*paused_at), terms);
  const bool same = renewed.due_at == clock.due_at && renewed.warn_at == clock.warn_at &&
                    renewed.policy_id == clock.policy_id && renewed.next_at == clock.next_at;
  if (same) return false;
  // A warning that was given for a nearer deadline is given again for the new one.
  if (renewed.due_at > clock.due_at && renewed.warned_at) {
    renewed.warned_at.reset();
    set_next(renewed, terms);
  }
  clock = renewed;
  return true;
}

void move_start(Clock& clock, base::Time started_at, const Terms& terms) {
  clock.started_at = started_at;
  set_terms(clock, terms);
  if (clock.breached_at) clock.breached_at = clock.due_at;
}

void pause(Clock& clock, base::Time now, base::Time until, const Terms& terms) {
  if (clock.breached_at || clock.paused_at || clock.stopped_at || is_late(clock, now)) return;
  clock.paused_at = now;
  set_deadline(clock, terms, milliseconds(clock.paused_ms.value_or(0)) + counted(now, until, terms));
  clock.next_at.reset();
}

void resume(Clock& clock, base::Time now, const Terms& terms) {
  if (!clock.paused_at) return;
  clock.paused_ms = clock.paused_ms.value_or(0) + counted(*clock.paused_at, now, terms).count();
  clock.paused_at.reset();
  set_deadline(clock, terms, milliseconds(*clock.paused_ms));
  set_next(clock, terms);
}

void stop(Clock& clock, base::Time at, StopCause cause) {
  clock.stopped_at = at;
  clock.stop_cause = cause;
  clock.paused_at.reset();
  clock.next_at.reset();
  if (!is_late(clock, at)) clock.breached_at.reset();
  else if (!clock.breached_at) clock.breached_at = clock.due_at;
}

bool is_late(const Clock& clock, base::Time now) {
  return !clock.paused_at && clock.stopped_at.value_or(now) > clock.due_at;
}

std::optional<Step> take_step(Clock& clock, base::Time now, const Terms& terms) {
  if (!clock.next_at || *clock.next_at > now) return std::nullopt;
  Step step = Step::escalated;
  if (clock.breached_at) {
    clock.escalated = clock.escalated.value_or(0) + 1;
  } else if (is_late(clock, now)) {
    step = Step::breached;
    clock.breached_at = clock.due_at;
    clock.escalated = 0;
  } else {
    step = Step::warned;
    clock.warned_at = now;
  }
  set_next(clock, terms);
  return step;
}

}  // namespace sla
