#pragma once
// Rows of how work is given out: settings of teams, profiles and presence of people, weights of channels, what waits and what
// was decided. How full somebody is, is no row: it is counted from the conversations.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "domain/contact/contact.hpp"
#include "domain/routing/decision.hpp"
#include "domain/routing/settings.hpp"
#include "store/transaction.hpp"

namespace store {

// Of teams for which any were ever set.
[[nodiscard]] std::vector<routing::Settings> list_team_routing(Reading& reading, ids::Organization organization);
void put_team_routing(Transaction& transaction, const routing::Settings& settings);
// Those in which anything is given out.
[[nodiscard]] std::vector<ids::Organization> list_routing_organizations(Reading& reading);

// Of people of whom anything was ever said.
struct UserProfile {
  ids::User user_id;
  routing::Profile profile;
};
[[nodiscard]] std::vector<UserProfile> list_routing_profiles(Reading& reading, ids::Organization organization);
void put_routing_profile(Transaction& transaction, ids::Organization organization, const UserProfile& in);

struct PresenceRow {
  ids::Organization organization_id;
  ids::User user_id;
  routing::Presence presence = routing::Presence::off;
  base::Time since{};
  std::optional<ids::User> set_by;      // None: the server found out.
  std::optional<base::Time> routed_at;  // When they were given something last.
};
BOOST_DESCRIBE_STRUCT(PresenceRow, (), (organization_id, user_id, presence, since, set_by, routed_at))
[[nodiscard]] std::vector<PresenceRow> list_presences(Reading& reading, ids::Organization organization);
// Of any organization: who said that they are there, and whom the server found gone.
[[nodiscard]] std::vector<PresenceRow> list_watched_presences(Reading& reading);
[[nodiscard]] std::optional<PresenceRow> find_presence(Reading& reading, ids::Organization organization, ids::User user);
void put_presence(Transaction& transaction, const PresenceRow& row);  // All but `routed_at`.
void note_routed(Transaction& transaction, ids::Organization organization, ids::User user, base::Time at);

[[nodiscard]] routing::Weights list_channel_weights(Reading& reading, ids::Organization organization);
void put_channel_weights(Transaction& transaction, ids::Organization organization, const routing::Weights& weights);

struct LoadRow {
  ids::User user_id;
  ids::Inbox inbox_id;
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(LoadRow, (), (user_id, inbox_id, count))
[[nodiscard]] std::vector<LoadRow> count_open_by_user(Reading& reading, ids::Organization organization);

// What is owed, as routing looks at it.
struct QueueRow {
  ids::Conversation id;
  ids::Inbox inbox_id;
  ids::Contact contact_id;
  ids::Team team_id;
  std::optional<std::int64_t> priority;
  std::optional<std::string> facets;
  std::optional<base::Time> owed_since;
  std::optional<base::Time> due_at;
  base::Time created_at{};
  std::string contact_name;
  contact::Value contact_value = contact::Value::none;
  // The last decision about it, where there was one.
  std::optional<base::Time> decided_at;
  std::optional<routing::Outcome> decided;
  std::optional<ids::Team> decided_team_id;
};
BOOST_DESCRIBE_STRUCT(QueueRow, (),
                      (id, inbox_id, contact_id, team_id, priority, facets, owed_since, due_at, created_at, contact_name,
                       contact_value, decided_at, decided, decided_team_id))
[[nodiscard]] std::vector<QueueRow> list_waiting(Reading& reading, ids::Organization organization, ids::Team team);

// What is owed and somebody has who is not there.
struct LeftRow {
  ids::Conversation id;
  ids::User user_id;
  routing::Presence presence = routing::Presence::away;
  base::Time since{};
  std::optional<base::Time> given_at;  // When they were given it, where that is known.
};
BOOST_DESCRIBE_STRUCT(LeftRow, (), (id, user_id, presence, since, given_at))
[[nodiscard]] std::vector<LeftRow> list_left(Reading& reading, ids::Organization organization, ids::Team team);

struct LastAnswer {
  ids::User user_id;
  base::Time said_at{};
};
BOOST_DESCRIBE_STRUCT(LastAnswer, (), (user_id, said_at))
[[nodiscard]] std::optional<LastAnswer> find_last_answer(Reading& reading, ids::Organization organization,
                                                         ids::Contact contact);
// JSON of triage::Triage.
[[nodiscard]] std::optional<std::string> find_last_triage(Reading& reading, ids::Organization organization,
                                                          ids::Conversation conversation);

struct StoredDecision {
  ids::Conversation conversation_id;
  base::Time at{};
  routing::Decision decision;
  std::optional<ids::User> by;  // Who did it by hand.
};
void insert_decision(Transaction& transaction, ids::Organization organization, const StoredDecision& in);
// The newest first.
[[nodiscard]] std::vector<StoredDecision> list_decisions(Reading& reading, ids::Organization organization,
                                                         ids::Conversation conversation, std::int64_t limit);

}  // namespace store
