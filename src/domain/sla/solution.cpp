#include "domain/sla/solution.hpp"

namespace sla {
namespace {

using conversation::Conversation;
using conversation::Status;

bool rests(const Clock& clock, const Conversation& conversation, const Wish& wish) {
  if (conversation.status == Status::pending) return !conversation.owed;
  if (conversation.status != Status::snoozed) return false;
  return wish.is_new ? wish.until.has_value() : clock.paused_at.has_value();
}

}  // namespace

bool begins_solution(const Conversation& conversation) {
  return conversation.owed && conversation.status != Status::resolved && !conversation.merged_into_id;
}

std::optional<StopCause> ends_solution(const Conversation& conversation) {
  if (conversation.merged_into_id) return StopCause::cancelled;  // It is worked on elsewhere.
  if (conversation.status != Status::resolved) return std::nullopt;
  return conversation.dismiss_reason ? StopCause::dismissed : StopCause::resolved;
}

Clock start_solution(ids::Clock id, const Conversation& conversation, const Terms& terms) {
  Clock clock = start(id, conversation, terms);
  clock.kind = ClockKind::resolution;
  return clock;
}

bool rest_solution(Clock& clock, const Conversation& conversation, const Wish& wish, base::Time now, const Terms& terms) {
  const bool rested = clock.paused_at.has_value();
  const bool is_to_rest = rests(clock, conversation, wish);
  const bool begins_anew = wish.is_new && wish.until && rested;
  if (rested == is_to_rest && !begins_anew) return false;
  const auto before = clock.paused_at;
  if (rested) resume(clock, now, terms);
  if (is_to_rest) pause(clock, now, wish.until.value_or(now), terms);
  return clock.paused_at != before || clock.paused_at.has_value();
}

}  // namespace sla
