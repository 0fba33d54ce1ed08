#include "store/contact_join_store.hpp"

#include "store/checked_query.hpp"

namespace store {
namespace {

using contact::Join;
using contact::Proof;
using contact::ProofKind;

constexpr Query<ids::Identity(ids::Organization, ProofKind, std::string, ids::Identity, ids::Inbox, base::Time)> kAddProof{
    "proof_add"};
constexpr Query<ids::Contact(ids::Organization, ProofKind, std::string)> kContactsWith{"proof_contacts"};
constexpr Query<Proof(ids::Organization, ids::Contact)> kProofs{"proof_list_by_contact"};
constexpr Query<void(ids::Organization, ids::Contact, ids::Contact)> kGiveConversations{"contact_join_conversations"};
constexpr Query<void(ids::Organization, ids::Contact, ids::Contact)> kGiveStrikes{"contact_join_strikes"};
constexpr Query<void(ids::Organization, ids::Contact, ids::Contact)> kGiveIdentities{"contact_join_identities"};
constexpr Query<void(ids::Organization, ids::Contact, std::optional<ids::Contact>)> kSetJoined{"contact_set_joined"};
constexpr Query<void(ids::Join, ids::Organization, ids::Contact, ids::Contact, contact::JoinCause, std::string, std::string,
                     std::string, bool, std::optional<ids::User>, base::Time, std::optional<base::Time>)>
    kInsertJoin{"contact_join_insert"};
constexpr Query<Join(ids::Organization, ids::Contact)> kJoins{"contact_join_list"};
constexpr Query<void(ids::Organization, ids::Join, base::Time)> kUndoJoin{"contact_join_undo"};
constexpr Query<conversation::Conversation(ids::Organization, ids::Contact)> kConversations{"conversation_list_by_contact"};
constexpr Query<void(ids::Organization, ids::Conversation, ids::Contact)> kSetContact{"conversation_set_contact"};
constexpr Query<Speaker(ids::Organization, ids::Conversation)> kSpeakers{"conversation_speakers"};
constexpr Query<void(ids::Organization, ids::Contact, ids::Contact)> kStrikesFollow{"strike_follow"};
constexpr Query<void(ids::Organization, ids::Identity, ids::Identity, std::optional<ids::User>, base::Time)> kSeparate{
    "separation_add"};
constexpr Query<void(ids::Organization, ids::Identity, ids::Identity)> kUnseparate{"separation_remove"};
constexpr Query<std::int64_t(ids::Organization, ids::Contact, ids::Contact)> kSeparated{"separation_between"};
constexpr Query<ids::Inbox(ids::Organization, ids::Contact)> kVisitorInboxes{"visitor_inboxes"};

}  // namespace

bool add_proof(Transaction& transaction, const Proof& p) {
  return transaction.one(kAddProof, p.organization_id, p.kind, p.value, p.identity_id, p.inbox_id, p.at).has_value();
}

std::vector<ids::Contact> list_contacts_with(Reading& reading, ids::Organization organization, ProofKind kind,
                                             const std::string& value) {
  return reading.rows(kContactsWith, organization, kind, value);
}

std::vector<Proof> list_proofs(Reading& reading, ids::Organization organization, ids::Contact contact) {
  return reading.rows(kProofs, organization, contact);
}

void give_all(Transaction& transaction, ids::Organization organization, ids::Contact from, ids::Contact to) {
  transaction.run(kGiveConversations, organization, from, to);
  transaction.run(kGiveStrikes, organization, from, to);
  transaction.run(kGiveIdentities, organization, from, to);
}

void set_joined_into(Transaction& transaction, ids::Organization organization, ids::Contact contact,
                     std::optional<ids::Contact> into) {
  transaction.run(kSetJoined, organization, contact, into);
}

void insert_join(Transaction& transaction, const Join& j) {
  transaction.run(kInsertJoin, j.id, j.organization_id, j.source_id, j.target_id, j.cause, j.identity_ids,
                  j.conversation_ids, j.move_ids, j.source_named, j.joined_by, j.joined_at, j.undone_at);
}

std::vector<Join> list_joins(Reading& reading, ids::Organization organization, ids::Contact target) {
  return reading.rows(kJoins, organization, target);
}

void set_join_undone(Transaction& transaction, ids::Organization organization, ids::Join id) {
  transaction.run(kUndoJoin, organization, id, transaction.now());
}

std::vector<conversation::Conversation> list_conversations_of(Reading& reading, ids::Organization organization,
                                                              ids::Contact contact) {
  return reading.rows(kConversations, organization, contact);
}

void set_conversation_contact(Transaction& transaction, ids::Organization organization, ids::Conversation conversation,
                              ids::Contact contact) {
  transaction.run(kSetContact, organization, conversation, contact);
}

std::vector<Speaker> list_speakers(Reading& reading, ids::Organization organization, ids::Conversation conversation) {
  return reading.rows(kSpeakers, organization, conversation);
}

void give_strikes(Transaction& transaction, ids::Organization organization, ids::Contact from, ids::Contact to) {
  transaction.run(kStrikesFollow, organization, from, to);
}

void add_separation(Transaction& transaction, ids::Organization organization, ids::Identity one, ids::Identity other,
                    std::optional<ids::User> by) {
  transaction.run(kSeparate, organization, one, other, by, transaction.now());
  transaction.run(kSeparate, organization, other, one, by, transaction.now());
}

void remove_separation(Transaction& transaction, ids::Organization organization, ids::Identity one, ids::Identity other) {
  transaction.run(kUnseparate, organization, one, other);
  transaction.run(kUnseparate, organization, other, one);
}

bool are_separated(Reading& reading, ids::Organization organization, ids::Contact one, ids::Contact other) {
  return reading.one(kSeparated, organization, one, other).value_or(0) > 0;
}

std::vector<ids::Inbox> list_visitor_inboxes(Reading& reading, ids::Organization organization, ids::Contact contact) {
  return reading.rows(kVisitorInboxes, organization, contact);
}

std::vector<CheckedQuery> contact_join_queries() {
  return {kAddProof,  kContactsWith,  kProofs,   kGiveConversations, kGiveStrikes,   kGiveIdentities,
          kSetJoined, kInsertJoin,    kJoins,    kUndoJoin,          kConversations, kSetContact,
          kSpeakers,  kStrikesFollow, kSeparate, kUnseparate,        kSeparated,     kVisitorInboxes};
}

}  // namespace store
