#pragma once
// Rows of conversations, and the pages of the views they stand in.

#include <optional>
#include <vector>

#include "domain/conversation/conversation.hpp"
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
// The same for less where a word was said and nothing else changed since `before`, which is what the row holds.
void update_conversation(Transaction& transaction, const conversation::Conversation& before,
                         const conversation::Conversation& conversation);

// Snoozed ones whose time came by `now`, of any organization.
[[nodiscard]] std::vector<conversation::Conversation> list_awaking(Reading& reading, base::Time now, std::int64_t limit);

// People who wait for an answer at an inbox now.
[[nodiscard]] std::int64_t count_waiting(Reading& reading, ids::Organization organization, ids::Inbox inbox);
// Milliseconds from first word to first answer, of the latest conversations that have one.
[[nodiscard]] std::vector<std::int64_t> list_last_answers(Reading& reading, ids::Organization organization, ids::Inbox inbox,
                                                          std::int64_t limit);

}  // namespace store
