#include "store/contact_store.hpp"

#include <algorithm>

#include "store/checked_query.hpp"
#include "store/like_pattern.hpp"

namespace store {
namespace {

using contact::Contact;
using contact::Identity;
using OptionalText = std::optional<std::string>;
using OptionalNumber = std::optional<std::int64_t>;
using OptionalFlag = std::optional<bool>;

constexpr Query<Contact(ids::Organization, ids::Contact)> kFind{"contact_find"};
constexpr Query<void(ids::Contact, ids::Organization, std::string, OptionalText, base::Time)> kInsert{"contact_insert"};
constexpr Query<void(ids::Organization, ids::Contact, std::string, OptionalText, contact::Value)> kUpdate{"contact_update"};
constexpr Query<Contact(ids::Organization, std::string, ids::Contact, std::int64_t)> kPage{"contact_page"};
constexpr Query<std::int64_t(ids::Organization, ids::Contact)> kConversations{"contact_conversation_count"};
constexpr Query<Identity(ids::Organization, std::string, std::string)> kIdentityByExternalId{"identity_find_by_external_id"};
constexpr Query<Identity(ids::Organization, ids::Identity)> kIdentity{"identity_find"};
constexpr Query<Identity(ids::Organization, ids::Contact)> kIdentities{"identity_list_by_contact"};
constexpr Query<void(ids::Identity, ids::Organization, std::optional<ids::Contact>, std::string, std::string, std::string,
                     base::Time, std::string, OptionalNumber, OptionalFlag, std::string, base::Time)>
    kInsertIdentity{"identity_insert"};
constexpr Query<void(ids::Organization, ids::Identity, std::string, std::string, OptionalNumber, OptionalFlag, std::string,
                     base::Time)>
    kSetProfile{"identity_set_profile"};
constexpr Query<void(ids::Organization, ids::Identity, std::int64_t, base::Time, std::string, OptionalNumber, OptionalFlag,
                     std::string)>
    kKeepSnapshot{"profile_snapshot_keep"};
constexpr Query<base::Time(ids::Organization, ids::Identity)> kLastHeard{"identity_last_heard"};
constexpr Query<ProfileSnapshot(ids::Organization, ids::Identity, std::int64_t)> kSnapshots{"profile_snapshot_list"};
constexpr Query<void(ids::Organization, ids::Identity, ids::Contact)> kSetContact{"identity_set_contact"};
constexpr Query<void(std::string, ids::Organization, ids::Inbox, ids::Identity, base::Time)> kInsertVisitor{
    "visitor_insert"};
constexpr Query<Visitor(std::string)> kFindVisitor{"visitor_find"};

}  // namespace

std::optional<Contact> find_contact(Reading& reading, ids::Organization organization, ids::Contact id) {
  return reading.one(kFind, organization, id);
}

void insert_contact(Transaction& transaction, const Contact& c) {
  transaction.run(kInsert, c.id, c.organization_id, c.name, c.email, c.created_at);
}

void update_contact(Transaction& transaction, const Contact& c) {
  transaction.run(kUpdate, c.organization_id, c.id, c.name, c.email, c.value);
}

std::vector<Contact> page_contacts(Reading& reading, ids::Organization organization, const std::string& part,
                                   ids::Contact before, std::int64_t limit) {
  return reading.rows(kPage, organization, like_pattern(part), before, limit);
}

std::int64_t count_conversations(Reading& reading, ids::Organization organization, ids::Contact contact) {
  return reading.one(kConversations, organization, contact).value_or(0);
}

std::optional<Identity> find_identity(Reading& reading, ids::Organization organization, ids::Identity id) {
  return reading.one(kIdentity, organization, id);
}

std::optional<Identity> find_identity(Reading& reading, ids::Organization organization, const std::string& channel,
                                      const std::string& external_id) {
  return reading.one(kIdentityByExternalId, organization, channel, external_id);
}

std::vector<Identity> list_identities(Reading& reading, ids::Organization organization, ids::Contact contact) {
  return reading.rows(kIdentities, organization, contact);
}

void insert_identity(Transaction& transaction, const Identity& i) {
  transaction.run(kInsertIdentity, i.id, i.organization_id, i.contact_id, i.channel, i.external_id, i.handle, i.created_at,
                  i.name, i.followers, i.verified, i.language, i.seen_at);
}

void set_identity_profile(Transaction& transaction, const Identity& i) {
  transaction.run(kSetProfile, i.organization_id, i.id, i.handle, i.name, i.followers, i.verified, i.language, i.seen_at);
}

base::Time last_heard_of(Reading& reading, ids::Organization organization, ids::Identity identity) {
  return reading.one(kLastHeard, organization, identity).value_or(base::Time{});
}

void keep_profile_snapshot(Transaction& transaction, ids::Organization organization, const ProfileSnapshot& p) {
  const auto day = std::chrono::floor<std::chrono::days>(p.at).time_since_epoch().count();
  transaction.run(kKeepSnapshot, organization, p.identity_id, day, p.at, p.name, p.followers, p.verified, p.language);
}

std::vector<ProfileSnapshot> list_profile_snapshots(Reading& reading, ids::Organization organization, ids::Identity identity,
                                                    std::int64_t limit) {
  auto snapshots = reading.rows(kSnapshots, organization, identity, limit);
  std::ranges::reverse(snapshots);
  return snapshots;
}

void set_identity_contact(Transaction& transaction, ids::Organization organization, ids::Identity identity,
                          ids::Contact contact) {
  transaction.run(kSetContact, organization, identity, contact);
}

std::optional<Visitor> find_visitor(Reading& reading, const std::string& token_hash) {
  return reading.one(kFindVisitor, token_hash);
}

void insert_visitor(Transaction& transaction, const Visitor& v) {
  transaction.run(kInsertVisitor, v.token_hash, v.organization_id, v.inbox_id, v.identity_id, v.created_at);
}

std::vector<CheckedQuery> contact_queries() {
  return {kFind,       kInsert,       kUpdate,         kPage,       kConversations, kIdentityByExternalId,
          kIdentity,   kIdentities,   kInsertIdentity, kSetContact, kInsertVisitor, kFindVisitor,
          kSetProfile, kKeepSnapshot, kSnapshots,      kLastHeard};
}

}  // namespace store
