#pragma once
// A clock: a deadline that runs on a conversation. A breached clock goes on running until it is stopped. Each clock is one line of
// the ledger: once that a customer waited, and how that ended.

#include <cstdint>
#include <optional>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "domain/conversation/conversation.hpp"
#include "domain/ids.hpp"

namespace sla {

enum class ClockKind { first_response, next_response, resolution, call_back };
BOOST_DESCRIBE_ENUM(ClockKind, first_response, next_response, resolution, call_back)

// Whether it runs for an answer: of these a conversation has one at most, and only these are in the ledger of who is owed.
[[nodiscard]] constexpr bool is_of_answer(ClockKind kind) {
  return kind == ClockKind::first_response || kind == ClockKind::next_response;
}

enum class StopCause {
  answered,   // A person answered on the same channel.
  dismissed,  // A person decided, with a reason, that no answer is owed.
  resolved,   // The matter was settled: of a resolution.
  called,     // The customer was called: of a call-back.
  cancelled,  // What was promised is not wanted any more.
};
BOOST_DESCRIBE_ENUM(StopCause, answered, dismissed, resolved, called, cancelled)

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
  std::optional<conversation::DismissReason> dismiss_reason;
  // What was promised: by which policy, none where it is the inbox's or the channel's own target, and how long, in the hours that
  // count. Older clocks do not know.
  std::optional<ids::SlaPolicy> policy_id;
  std::optional<std::int64_t> target_s;
  // Time that did not count, because the customer asked for it: in the hours that count, and since when where it goes on.
  std::optional<std::int64_t> paused_ms;
  std::optional<base::Time> paused_at;
  std::optional<base::Time> warn_at;
  std::optional<base::Time> warned_at;
  std::optional<std::int64_t> escalated;  // How many steps after the breach were taken.
  std::optional<base::Time> next_at;  // When the next of warning, breach and steps is due; none where nothing more comes.
};
BOOST_DESCRIBE_STRUCT(Clock, (),
                      (id, organization_id, conversation_id, kind, started_at, due_at, breached_at, stopped_at, stop_cause,
                       dismiss_reason, policy_id, target_s, paused_ms, paused_at, warn_at, warned_at, escalated, next_at))

}  // namespace sla
