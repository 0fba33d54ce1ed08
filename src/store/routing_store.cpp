#include "store/routing_store.hpp"

#include <utility>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "store/checked_query.hpp"

namespace store {
namespace {

using OptionalNumber = std::optional<std::int64_t>;
using OptionalTeam = std::optional<ids::Team>;
using OptionalUser = std::optional<ids::User>;
using Texts = std::vector<std::string>;

struct ProfileRow {
  ids::User user_id;
  std::int64_t capacity = 0;
  std::string languages;
  std::string channels;
  std::string topics;
  std::string products;
  std::int64_t seniority = 1;
};
BOOST_DESCRIBE_STRUCT(ProfileRow, (), (user_id, capacity, languages, channels, topics, products, seniority))

struct WeightRow {
  std::string channel;
  std::int64_t weight = 1;
};
BOOST_DESCRIBE_STRUCT(WeightRow, (), (channel, weight))

// Its id is of no use to anybody else.
struct DecisionTag {
  [[maybe_unused]] static constexpr const char* noun = "decision";
};
using DecisionId = base::Id<DecisionTag>;

struct DecisionRow {
  DecisionId id;
  ids::Organization organization_id;
  ids::Conversation conversation_id;
  base::Time at{};
  routing::Outcome outcome = routing::Outcome::waiting;
  OptionalUser user_id;
  OptionalTeam team_id;
  std::string grounds;
  OptionalUser decided_by;
};
BOOST_DESCRIBE_STRUCT(DecisionRow, (),
                      (id, organization_id, conversation_id, at, outcome, user_id, team_id, grounds, decided_by))

constexpr Query<routing::Settings(ids::Organization)> kSettingsList{"team_routing_list"};
constexpr Query<void(ids::Team, ids::Organization, routing::Strategy, OptionalNumber, std::int64_t, OptionalTeam,
                     OptionalNumber, OptionalNumber, base::Time)>
    kSettingsPut{"team_routing_put"};
constexpr Query<ids::Organization()> kOrganizations{"routing_organizations"};
constexpr Query<ProfileRow(ids::Organization)> kProfileList{"routing_profile_list"};
constexpr Query<void(ids::Organization, ids::User, std::int64_t, std::string, std::string, std::string, std::string,
                     std::int64_t, base::Time)>
    kProfilePut{"routing_profile_put"};
constexpr Query<PresenceRow(ids::Organization)> kPresenceList{"presence_list"};
constexpr Query<PresenceRow()> kPresenceWatched{"presence_watched"};
constexpr Query<PresenceRow(ids::Organization, ids::User)> kPresenceFind{"presence_find"};
constexpr Query<void(ids::Organization, ids::User, routing::Presence, base::Time, OptionalUser)> kPresencePut{
    "presence_put"};
constexpr Query<void(ids::Organization, ids::User, base::Time)> kPresenceRouted{"presence_routed"};
constexpr Query<WeightRow(ids::Organization)> kWeightList{"channel_weight_list"};
constexpr Query<void(ids::Organization)> kWeightClear{"channel_weight_clear"};
constexpr Query<void(ids::Organization, std::string, std::int64_t)> kWeightInsert{"channel_weight_insert"};
constexpr Query<LoadRow(ids::Organization)> kLoads{"routing_loads"};
constexpr Query<QueueRow(ids::Organization, ids::Team)> kWaiting{"routing_waiting"};
constexpr Query<LeftRow(ids::Organization, ids::Team)> kLeft{"routing_left"};
constexpr Query<LastAnswer(ids::Organization, ids::Contact)> kLastAnswer{"routing_last_answer"};
constexpr Query<std::string(ids::Organization, ids::Conversation)> kLastTriage{"routing_last_triage"};
constexpr Query<void(DecisionId, ids::Organization, ids::Conversation, base::Time, routing::Outcome, OptionalUser,
                     OptionalTeam, std::string, OptionalUser)>
    kDecisionInsert{"routing_decision_insert"};
constexpr Query<DecisionRow(ids::Organization, ids::Conversation, std::int64_t)> kDecisionList{"routing_decision_list"};

// What cannot be read is empty: somebody of whom nothing is known.
Texts read_texts(const std::string& json) { return base::decode_text<Texts>(json).value_or(Texts()); }

}  // namespace

std::vector<routing::Settings> list_team_routing(Reading& reading, ids::Organization organization) {
  return reading.rows(kSettingsList, organization);
}

void put_team_routing(Transaction& transaction, const routing::Settings& s) {
  transaction.run(kSettingsPut, s.team_id, s.organization_id, s.strategy, s.sticky_s, s.sticky_over_percent,
                  s.overflow_team_id, s.overflow_after_s, s.requeue_away_after_s, s.changed_at);
}

std::vector<ids::Organization> list_routing_organizations(Reading& reading) { return reading.rows(kOrganizations); }

std::vector<UserProfile> list_routing_profiles(Reading& reading, ids::Organization organization) {
  std::vector<UserProfile> out;
  for (const auto& row : reading.rows(kProfileList, organization)) {
    out.push_back({row.user_id,
                   {row.capacity, read_texts(row.languages), read_texts(row.channels), read_texts(row.topics),
                    read_texts(row.products), row.seniority}});
  }
  return out;
}

void put_routing_profile(Transaction& transaction, ids::Organization organization, const UserProfile& in) {
  const auto& p = in.profile;
  transaction.run(kProfilePut, organization, in.user_id, p.capacity, base::encode(p.languages), base::encode(p.channels),
                  base::encode(p.topics), base::encode(p.products), p.seniority, transaction.now());
}

std::vector<PresenceRow> list_presences(Reading& reading, ids::Organization organization) {
  return reading.rows(kPresenceList, organization);
}

std::vector<PresenceRow> list_watched_presences(Reading& reading) { return reading.rows(kPresenceWatched); }

std::optional<PresenceRow> find_presence(Reading& reading, ids::Organization organization, ids::User user) {
  return reading.one(kPresenceFind, organization, user);
}

void put_presence(Transaction& transaction, const PresenceRow& row) {
  transaction.run(kPresencePut, row.organization_id, row.user_id, row.presence, row.since, row.set_by);
}

void note_routed(Transaction& transaction, ids::Organization organization, ids::User user, base::Time at) {
  transaction.run(kPresenceRouted, organization, user, at);
}

routing::Weights list_channel_weights(Reading& reading, ids::Organization organization) {
  routing::Weights out;
  for (auto& row : reading.rows(kWeightList, organization)) out.emplace(std::move(row.channel), row.weight);
  return out;
}

void put_channel_weights(Transaction& transaction, ids::Organization organization, const routing::Weights& weights) {
  transaction.run(kWeightClear, organization);
  for (const auto& [channel, weight] : weights) transaction.run(kWeightInsert, organization, channel, weight);
}

std::vector<LoadRow> count_open_by_user(Reading& reading, ids::Organization organization) {
  return reading.rows(kLoads, organization);
}

std::vector<QueueRow> list_waiting(Reading& reading, ids::Organization organization, ids::Team team) {
  return reading.rows(kWaiting, organization, team);
}

std::vector<LeftRow> list_left(Reading& reading, ids::Organization organization, ids::Team team) {
  return reading.rows(kLeft, organization, team);
}

std::optional<LastAnswer> find_last_answer(Reading& reading, ids::Organization organization, ids::Contact contact) {
  return reading.one(kLastAnswer, organization, contact);
}

std::optional<std::string> find_last_triage(Reading& reading, ids::Organization organization,
                                            ids::Conversation conversation) {
  return reading.one(kLastTriage, organization, conversation);
}

void insert_decision(Transaction& transaction, ids::Organization organization, const StoredDecision& in) {
  const auto& d = in.decision;
  transaction.run(kDecisionInsert, transaction.new_id<DecisionId>(), organization, in.conversation_id, in.at, d.outcome,
                  d.user_id, d.team_id, base::encode(d.grounds), in.by);
}

std::vector<StoredDecision> list_decisions(Reading& reading, ids::Organization organization, ids::Conversation conversation,
                                           std::int64_t limit) {
  std::vector<StoredDecision> out;
  for (const auto& row : reading.rows(kDecisionList, organization, conversation, limit)) {
    auto grounds = base::decode_text<std::vector<routing::Ground>>(row.grounds);
    out.push_back({row.conversation_id,
                   row.at,
                   {row.outcome, row.user_id, row.team_id, grounds ? *std::move(grounds) : std::vector<routing::Ground>()},
                   row.decided_by});
  }
  return out;
}

std::vector<CheckedQuery> routing_queries() {
  return {kSettingsList, kSettingsPut, kOrganizations,  kProfileList, kProfilePut,     kPresenceList, kPresenceWatched,
          kPresenceFind, kPresencePut, kPresenceRouted, kWeightList,  kWeightClear,    kWeightInsert, kLoads,
          kWaiting,      kLeft,        kLastAnswer,     kLastTriage,  kDecisionInsert, kDecisionList};
}

}  // namespace store
