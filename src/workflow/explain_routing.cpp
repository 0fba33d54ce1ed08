#include "workflow/explain_routing.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "domain/routing/route.hpp"
#include "store/user_store.hpp"
#include "workflow/conversation_change.hpp"
#include "workflow/routing_floor.hpp"

namespace workflow {
namespace {

constexpr std::int64_t kMostDecisions = 50;

bool is_of(const rights::Principal& who, std::optional<ids::Team> team) {
  return !rights::sees_only_own_teams(who) || (team && std::ranges::find(who.team_ids, *team) != who.team_ids.end());
}

std::vector<QueueItem> explain(std::vector<store::QueueRow> rows, RoutingFloor& on, base::Time now) {
  std::vector<routing::Waiting> waiting;
  waiting.reserve(rows.size());
  for (const auto& row : rows) waiting.push_back(to_waiting(row, on));
  std::vector<QueueItem> out;
  out.reserve(rows.size());
  for (auto& [place, decision] : routing::route(waiting, on.floor, now)) {
    QueueItem item{std::move(rows[place]), {}, {}, {}};
    item.waits_since = waits_since(item.row);
    const auto team = on.floor.teams.find(item.row.team_id);
    if (item.waits_since && team != on.floor.teams.end() && overflow_team(team->second.settings, on))
      item.overflows_at = *item.waits_since + std::chrono::seconds(team->second.settings.overflow_after_s.value_or(0));
    if (decision.outcome == routing::Outcome::waiting) item.grounds = std::move(decision.grounds);
    out.push_back(std::move(item));
  }
  return out;
}

}  // namespace

std::vector<AgentView> list_agents(store::Reading& reading, const rights::Principal& who,
                                   const std::vector<channel::ChannelType>& channels) {
  const auto on = read_floor(reading, who.organization_id, channels);
  std::map<ids::User, std::vector<ids::Team>> teams;
  for (const auto& [team, users] : on.members)
    for (const auto user : users)
      if (is_of(who, team)) teams[user].push_back(team);
  std::vector<AgentView> out;
  for (const auto& agent : on.floor.agents) {
    if (rights::sees_only_own_teams(who) && who.user_id != agent.user_id && !teams.contains(agent.user_id)) continue;
    AgentView view{agent.user_id,          agent.name, agent.presence,      {}, {}, agent.load,
                   agent.profile.capacity, 0,          teams[agent.user_id]};
    if (const auto open = on.conversations.find(agent.user_id); open != on.conversations.end())
      view.conversations = open->second;
    if (const auto said = on.presences.find(agent.user_id); said != on.presences.end()) {
      view.since = said->second.since;
      view.by = said->second.set_by;
    }
    out.push_back(std::move(view));
  }
  return out;
}

base::Result<Queue> look_at_queue(store::Reading& reading, const rights::Principal& who, std::optional<ids::Team> team,
                                  std::int64_t limit, const std::vector<channel::ChannelType>& channels) {
  auto on = read_floor(reading, who.organization_id, channels);
  if (team && (!on.find(*team) || !is_of(who, team)))
    return base::fail(base::FailureKind::not_found, "There is no such team.", "team_id");
  std::vector<store::QueueRow> rows;
  for (const auto& one : on.teams) {
    if ((team && one.id != *team) || !is_of(who, one.id)) continue;
    auto more = store::list_waiting(reading, who.organization_id, one.id);
    rows.insert(rows.end(), std::move_iterator(more.begin()), std::move_iterator(more.end()));
  }
  Queue out;
  out.waiting = static_cast<std::int64_t>(rows.size());
  out.items = explain(std::move(rows), on, reading.now());
  if (out.waiting > limit) out.items.resize(static_cast<std::size_t>(limit));
  return out;
}

base::Result<RoutingStory> tell_routing(store::Reading& reading, const rights::Principal& who,
                                        ids::Conversation conversation, const std::vector<channel::ChannelType>& channels) {
  const auto state = find_visible(reading, who, conversation);
  if (!state) return base::pass_on(state.error());
  auto on = read_floor(reading, who.organization_id, channels);
  std::map<ids::User, std::string> names;
  for (auto& user : store::list_users(reading, who.organization_id)) names[user.id] = std::move(user.name);
  RoutingStory out;
  for (auto& stored : store::list_decisions(reading, who.organization_id, conversation, kMostDecisions)) {
    if (!is_of(who, stored.decision.team_id)) continue;
    NamedDecision named{std::move(stored), {}, {}};
    const auto& decision = named.stored.decision;
    if (decision.user_id) named.user_name = names[*decision.user_id];
    const auto* team = decision.team_id ? on.find(*decision.team_id) : nullptr;
    if (team != nullptr) named.team_name = team->name;
    out.decisions.push_back(std::move(named));
  }
  const auto& c = state->conversation;
  if (!c.owed || c.assignee_id || !c.team_id || c.status != conversation::Status::open) return out;
  auto rows = store::list_waiting(reading, who.organization_id, *c.team_id);
  std::erase_if(rows, [&](const auto& row) { return row.id != conversation; });
  auto items = explain(std::move(rows), on, reading.now());
  if (!items.empty()) out.waits = std::move(items.front());
  return out;
}

}  // namespace workflow
