#pragma once
// Pages of the lists of conversations, and how many stand in each.

#include <cstdint>
#include <optional>
#include <vector>

#include "domain/conversation/view.hpp"
#include "domain/event.hpp"
#include "store/transaction.hpp"

namespace store {

struct ConversationFilter {
  ids::Organization organization;
  conversation::View view = conversation::View::owed;
  bool by_priority = false;          // For `owed`, `mine`, `unassigned` and `open`, and not for one contact.
  std::optional<ids::User> mine_of;  // Whose `mine` it is.
  std::optional<ids::Inbox> inbox;
  std::optional<ids::Contact> contact;
  std::optional<ids::User> only_teams_of;  // Who asks, when they may see only their teams' conversations.
  std::optional<std::int64_t> after_key;   // The sort key and id of the last row seen.
  std::optional<ids::Conversation> after_id;
  std::int64_t limit = 50;
};

// `owed` by the nearest deadline, `snoozed` by when it ends, others by the last word, newest first; or by priority, the
// highest first, and what nobody has looked at yet behind.
[[nodiscard]] std::vector<event::ConversationState> page_conversations(Reading& reading, const ConversationFilter& filter);

// What a view is ordered by, in milliseconds.
[[nodiscard]] std::int64_t sort_key(const conversation::Conversation& conversation, conversation::View view);
// What the page is ordered by.
[[nodiscard]] std::int64_t sort_key(const event::ConversationState& state, const ConversationFilter& filter);

// A view is counted so far.
inline constexpr std::int64_t kMostCounted = 500;

struct ViewCount {
  std::int64_t count = 0;  // kMostCounted: at least as many.
  std::int64_t late = 0;   // Of those that were counted.
};
BOOST_DESCRIBE_STRUCT(ViewCount, (), (count, late))

// `now`: what was to be answered before it is late. `user`: whose `mine` it is. `only_teams_of` as above.
[[nodiscard]] ViewCount count_view(Reading& reading, ids::Organization organization, conversation::View view, base::Time now,
                                   std::optional<ids::User> user, std::optional<ids::User> only_teams_of);

}  // namespace store
