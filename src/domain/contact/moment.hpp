#pragma once
// A moment on a contact's timeline: one line of what happened between them and us.

#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "domain/contact/join.hpp"
#include "domain/contact/strike.hpp"
#include "domain/conversation/move.hpp"
#include "domain/ids.hpp"
#include "domain/signal/signal.hpp"

namespace contact {

enum class MomentKind {
  conversation,  // One began.
  signal,        // They did something.
  strike,        // They suffered a mishap.
  move,          // Words of theirs were merged into another conversation, or split from one.
  joined,        // They were found to be one person with another contact.
  encounter,     // They were called, or came by.
};
BOOST_DESCRIBE_ENUM(MomentKind, conversation, signal, strike, move, joined, encounter)

struct Moment {
  MomentKind kind = MomentKind::conversation;
  std::int64_t id = 0;  // Of what it tells of; ids are of one space, so with `at` it orders a timeline.
  base::Time at{};
  std::optional<ids::Conversation> conversation_id;
  std::optional<ids::Inbox> inbox_id;
  std::optional<ids::Message> message_id;  // Of a signal: what it is about, where we have it.
  std::string text;                        // The beginning of what was said; of a join, the other's name.
  std::optional<signals::Kind> signal;
  std::optional<StrikeCause> strike;
  std::optional<conversation::MoveKind> move;
  std::optional<JoinCause> joined;
  std::optional<ids::User> user_id;  // Who of us did it.
};
BOOST_DESCRIBE_STRUCT(Moment, (),
                      (kind, id, at, conversation_id, inbox_id, message_id, text, signal, strike, move, joined, user_id))

}  // namespace contact
