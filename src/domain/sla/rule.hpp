#pragma once
// When a clock starts, when it warns, when it is due, when it is late. A target of five minutes is kept by an answer at 5:00.000.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "domain/conversation/conversation.hpp"
#include "domain/sla/clock.hpp"
#include "domain/sla/hours.hpp"

namespace sla {

// What is promised for one clock (policy.hpp), with the hours that count.
struct Terms {
  std::chrono::seconds target{0};
  std::optional<ids::SlaPolicy> policy_id = {};
  std::shared_ptr<const Hours> hours = {};  // None: every minute counts.
  std::int64_t warn_percent = 75;
  std::vector<std::int64_t> escalate_s = {};
};

// Which clock an owed conversation needs: first response until a person has answered once, next response after that.
[[nodiscard]] ClockKind kind_for(const conversation::Conversation& owed);

// When so much time is over, in the hours that count.
[[nodiscard]] base::Time due_after(base::Time from, std::chrono::seconds time, const Terms& terms);

// That clock. It starts with the word that began the waiting. `id` is for the new clock.
[[nodiscard]] Clock start(ids::Clock id, const conversation::Conversation& owed, const Terms& terms);

// Sets what follows from the terms: when it warns, when it is due, and what comes next.
void set_terms(Clock& clock, const Terms& terms);

// What comes next: the warning, the breach, the steps after it. A clock that was late before we heard of it says nothing more.
void set_next(Clock& clock, const Terms& terms);

// Gives it the terms that hold now, where they are others: after a policy or a calendar changed. `until`: of a clock
// that is paused, when its pause is to end. False where nothing changed, which is so for what is late already: that promise was
// broken as it stood.
[[nodiscard]] bool renew(Clock& clock, const Terms& terms, std::optional<base::Time> until);

// The waiting began at another time than was known when the clock started.
void move_start(Clock& clock, base::Time started_at, const Terms& terms);

// The customer asked for it: until they write, or `until`, no time counts. A promise that is broken already is not mended so.
void pause(Clock& clock, base::Time now, base::Time until, const Terms& terms);
void resume(Clock& clock, base::Time now, const Terms& terms);

// `at`: when the answer was said, or the dismissal decided. An answer that was in time and only heard of late leaves no
// breach behind. A clock that is paused is resumed before.
void stop(Clock& clock, base::Time at, StopCause cause);

// True when nobody answered in time, as seen at `now`.
[[nodiscard]] bool is_late(const Clock& clock, base::Time now);

// One thing that time brings, done: what it was, and the clock after it. None where nothing is due at `now`. Of what is long
// over the later counts: a breach that nobody was warned of is told as a breach alone.
enum class Step { warned, breached, escalated };
[[nodiscard]] std::optional<Step> take_step(Clock& clock, base::Time now, const Terms& terms);

}  // namespace sla
