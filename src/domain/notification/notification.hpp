#pragma once
// What one user is told by name: on their screen, by mail or by push. It stays until they have seen it; one that climbs asks
// for more, that somebody says "I have it".

#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "domain/ids.hpp"

namespace notification {

enum class Cause {
  assigned,
  warned,
  breached,
  escalated,
  strike,
  rule,
  playbook,
  follow_up,
  call_back,
  forecast,
  resolution_warned,  // Of a solution that was promised by a time.
  resolution_late,
};
BOOST_DESCRIBE_ENUM(Cause, assigned, warned, breached, escalated, strike, rule, playbook, follow_up, call_back, forecast,
                    resolution_warned, resolution_late)

struct Notification {
  ids::Notification id;
  ids::Organization organization_id;
  ids::User user_id;  // Whose it is; nobody else is shown it.
  std::optional<ids::Conversation> conversation_id;
  Cause cause = Cause::assigned;
  std::string text;       // In a person's words: of a rule or a playbook; empty where the cause says all.
  std::int64_t rung = 0;  // Of the ladder: 0 the assignee, 1 the lead, 2 the manager.
  base::Time made_at{};
  std::optional<base::Time> climbs_at;  // When the next rung is told, unless somebody has it by then.
  std::optional<base::Time> seen_at;
  std::optional<base::Time> taken_at;  // Somebody said that they have it.
  std::optional<ids::User> taken_by;
};
BOOST_DESCRIBE_STRUCT(Notification, (),
                      (id, organization_id, user_id, conversation_id, cause, text, rung, made_at, climbs_at, seen_at,
                       taken_at, taken_by))

}  // namespace notification
