#pragma once
// Routing: how a team's work is given out, what its people can do and carry, who is there, and why something is where it is.

#include <map>

#include "api/contract/common.hpp"
#include "domain/routing/decision.hpp"
#include "domain/routing/settings.hpp"

namespace api::contract {

struct TeamPath {
  ids::Team team_id;
};
BOOST_DESCRIBE_STRUCT(TeamPath, (), (team_id))

struct UserPath {
  ids::User user_id;
};
BOOST_DESCRIBE_STRUCT(UserPath, (), (user_id))

struct TeamRouting {
  ids::Team team_id;
  routing::Strategy strategy = routing::Strategy::manual;
  std::optional<std::int64_t> sticky_s;  // Null: no matter who answered last.
  std::int64_t sticky_over_percent = 50;
  std::optional<ids::Team> overflow_team_id;
  std::optional<std::int64_t> overflow_after_s;
  std::optional<std::int64_t> requeue_away_after_s;  // Null: it stays theirs.
  std::optional<base::Time> changed_at;              // Null: nobody ever set it.
  std::string trouble;                               // What needs attention, in a sentence; empty when all is well.
};
BOOST_DESCRIBE_STRUCT(TeamRouting, (),
                      (team_id, strategy, sticky_s, sticky_over_percent, overflow_team_id, overflow_after_s,
                       requeue_away_after_s, changed_at, trouble))

// The whole of it as it is to be.
struct ReplaceTeamRouting {
  ids::Team team_id;
  routing::Strategy strategy = routing::Strategy::manual;
  // To who answered this customer last, where that was no longer ago: a minute to 365 days.
  std::optional<std::int64_t> sticky_s;
  // … unless they are this much fuller than the least full one, in percent of their capacity; 50 when left out.
  std::optional<std::int64_t> sticky_over_percent;
  // Where work goes that nobody has after so long (10 s to 7 days); both or none. No circles.
  std::optional<ids::Team> overflow_team_id;
  std::optional<std::int64_t> overflow_after_s;
  // After how long away (10 s to 7 days) what somebody owes goes back to the queue.
  std::optional<std::int64_t> requeue_away_after_s;
};
BOOST_DESCRIBE_STRUCT(ReplaceTeamRouting, (),
                      (team_id, strategy, sticky_s, sticky_over_percent, overflow_team_id, overflow_after_s,
                       requeue_away_after_s))

// What somebody can do and carry.
struct RoutingProfile {
  ids::User user_id;
  std::int64_t capacity = 10;
  std::vector<std::string> languages;
  std::vector<std::string> channels;
  std::vector<std::string> topics;
  std::vector<std::string> products;
  std::int64_t seniority = 1;
  std::string trouble;
};
BOOST_DESCRIBE_STRUCT(RoutingProfile, (), (user_id, capacity, languages, channels, topics, products, seniority, trouble))

// The whole of it as it is to be; what is left out is as it is for somebody of whom nothing was said.
struct ReplaceRoutingProfile {
  ids::User user_id;
  std::optional<std::int64_t> capacity;               // Sum of the weights of what they may have open; 0: nothing is given.
  std::optional<std::vector<std::string>> languages;  // ISO 639-1: "de"
  std::optional<std::vector<std::string>> channels;   // Ids of channels where they work for choice.
  std::optional<std::vector<std::string>> topics;     // Intents of triage: "refund"
  std::optional<std::vector<std::string>> products;   // As customers call them.
  std::optional<std::int64_t> seniority;              // 1 to 3
};
BOOST_DESCRIBE_STRUCT(ReplaceRoutingProfile, (), (user_id, capacity, languages, channels, topics, products, seniority))

// Somebody as routing sees them.
struct AgentPresence {
  ids::User user_id;
  std::string name;
  routing::Presence presence = routing::Presence::off;
  std::optional<base::Time> since;  // Null: they never said.
  std::optional<ids::User> by;      // Null: they never said, or the server found out.
  std::int64_t load = 0;
  std::int64_t capacity = 10;
  std::int64_t conversations = 0;  // Open ones that are theirs.
  std::vector<ids::Team> team_ids;
};
BOOST_DESCRIBE_STRUCT(AgentPresence, (), (user_id, name, presence, since, by, load, capacity, conversations, team_ids))

struct PresenceList {
  std::vector<AgentPresence> items;
};
BOOST_DESCRIBE_STRUCT(PresenceList, (), (items))

struct SetPresence {
  routing::Presence presence = routing::Presence::off;
};
BOOST_DESCRIBE_STRUCT(SetPresence, (), (presence))

struct SetPresenceOf {
  ids::User user_id;
  routing::Presence presence = routing::Presence::off;
};
BOOST_DESCRIBE_STRUCT(SetPresenceOf, (), (user_id, presence))

struct ChannelWeight {
  std::string channel;
  std::string name;
  std::int64_t weight = 1;
  std::int64_t default_weight = 1;  // By what kind of a channel it is.
};
BOOST_DESCRIBE_STRUCT(ChannelWeight, (), (channel, name, weight, default_weight))

struct RoutingWeights {
  std::vector<ChannelWeight> items;
};
BOOST_DESCRIBE_STRUCT(RoutingWeights, (), (items))

// Those that differ from the defaults; by channel, 1 to 100.
struct ReplaceRoutingWeights {
  std::map<std::string, std::int64_t> weights;
};
BOOST_DESCRIBE_STRUCT(ReplaceRoutingWeights, (), (weights))

// One decision about a conversation. The codes of its grounds and their values: src/domain/routing/grounds.hpp.
struct RoutingDecision {
  base::Time at{};
  routing::Outcome outcome = routing::Outcome::waiting;
  std::optional<ids::User> user_id;
  std::optional<std::string> user_name;
  std::optional<ids::Team> team_id;
  std::optional<std::string> team_name;
  std::vector<routing::Ground> grounds;
  std::optional<ids::User> by;  // Who did it by hand; null: routing.
};
BOOST_DESCRIBE_STRUCT(RoutingDecision, (), (at, outcome, user_id, user_name, team_id, team_name, grounds, by))

struct ConversationRouting {
  std::vector<RoutingDecision> items;  // The newest first, 50 at most.
  // Why nobody has it at this moment; null where somebody has it, or nobody is asked to.
  std::optional<std::vector<routing::Ground>> waits_because;
  std::optional<base::Time> overflows_at;
};
BOOST_DESCRIBE_STRUCT(ConversationRouting, (), (items, waits_because, overflows_at))

struct ListRoutingQueue {
  std::optional<ids::Team> team_id;   // Every team's when left out.
  std::optional<std::int64_t> limit;  // 1–200, 50 when left out.
};
BOOST_DESCRIBE_STRUCT(ListRoutingQueue, (), (team_id, limit))

struct QueuedConversation {
  ids::Conversation conversation_id;
  std::string contact_name;
  ids::Team team_id;
  std::int64_t priority = 0;
  std::optional<base::Time> owed_since;
  std::optional<base::Time> due_at;
  std::optional<base::Time> waits_since;  // In this team's queue; null: routing has not looked at it yet.
  std::optional<base::Time> overflows_at;
  std::vector<routing::Ground> grounds;  // Why nobody has it.
};
BOOST_DESCRIBE_STRUCT(QueuedConversation, (),
                      (conversation_id, contact_name, team_id, priority, owed_since, due_at, waits_since, overflows_at,
                       grounds))

// The most urgent first.
struct RoutingQueue {
  std::vector<QueuedConversation> items;
  std::int64_t waiting = 0;  // All of them, not of this page alone.
};
BOOST_DESCRIBE_STRUCT(RoutingQueue, (), (items, waiting))

}  // namespace api::contract
