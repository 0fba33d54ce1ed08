#pragma once
// Rows of contacts, their identities, and the visitors of web chats.

#include <optional>
#include <string>
#include <vector>

#include "domain/contact/contact.hpp"
#include "store/transaction.hpp"

namespace store {

[[nodiscard]] std::optional<contact::Contact> find_contact(Reading& reading, ids::Organization organization,
                                                           ids::Contact id);
void insert_contact(Transaction& transaction, const contact::Contact& contact);
void update_contact(Transaction& transaction, const contact::Contact& contact);

// Newest first, at most `limit`, older than `before` (a zero id: from the newest). `part` of a name, handle or address.
[[nodiscard]] std::vector<contact::Contact> page_contacts(Reading& reading, ids::Organization organization,
                                                          const std::string& part, ids::Contact before, std::int64_t limit);
[[nodiscard]] std::int64_t count_conversations(Reading& reading, ids::Organization organization, ids::Contact contact);

[[nodiscard]] std::optional<contact::Identity> find_identity(Reading& reading, ids::Organization organization,
                                                             ids::Identity id);
[[nodiscard]] std::optional<contact::Identity> find_identity(Reading& reading, ids::Organization organization,
                                                             const std::string& channel, const std::string& external_id);
[[nodiscard]] std::vector<contact::Identity> list_identities(Reading& reading, ids::Organization organization,
                                                             ids::Contact contact);
void insert_identity(Transaction& transaction, const contact::Identity& identity);
void set_identity_contact(Transaction& transaction, ids::Organization organization, ids::Identity identity,
                          ids::Contact contact);

// The profile as the identity now has it.
void set_identity_profile(Transaction& transaction, const contact::Identity& identity);

// When the identity last said or did anything that we know of; zero for nothing.
[[nodiscard]] base::Time last_heard_of(Reading& reading, ids::Organization organization, ids::Identity identity);

// How a profile looked on one day (UTC), when it was last heard of on that day.
struct ProfileSnapshot {
  ids::Identity identity_id;
  base::Time at{};
  std::string name;
  std::optional<std::int64_t> followers;
  std::optional<bool> verified;
  std::string language;
};
BOOST_DESCRIBE_STRUCT(ProfileSnapshot, (), (identity_id, at, name, followers, verified, language))

// Keeps it unless a later one of the same day is there.
void keep_profile_snapshot(Transaction& transaction, ids::Organization organization, const ProfileSnapshot& snapshot);
// Of the last `limit` days that it was heard of, oldest first.
[[nodiscard]] std::vector<ProfileSnapshot> list_profile_snapshots(Reading& reading, ids::Organization organization,
                                                                  ids::Identity identity, std::int64_t limit);

// A browser that may speak as an identity.
struct Visitor {
  std::string token_hash;
  ids::Organization organization_id;
  ids::Inbox inbox_id;
  ids::Identity identity_id;
  base::Time created_at{};
};
BOOST_DESCRIBE_STRUCT(Visitor, (), (token_hash, organization_id, inbox_id, identity_id, created_at))

[[nodiscard]] std::optional<Visitor> find_visitor(Reading& reading, const std::string& token_hash);
void insert_visitor(Transaction& transaction, const Visitor& visitor);

}  // namespace store
