#pragma once
// When a clock starts, when it is due, when it is late. A target of five minutes is kept by an answer at 5:00.000.

#include <chrono>

#include "domain/conversation/conversation.hpp"
#include "domain/sla/clock.hpp"

namespace sla {

// The clock that an owed conversation needs: first response until a person has answered once, next response after that.
// It starts with the word that began the waiting. `id` is for the new clock.
[[nodiscard]] Clock start(ids::Clock id, const conversation::Conversation& owed, std::chrono::seconds target);

// The waiting began at another time than was known when the clock started; its target stays.
void move_start(Clock& clock, base::Time started_at);

// `at`: when the answer was said, or the dismissal decided. An answer that was in time and only heard of late leaves no
// breach behind.
void stop(Clock& clock, base::Time at, StopCause cause);

// True when nobody answered in time, as seen at `now`.
[[nodiscard]] bool is_late(const Clock& clock, base::Time now);

}  // namespace sla
