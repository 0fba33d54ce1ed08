#pragma once
// Rows of messages: what was said, and notes.

#include <optional>
#include <string>
#include <vector>

#include "domain/conversation/conversation.hpp"
#include "domain/conversation/story.hpp"
#include "store/transaction.hpp"

namespace store {

// A message with the name of whoever said it.
struct NamedMessage : conversation::Message {
  std::string author_name;
};
BOOST_DESCRIBE_STRUCT(NamedMessage, (conversation::Message), (author_name))

[[nodiscard]] std::optional<conversation::Message> find_message(Reading& reading, ids::Organization organization,
                                                                const std::string& external_id, ids::Inbox inbox);
[[nodiscard]] bool is_known(Reading& reading, ids::Organization organization, const std::string& external_id,
                            ids::Inbox inbox);
// True when any inbox of the channel has it.
[[nodiscard]] bool is_known_on_channel(Reading& reading, ids::Organization organization, const std::string& external_id,
                                       const std::string& channel);
[[nodiscard]] std::optional<conversation::Message> find_message(Reading& reading, ids::Organization organization,
                                                                ids::Message id);
void insert_message(Transaction& transaction, const conversation::Message& message);
// A machine said it; to be called right after it was inserted.
void mark_automatic(Transaction& transaction, ids::Organization organization, ids::Message id);
[[nodiscard]] bool is_automatic(Reading& reading, ids::Organization organization, ids::Message id);
// Those of the messages said from `first` to `last` that a machine said.
[[nodiscard]] std::vector<ids::Message> list_automatic(Reading& reading, ids::Organization organization,
                                                       ids::Conversation conversation, base::Time first, base::Time last);
// Where it stands, what it says and how it is delivered; the rest never changes.
void update_message(Transaction& transaction, const conversation::Message& message);
// Of a message that leaves: its external id, what it answers and when it was said.
void place_outbound(Transaction& transaction, const conversation::Message& message);
// The row alone; whatever points at it is the caller's to move before.
void delete_message(Transaction& transaction, ids::Organization organization, ids::Message id);
// Everything in one conversation, notes too.
void move_messages(Transaction& transaction, ids::Organization organization, ids::Conversation from, ids::Conversation to);
// False when it does not stand in `from`.
bool move_message(Transaction& transaction, ids::Organization organization, ids::Message message, ids::Conversation from,
                  ids::Conversation to);
// Everything in it, notes too, in order of arrival.
[[nodiscard]] std::vector<ids::Message> list_message_ids(Reading& reading, ids::Organization organization,
                                                         ids::Conversation conversation);

// Newest first, without what was taken back; `before_*` name the last row seen, or nothing.
[[nodiscard]] std::vector<NamedMessage> page_messages(Reading& reading, ids::Organization organization,
                                                      ids::Conversation conversation,
                                                      std::optional<base::Time> before_said_at,
                                                      std::optional<ids::Message> before_id, std::int64_t limit);
// Everything said in it, in the order of a story; notes, and what did not get through, left out.
[[nodiscard]] std::vector<conversation::Told> list_story(Reading& reading, ids::Organization organization,
                                                         ids::Conversation conversation);
// Without what a machine of ours said.
[[nodiscard]] std::optional<NamedMessage> find_newest_said(Reading& reading, ids::Organization organization,
                                                           ids::Conversation conversation);
// The customer's newest word that is not deleted.
[[nodiscard]] std::optional<conversation::Message> find_newest_heard(Reading& reading, ids::Organization organization,
                                                                     ids::Conversation conversation);
[[nodiscard]] std::vector<NamedMessage> list_for_visitor(Reading& reading, ids::Organization organization, ids::Inbox inbox,
                                                         ids::Contact contact, std::int64_t limit);

// The name under which a colleague writes; empty when there is no such user.
[[nodiscard]] std::string find_author_name(Reading& reading, ids::Organization organization, ids::User user);

}  // namespace store
