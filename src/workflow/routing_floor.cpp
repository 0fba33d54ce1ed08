#include "workflow/routing_floor.hpp"

#include <algorithm>
#include <utility>

#include "domain/triage/facets.hpp"
#include "store/inbox_store.hpp"
#include "store/strike_store.hpp"
#include "store/team_store.hpp"
#include "store/user_store.hpp"
#include "workflow/manage_sla.hpp"
#include "workflow/strikes.hpp"

namespace workflow {
namespace {

void read_inboxes(store::Reading& reading, RoutingFloor& out, const std::vector<channel::ChannelType>& channels) {
  const auto own = store::list_channel_weights(reading, out.organization_id);
  for (auto& inbox : store::list_inboxes(reading, out.organization_id)) {
    const auto* type = channel::find_channel(channels, inbox.channel);
    const auto weight = own.find(inbox.channel);
    const auto usual = type == nullptr ? 1 : default_weight(type->capabilities);
    out.inboxes[inbox.id] = {std::move(inbox.channel), weight == own.end() ? usual : weight->second};
  }
}

void read_people(store::Reading& reading, RoutingFloor& out) {
  for (auto& user : store::list_users(reading, out.organization_id)) {
    if (user.state != rights::UserState::active) continue;
    out.places[user.id] = out.floor.agents.size();
    routing::Agent agent;
    agent.user_id = user.id;
    agent.name = std::move(user.name);
    out.floor.agents.push_back(std::move(agent));
  }
  const auto agent_of = [&](ids::User user) {
    const auto place = out.places.find(user);
    return place == out.places.end() ? nullptr : &out.floor.agents[place->second];
  };
  for (auto& [user, profile] : store::list_routing_profiles(reading, out.organization_id))
    if (auto* agent = agent_of(user)) agent->profile = std::move(profile);
  for (const auto& row : store::list_presences(reading, out.organization_id)) {
    out.presences[row.user_id] = row;
    if (auto* agent = agent_of(row.user_id)) {
      agent->presence = row.presence;
      agent->routed_at = row.routed_at;
    }
  }
  for (const auto& [user, inbox, count] : store::count_open_by_user(reading, out.organization_id)) {
    out.conversations[user] += count;
    if (auto* agent = agent_of(user)) agent->load += count * out.inboxes[inbox].weight;
  }
}

void read_teams(store::Reading& reading, RoutingFloor& out) {
  out.teams = store::list_teams(reading, out.organization_id);
  for (const auto& [team, user] : store::list_memberships(reading, out.organization_id)) out.members[team].push_back(user);
  for (const auto& settings : store::list_team_routing(reading, out.organization_id)) {
    auto& team = out.floor.teams[settings.team_id];
    team.settings = settings;
    for (const auto user : out.members[settings.team_id])
      if (const auto place = out.places.find(user); place != out.places.end()) team.agents.push_back(place->second);
  }
}

void read_strikes(store::Reading& reading, RoutingFloor& out) {
  std::map<ids::Contact, std::vector<base::Time>> times;
  for (const auto& [whose, at] : store::list_waiting_strike_times(reading, out.organization_id)) times[whose].push_back(at);
  if (times.empty()) return;
  const auto settings = strike_settings(reading, out.organization_id);
  for (const auto& [whose, their] : times)
    out.seniority[whose] =
        contact::seniority_for(settings, contact::level_at(their, reading.now(), settings.half_life_days));
}

}  // namespace

std::int64_t default_weight(const channel::Capabilities& capabilities) {
  switch (expectation_of(capabilities)) {
    case Expectation::live: return 3;
    case Expectation::social: return 2;
    case Expectation::mail:
    case Expectation::other: return 1;
  }
  return 1;
}

const routing::Agent* RoutingFloor::find(ids::User user) const {
  const auto place = places.find(user);
  return place == places.end() ? nullptr : &floor.agents[place->second];
}

const rights::Team* RoutingFloor::find(ids::Team team) const {
  const auto found = std::ranges::find(teams, team, &rights::Team::id);
  return found == teams.end() ? nullptr : &*found;
}

RoutingFloor read_floor(store::Reading& reading, ids::Organization organization,
                        const std::vector<channel::ChannelType>& channels) {
  RoutingFloor out;
  out.organization_id = organization;
  read_inboxes(reading, out, channels);
  read_people(reading, out);
  read_teams(reading, out);
  read_strikes(reading, out);
  return out;
}

std::string trouble_of(const routing::Settings& settings, const RoutingFloor& on) {
  std::vector<routing::Settings> all;
  for (const auto& [id, team] : on.floor.teams) all.push_back(team.settings);
  if (const auto good = routing::check(settings, all); !good) return good.error().message;
  if (settings.overflow_team_id && !on.find(*settings.overflow_team_id))
    return "overflow_team_id: that team is there no more; what nobody takes waits here";
  if (settings.strategy == routing::Strategy::manual) return "";
  const auto members = on.members.find(settings.team_id);
  const bool any = members != on.members.end() && std::ranges::any_of(members->second, [&](ids::User user) {
                     const auto* agent = on.find(user);
                     return agent != nullptr && agent->profile.capacity > 0;
                   });
  return any ? "" : "strategy: there is nobody in the team who can be given anything";
}

std::optional<ids::Team> overflow_team(const routing::Settings& settings, const RoutingFloor& on) {
  if (!settings.overflow_after_s || !settings.overflow_team_id || settings.overflow_team_id == settings.team_id)
    return std::nullopt;
  return on.find(*settings.overflow_team_id) ? settings.overflow_team_id : std::nullopt;
}

routing::Waiting to_waiting(const store::QueueRow& row, const RoutingFloor& on) {
  routing::Waiting out;
  out.conversation_id = row.id;
  out.team_id = row.team_id;
  out.priority = row.priority.value_or(0);
  out.due_at = row.due_at;
  if (row.facets) {
    auto facets = triage::read_facets(*row.facets);
    out.languages = std::move(facets.languages);
    out.topics = std::move(facets.intents);
  }
  if (const auto door = on.inboxes.find(row.inbox_id); door != on.inboxes.end()) {
    out.channel = door->second.channel;
    out.weight = door->second.weight;
  }
  if (out.priority >= routing::kSeniorPriority || row.contact_value == contact::Value::key) out.seniority = 2;
  if (const auto struck = on.seniority.find(row.contact_id); struck != on.seniority.end())
    out.seniority = std::max(out.seniority, struck->second);
  return out;
}

std::optional<base::Time> waits_since(const store::QueueRow& row) {
  if (!row.decided_at || row.decided == routing::Outcome::assigned || row.decided_team_id != row.team_id)
    return std::nullopt;
  return row.owed_since && *row.decided_at < *row.owed_since ? std::nullopt : row.decided_at;
}

}  // namespace workflow
