#include "workflow/test_scenario_routing.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "base/text.hpp"
#include "domain/routing/settings.hpp"
#include "store/routing_store.hpp"
#include "workflow/explain_routing.hpp"
#include "workflow/manage_routing.hpp"
#include "workflow/manage_teams.hpp"
#include "workflow/presence.hpp"

namespace workflow {
namespace {

using Refusal = std::optional<base::Failure>;

std::int64_t seconds(const std::string& word) {
  static const std::map<char, int> kUnits{{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};
  const auto unit = kUnits.find(word.empty() ? '?' : word.back());
  if (unit == kUnits.end()) throw ScenarioError("expected a duration like 90s, 5m or 1h, not " + word);
  return std::stoll(word) * unit->second;
}

std::int64_t number(const std::string& word) {
  try {
    return std::stoll(word);
  } catch (const std::logic_error&) {
    throw ScenarioError("expected a number, not " + word);
  }
}

std::vector<std::string> list(const std::string& word) {
  std::vector<std::string> out;
  for (const auto one : base::split(word, ',')) out.emplace_back(one);
  return out;
}

std::string text_of(const std::vector<routing::Ground>& grounds) {
  std::string out;
  for (const auto& [code, value] : grounds) out += (out.empty() ? "" : ", ") + code + (value.empty() ? "" : " " + value);
  return out;
}

}  // namespace

bool ScenarioRouting::take(ScenarioLine& line, Refusal& refusal) {
  if (line.take("routing")) refusal = set_routing(line);
  else if (line.take("agent")) refusal = set_profile(line);
  else if (line.take("weigh")) refusal = set_weight(line);
  else if (line.take("members")) refusal = set_members(line);
  else if (line.take("online")) refusal = say_presence(line, routing::Presence::online);
  else if (line.take("away")) refusal = say_presence(line, routing::Presence::away);
  else if (line.take("off")) refusal = say_presence(line, routing::Presence::off);
  else if (line.take("gone")) {
    const auto& user = names_.person(line.word("a person"));
    (void)office_.transact(
        [&](store::Transaction& t) -> base::Result<bool> { return find_gone(t, user.organization_id, user.id); });
  } else if (line.take("lose")) {
    if (const auto team = names_.team(line.word("a team"))) lose_overflow_team(*team);
  } else if (line.take("route")) {
    office_.route();
  } else {
    return false;
  }
  return true;
}

bool ScenarioRouting::take(ScenarioLine& line, const std::function<ids::Conversation(ScenarioLine&)>& conversation,
                           Refusal& refusal) {
  const bool takes = line.take("take");
  if (!takes && !line.take("hand")) return false;
  Assignment assignment;
  assignment.conversation_id = conversation(line);
  const auto& by = names_.person(line.word("a person"));
  if (takes) assignment.user_id.emplace(by.id);
  if (!takes && line.take("to")) assignment.user_id.emplace(names_.person(line.word("a person")).id);
  if (!takes && line.take("team")) assignment.team_id.emplace(names_.team(line.word("a team")));
  if (!takes) assignment.note = line.text("a note");
  refusal = refusal_of(office_.assign(by, assignment));
  return true;
}

// routing care best_skill sticky 2d over 30 overflow porto after 10m requeue 5m
Refusal ScenarioRouting::set_routing(ScenarioLine& line) {
  routing::Settings wanted;
  const auto team = names_.team(line.word("a team"));
  if (!team) throw ScenarioError("say of which team");
  wanted.team_id = *team;
  const auto strategy = base::from_name<routing::Strategy>(line.word("a strategy"));
  if (!strategy) throw ScenarioError("a strategy is manual, round_robin, least_loaded or best_skill");
  wanted.strategy = *strategy;
  for (bool known = true; known && line.more();) {
    if (line.take("sticky")) wanted.sticky_s = seconds(line.word("a duration"));
    else if (line.take("over")) wanted.sticky_over_percent = number(line.word("percent"));
    else if (line.take("overflow")) {
      const std::string name = line.word("a team");
      wanted.overflow_team_id = name == "nowhere" ? std::optional(ids::Team{7}) : names_.team(name);
    } else if (line.take("after")) wanted.overflow_after_s = seconds(line.word("a duration"));
    else if (line.take("requeue")) wanted.requeue_away_after_s = seconds(line.word("a duration"));
    else known = false;
  }
  const auto who = office_.as(office_.tom);
  return refusal_of(
      office_.transact([&](store::Transaction& t) { return save_team_settings(t, who, wanted, office_.channels); }));
}

// agent mira capacity 6 speaks de,en knows refund products "Bike lock" on test_posts seniority 2
Refusal ScenarioRouting::set_profile(ScenarioLine& line) {
  const auto& user = names_.person(line.word("a person"));
  routing::Profile wanted;
  for (bool known = true; known && line.more();) {
    if (line.take("capacity")) wanted.capacity = number(line.word("a number"));
    else if (line.take("speaks")) wanted.languages = list(line.word("languages"));
    else if (line.take("knows")) wanted.topics = list(line.word("topics"));
    else if (line.take("products")) wanted.products = {line.text("a product")};
    else if (line.take("on")) wanted.channels = list(line.word("channels"));
    else if (line.take("seniority")) wanted.seniority = number(line.word("a number"));
    else known = false;
  }
  const auto who = office_.as(office_.tom);
  return refusal_of(
      office_.transact([&](store::Transaction& t) { return save_profile(t, who, user.id, wanted, office_.channels); }));
}

// weigh test_chat 4
Refusal ScenarioRouting::set_weight(ScenarioLine& line) {
  routing::Weights wanted;
  const std::string channel = line.word("a channel");
  wanted[channel] = number(line.word("a number"));
  const auto who = office_.as(office_.tom);
  return refusal_of(office_.transact([&](store::Transaction& t) { return save_weights(t, who, wanted, office_.channels); }));
}

// members care mira,tom
Refusal ScenarioRouting::set_members(ScenarioLine& line) {
  TeamChange change;
  const auto team = names_.team(line.word("a team"));
  if (!team) throw ScenarioError("say of which team");
  change.team_id = *team;
  change.member_ids.emplace();
  for (const auto& name : list(line.word("people"))) change.member_ids->push_back(names_.person(name).id);
  const auto who = office_.as(office_.ana);
  return refusal_of(office_.transact([&](store::Transaction& t) { return change_team(t, who, change); }));
}

// online mira; off mira by tom
Refusal ScenarioRouting::say_presence(ScenarioLine& line, routing::Presence presence) {
  const auto& user = names_.person(line.word("a person"));
  const auto& by = line.take("by") ? names_.person(line.word("a person")) : user;
  const auto who = office_.as(by);
  return refusal_of(office_.transact([&](store::Transaction& t) { return set_presence(t, who, user.id, presence); }));
}

std::string ScenarioRouting::decided(ids::Conversation conversation) {
  const auto who = office_.as(office_.ana);
  const auto story =
      office_.read([&](store::Reading& r) { return tell_routing(r, who, conversation, office_.channels); }).value();
  if (story.decisions.empty()) return "nothing was decided";
  const auto& last = story.decisions.front();
  const auto& decision = last.stored.decision;
  return (last.user_name ? *last.user_name : std::string(base::to_name(decision.outcome))) + ": " +
         text_of(decision.grounds);
}

std::string ScenarioRouting::waits(ids::Conversation conversation) {
  const auto who = office_.as(office_.ana);
  const auto queue =
      office_.read([&](store::Reading& r) { return look_at_queue(r, who, std::nullopt, 200, office_.channels); }).value();
  const auto found = std::ranges::find_if(queue.items, [&](const QueueItem& item) { return item.row.id == conversation; });
  return found == queue.items.end() ? "it does not wait" : text_of(found->grounds);
}

std::string ScenarioRouting::fullness(const rights::User& user) {
  const auto who = office_.as(office_.ana);
  const auto agents = office_
                          .read([&](store::Reading& r) -> base::Result<std::vector<AgentView>> {
                            return list_agents(r, who, office_.channels);
                          })
                          .value();
  const auto found = std::ranges::find(agents, user.id, &AgentView::user_id);
  return found == agents.end() ? "nobody" : std::to_string(found->load) + " of " + std::to_string(found->capacity);
}

std::string ScenarioRouting::presence(const rights::User& user) {
  const auto row = office_
                       .read([&](store::Reading& r) -> base::Result<std::optional<store::PresenceRow>> {
                         return store::find_presence(r, user.organization_id, user.id);
                       })
                       .value();
  return std::string(base::to_name(row ? row->presence : routing::Presence::off));
}

std::string ScenarioRouting::trouble(ids::Team team) {
  const auto who = office_.as(office_.ana);
  return office_.read([&](store::Reading& r) { return find_team_settings(r, who, team, office_.channels); }).value().trouble;
}

void ScenarioRouting::lose_overflow_team(ids::Team team) {
  (void)office_.transact([&](store::Transaction& t) -> base::Result<bool> {
    for (auto settings : store::list_team_routing(t, office_.organization)) {
      if (settings.overflow_team_id != team) continue;
      settings.overflow_team_id = ids::Team{7};
      store::put_team_routing(t, settings);
    }
    return true;
  });
}

}  // namespace workflow
