#pragma once
// People, and their handles on channels.

#include "api/contract/common.hpp"
#include "domain/contact/contact.hpp"
#include "domain/contact/moment.hpp"
#include "domain/contact/proof.hpp"

namespace api::contract {

// One handle, with the profile as the platform last showed it.
struct Identity {
  ids::Identity id;
  std::string channel;
  std::string handle;
  std::string name;
  std::optional<std::int64_t> followers;
  std::optional<bool> verified;
  std::optional<std::string> language;  // As the profile says.
  std::optional<base::Time> seen_at;    // When the profile looked like this; none when the platform did not say.
};
BOOST_DESCRIBE_STRUCT(Identity, (), (id, channel, handle, name, followers, verified, language, seen_at))

// How often the same mishap befell them.
struct StrikeCount {
  contact::StrikeCause cause = contact::StrikeCause::reopened;
  std::int64_t count = 0;
  base::Time last_at{};
};
BOOST_DESCRIBE_STRUCT(StrikeCount, (), (cause, count, last_at))

// What was vouched for: whoever shares it is the same person.
struct Proof {
  contact::ProofKind kind = contact::ProofKind::email;
  std::string value;
};
BOOST_DESCRIBE_STRUCT(Proof, (), (kind, value))

struct Contact {
  ids::Contact id;
  std::string name;
  std::optional<std::string> email;
  std::vector<Identity> identities;
  contact::Value value = contact::Value::none;  // What they are worth to the company; part of the priority.
  std::int64_t conversation_count = 0;
  std::vector<StrikeCount> strikes;
  std::vector<Proof> proofs;
  base::Time created_at{};
  std::optional<ids::Contact> joined_into_id;  // They are one person: all of theirs is there now.
};
BOOST_DESCRIBE_STRUCT(Contact, (),
                      (id, name, email, identities, value, conversation_count, strikes, proofs, created_at, joined_into_id))

struct ContactPath {
  ids::Contact contact_id;
};
BOOST_DESCRIBE_STRUCT(ContactPath, (), (contact_id))

// What is left out stays as it is.
struct ChangeContact {
  ids::Contact contact_id;
  std::optional<contact::Value> value;
};
BOOST_DESCRIBE_STRUCT(ChangeContact, (), (contact_id, value))

struct JoinContacts {
  ids::Contact contact_id;
  ids::Contact other_id;  // All of theirs goes to `contact_id`.
};
BOOST_DESCRIBE_STRUCT(JoinContacts, (), (contact_id, other_id))

struct SeparateIdentities {
  ids::Contact contact_id;
  std::vector<ids::Identity> identity_ids;  // These go to a contact of their own; at least one must stay.
};
BOOST_DESCRIBE_STRUCT(SeparateIdentities, (), (contact_id, identity_ids))

struct ListContacts {
  std::optional<std::string> name;  // Part of a name, handle or e-mail address.
  std::optional<std::string> cursor;
  std::optional<std::int64_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListContacts, (), (name, cursor, limit))

struct ContactRow {
  ids::Contact id;
  std::string name;
  std::optional<std::string> email;
  base::Time created_at{};
};
BOOST_DESCRIBE_STRUCT(ContactRow, (), (id, name, email, created_at))

struct ContactPage {
  std::vector<ContactRow> items;
  std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(ContactPage, (), (items, next))

// How a profile looked on one day (UTC), when it was last heard of on that day.
struct ProfileDay {
  base::Time at{};
  std::optional<std::int64_t> followers;
  std::optional<bool> verified;
};
BOOST_DESCRIBE_STRUCT(ProfileDay, (), (at, followers, verified))

struct IdentityHistory {
  Identity identity;
  std::vector<ProfileDay> days;  // Oldest first; the last 400 on which they were heard of.
};
BOOST_DESCRIBE_STRUCT(IdentityHistory, (), (identity, days))

struct IdentityHistories {
  std::vector<IdentityHistory> items;
};
BOOST_DESCRIBE_STRUCT(IdentityHistories, (), (items))

struct ListTimeline {
  ids::Contact contact_id;
  std::optional<std::string> cursor;
  std::optional<std::int64_t> limit;  // 1–200, 50 when left out.
};
BOOST_DESCRIBE_STRUCT(ListTimeline, (), (contact_id, cursor, limit))

// One line of what happened between them and us. `kind` says which of `signal`, `strike`, `move` and `joined` is there.
struct Moment {
  contact::MomentKind kind = contact::MomentKind::conversation;
  std::int64_t id = 0;  // Of what it tells of.
  base::Time at{};
  std::optional<ids::Conversation> conversation_id;
  std::optional<ids::Inbox> inbox_id;
  std::optional<ids::Message> message_id;  // Of a signal: what it is about, where we have it.
  std::string text;                        // The beginning of what was said.
  std::optional<signals::Kind> signal;
  std::optional<contact::StrikeCause> strike;
  std::optional<conversation::MoveKind> move;
  std::optional<contact::JoinCause> joined;
  std::optional<ids::User> user_id;  // Who of us did it.
};
BOOST_DESCRIBE_STRUCT(Moment, (),
                      (kind, id, at, conversation_id, inbox_id, message_id, text, signal, strike, move, joined, user_id))

// Newest first; `next` leads to older ones.
struct MomentPage {
  std::vector<Moment> items;
  std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(MomentPage, (), (items, next))

}  // namespace api::contract
