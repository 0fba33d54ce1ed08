#pragma once
// Rows of what makes contacts one person, or two: proofs, joins, and what people said against them.

#include <optional>
#include <string>
#include <vector>

#include "domain/contact/join.hpp"
#include "domain/contact/proof.hpp"
#include "domain/conversation/conversation.hpp"
#include "store/transaction.hpp"

namespace store {

// False when it was known.
[[nodiscard]] bool add_proof(Transaction& transaction, const contact::Proof& proof);
// Everybody who has it, by id.
[[nodiscard]] std::vector<ids::Contact> list_contacts_with(Reading& reading, ids::Organization organization,
                                                           contact::ProofKind kind, const std::string& value);
[[nodiscard]] std::vector<contact::Proof> list_proofs(Reading& reading, ids::Organization organization,
                                                      ids::Contact contact);

// --- Joins

// All that is `from`'s is `to`'s: handles, conversations, strikes. No two unresolved conversations may stand in one thread.
void give_all(Transaction& transaction, ids::Organization organization, ids::Contact from, ids::Contact to);
void set_joined_into(Transaction& transaction, ids::Organization organization, ids::Contact contact,
                     std::optional<ids::Contact> into);
void insert_join(Transaction& transaction, const contact::Join& join);
// Those into `target` that stand, the latest first.
[[nodiscard]] std::vector<contact::Join> list_joins(Reading& reading, ids::Organization organization, ids::Contact target);
void set_join_undone(Transaction& transaction, ids::Organization organization, ids::Join id);

// --- Whose a conversation is

// Merged ones too.
[[nodiscard]] std::vector<conversation::Conversation> list_conversations_of(Reading& reading, ids::Organization organization,
                                                                            ids::Contact contact);
void set_conversation_contact(Transaction& transaction, ids::Organization organization, ids::Conversation conversation,
                              ids::Contact contact);

struct Speaker {
  ids::Message id;
  conversation::Direction direction = conversation::Direction::inbound;
  std::string external_id;
  std::string parent_external_id;
  std::optional<ids::Contact> contact_id;  // Of the handle that said it.
};
BOOST_DESCRIBE_STRUCT(Speaker, (), (id, direction, external_id, parent_external_id, contact_id))

// Every message of the conversation, oldest first.
[[nodiscard]] std::vector<Speaker> list_speakers(Reading& reading, ids::Organization organization,
                                                 ids::Conversation conversation);
// Strikes of `from` in conversations that are `to`'s now.
void give_strikes(Transaction& transaction, ids::Organization organization, ids::Contact from, ids::Contact to);

// --- Two people

void add_separation(Transaction& transaction, ids::Organization organization, ids::Identity one, ids::Identity other,
                    std::optional<ids::User> by);
void remove_separation(Transaction& transaction, ids::Organization organization, ids::Identity one, ids::Identity other);
[[nodiscard]] bool are_separated(Reading& reading, ids::Organization organization, ids::Contact one, ids::Contact other);

// Inboxes whose pages the contact reads as a visitor, by id.
[[nodiscard]] std::vector<ids::Inbox> list_visitor_inboxes(Reading& reading, ids::Organization organization,
                                                           ids::Contact contact);

}  // namespace store
