#pragma once
// The lists a conversation stands in. The server alone decides this; screens only sort what they are told.

#include <vector>

#include <boost/describe.hpp>

#include "domain/conversation/conversation.hpp"

namespace conversation {

enum class View { owed, mine, unassigned, open, snoozed, resolved, all };
BOOST_DESCRIBE_ENUM(View, owed, mine, unassigned, open, snoozed, resolved, all)

// Every view but `mine`, which depends on who looks. An owed conversation stays in `owed` while it is snoozed.
[[nodiscard]] std::vector<View> views_of(const Conversation& conversation);

}  // namespace conversation
