#pragma once
// A clock: a deadline that runs on a conversation. A breached clock goes on running until it is stopped.

#include <chrono>
#include <optional>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "domain/ids.hpp"

namespace sla {

enum class ClockKind { first_response, next_response };
BOOST_DESCRIBE_ENUM(ClockKind, first_response, next_response)

enum class StopCause {
  answered,   // A person answered on the same channel.
  dismissed,  // A person decided, with a reason, that no answer is owed.
};
BOOST_DESCRIBE_ENUM(StopCause, answered, dismissed)

struct Clock {
  ids::Clock id;
  ids::Organization organization_id;
  ids::Conversation conversation_id;
  ClockKind kind = ClockKind::first_response;
  base::Time started_at{};
  base::Time due_at{};
  std::optional<base::Time> breached_at;
  std::optional<base::Time> stopped_at;
  std::optional<StopCause> stop_cause;
};
BOOST_DESCRIBE_STRUCT(Clock, (),
                      (id, organization_id, conversation_id, kind, started_at, due_at, breached_at, stopped_at, stop_cause))

}  // namespace sla
