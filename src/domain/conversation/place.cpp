#include "domain/conversation/place.hpp"

namespace conversation {

Placement place(const std::optional<Conversation>& latest, base::Time said_at) {
  if (!latest) return Placement::open;
  if (latest->status != Status::resolved) return Placement::join;
  if (!latest->thread_key.empty()) return Placement::reopen;
  const base::Time closed = latest->resolved_at.value_or(latest->last_said_at);
  return said_at - closed <= kReopenWithin ? Placement::reopen : Placement::open;
}

}  // namespace conversation
