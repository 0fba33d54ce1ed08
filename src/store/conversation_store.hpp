#pragma once
// Rows of conversations, and the pages of the views they stand in.

#include <optional>
#include <vector>

#include "domain/conversation/conversation.hpp"
#include "domain/conversation/view.hpp"
#include "domain/event.hpp"
#include "store/transaction.hpp"

namespace store {

[[nodiscard]] std::optional<conversation::Conversation> find_conversation(Reading& reading, ids::Organization organization,
                                                                          ids::Conversation id);
[[nodiscard]] std::optional<event::ConversationState> find_conversation_state(Reading& reading,
                                                                              ids::Organization organization,
                                                                              ids::Conversation id);
[[nodiscard]] std::optional<conversation::Conversation> find_latest_conversation(Reading& reading,
                                                                                 ids::Organization organization,
                                                                                 ids::Contact contact, ids::Inbox inbox,
                                                                                 const std::string& thread_key);
// The same with its contact's name and its clock.
[[nodiscard]] std::optional<event::ConversationState> find_latest_state(Reading& reading, ids::Organization organization,
                                                                        ids::Contact contact, ids::Inbox inbox,
                                                                        const std::string& thread_key);
void insert_conversation(Transaction& transaction, const conversation::Conversation& conversation);
void update_conversation(Transaction& transaction, const conversation::Conversation& conversation);

// Snoozed ones whose time came by `now`, of any organization.
[[nodiscard]] std::vector<conversation::Conversation> list_awaking(Reading& reading, base::Time now, std::int64_t limit);

struct ConversationFilter {
  ids::Organization organization;
  conversation::View view = conversation::View::owed;
  std::optional<ids::User> mine_of;  // Needed for the view `mine`.
  std::optional<ids::Inbox> inbox;
  std::optional<ids::Contact> contact;
  std::optional<ids::User> only_teams_of;  // A user who sees only what stands with their teams.
  std::optional<std::int64_t> after_key;   // Sort key and id of the last row of the page before.
  std::optional<ids::Conversation> after_id;
  std::int64_t limit = 50;
};
[[nodiscard]] std::vector<event::ConversationState> page_conversations(Reading& reading, const ConversationFilter& filter);

// What a page of `view` is ordered by, in milliseconds: the cursor's first half.
[[nodiscard]] std::int64_t sort_key(const conversation::Conversation& conversation, conversation::View view);

struct ViewCountsRow {
  std::int64_t owed = 0, owed_late = 0;
  std::int64_t mine = 0, mine_late = 0;
  std::int64_t unassigned = 0, unassigned_late = 0;
  std::int64_t unresolved = 0, unresolved_late = 0;
  std::int64_t snoozed = 0, snoozed_late = 0;
};
BOOST_DESCRIBE_STRUCT(ViewCountsRow, (),
                      (owed, owed_late, mine, mine_late, unassigned, unassigned_late, unresolved, unresolved_late, snoozed,
                       snoozed_late))
[[nodiscard]] ViewCountsRow count_views(Reading& reading, ids::Organization organization, std::optional<ids::User> mine_of,
                                        std::optional<ids::User> only_teams_of);

// People who wait for an answer at an inbox now.
[[nodiscard]] std::int64_t count_waiting(Reading& reading, ids::Organization organization, ids::Inbox inbox);
// Milliseconds from first word to first answer, of the latest conversations that have one.
[[nodiscard]] std::vector<std::int64_t> list_last_answers(Reading& reading, ids::Organization organization, ids::Inbox inbox,
                                                          std::int64_t limit);

}  // namespace store
