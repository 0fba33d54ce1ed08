#pragma once
// What is to be done later in a conversation, and what was done outside the channels: a reminder of our own, a call that was
// promised to the customer, a call or a visit that took place.

#include <boost/describe.hpp>

namespace conversation {

enum class FollowUpKind {
  reminder,   // Somebody of us looks again.
  call_back,  // The customer is called in the slot that was promised; it has a clock.
};
BOOST_DESCRIBE_ENUM(FollowUpKind, reminder, call_back)

enum class FollowUpStep { planned, moved, due, done, cancelled };
BOOST_DESCRIBE_ENUM(FollowUpStep, planned, moved, due, done, cancelled)

enum class EncounterKind { call, visit };
BOOST_DESCRIBE_ENUM(EncounterKind, call, visit)

}  // namespace conversation
