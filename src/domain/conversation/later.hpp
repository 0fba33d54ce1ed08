#pragma once
// What is to be done later in a conversation, as it is kept: a reminder for one of us, or a call that the customer was promised
// in a slot of time; and what was done outside the channels, a call or a visit. A promised call has a clock of its own: whoever
// is to call hears when the slot begins, and when it ends without a call, the promise is broken.

#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/conversation/follow_up.hpp"
#include "domain/ids.hpp"

namespace conversation {

enum class FollowUpState { open, done, cancelled };
BOOST_DESCRIBE_ENUM(FollowUpState, open, done, cancelled)

struct FollowUp {
  ids::FollowUp id;
  ids::Organization organization_id;
  ids::Conversation conversation_id;
  FollowUpKind kind = FollowUpKind::reminder;
  std::string text;
  std::string phone;                  // Of a call; as it was typed.
  std::optional<base::Time> from_at;  // Of a call: when the slot begins.
  base::Time due_at{};                // Of a call: when it ends.
  std::optional<ids::User> owner_id;  // Who is to do it; none: whoever has the conversation then.
  std::optional<ids::User> made_by;   // None: a program.
  base::Time made_at{};
  FollowUpState state = FollowUpState::open;
  std::optional<base::Time> told_at;    // When its owner heard that it is time.
  std::optional<base::Time> missed_at;  // Of a call: the slot ended without one.
  std::optional<base::Time> warn_at;    // Of a call: when much of the slot is over; none where that warns of nothing.
  std::optional<base::Time> warned_at;
  std::optional<base::Time> next_at;  // What the timer waits for; none where nothing more comes.
  std::optional<base::Time> ended_at;
  std::optional<ids::User> ended_by;
};
BOOST_DESCRIBE_STRUCT(FollowUp, (),
                      (id, organization_id, conversation_id, kind, text, phone, from_at, due_at, owner_id, made_by, made_at,
                       state, told_at, missed_at, warn_at, warned_at, next_at, ended_at, ended_by))

struct Encounter {
  ids::Encounter id;
  ids::Organization organization_id;
  ids::Conversation conversation_id;
  EncounterKind kind = EncounterKind::call;
  bool inbound = false;  // They called, or came to us.
  bool reached = true;   // Both sides spoke.
  std::optional<std::int64_t> minutes;
  std::string place;  // Of a visit.
  std::string text;   // What was said and agreed.
  base::Time happened_at{};
  std::optional<ids::FollowUp> follow_up_id;  // The promised call that it kept.
  ids::User made_by;
  base::Time made_at{};
};
BOOST_DESCRIBE_STRUCT(Encounter, (),
                      (id, organization_id, conversation_id, kind, inbound, reached, minutes, place, text, happened_at,
                       follow_up_id, made_by, made_at))

// When the timer looks at it next: a reminder when it is due; a call when its slot begins, when
// much of it is over, and when it ends.
[[nodiscard]] std::optional<base::Time> next_look(const FollowUp& follow_up);

// Refuses, by its field, what nobody can do: no text, a slot without an end or in the past, a call without a number.
[[nodiscard]] base::Result<void> check(const FollowUp& follow_up, base::Time now);
// The same of what was done: nothing said, in the future, longer than a day.
[[nodiscard]] base::Result<void> check(const Encounter& encounter, base::Time now);

}  // namespace conversation
