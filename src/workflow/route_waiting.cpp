#include "workflow/route_waiting.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/json/decode.hpp"
#include "domain/routing/grounds.hpp"
#include "domain/routing/route.hpp"
#include "store/conversation_store.hpp"
#include "store/routing_store.hpp"
#include "workflow/conversation_change.hpp"
#include "workflow/routing_floor.hpp"

namespace workflow {
namespace {

using routing::Outcome;
using std::chrono::seconds;

constexpr std::size_t kAtOnce = 200;  // Conversations of which more is asked before somebody is chosen.

bool has_some_room(const routing::Agent& agent) {
  return agent.presence == routing::Presence::online && agent.profile.capacity > 0 &&
         (agent.load == 0 || agent.load < agent.profile.capacity);
}

class Planner {
 public:
  Planner(store::Reading& reading, ids::Organization organization, const RoutingTerms& terms)
      : reading_(reading), terms_(terms), on_(read_floor(reading, organization, terms.channels)) {
    plan_.organization_id = organization;
  }

  RoutingPlan make() && {
    for (const auto& [id, team] : on_.floor.teams) {
      if (team.settings.requeue_away_after_s) take_back(team.settings);
      if (team.settings.strategy != routing::Strategy::manual || overflow_team(team.settings, on_)) collect(team.settings);
    }
    std::ranges::sort(queue_, {}, [](const Item& item) {
      return std::tuple(-item.waiting.priority, item.waiting.due_at.value_or(base::Time::max()), item.row.id);
    });
    for (std::size_t from = 0; from < queue_.size(); from += kAtOnce)
      give_out(std::span(queue_).subspan(from, std::min(kAtOnce, queue_.size() - from)));
    return std::move(plan_);
  }

 private:
  struct Item {
    store::QueueRow row;
    routing::Waiting waiting;
  };

  void look_again(base::Time at) { plan_.next_at = plan_.next_at ? std::min(*plan_.next_at, at) : at; }

  // From people who are not there.
  void take_back(const routing::Settings& settings) {
    for (const auto& row : store::list_left(reading_, plan_.organization_id, settings.team_id)) {
      const auto due =
          std::max(row.since, row.given_at.value_or(row.since)) + seconds(settings.requeue_away_after_s.value_or(0));
      if (due > reading_.now()) {
        look_again(due);
        continue;
      }
      const auto* agent = on_.find(row.user_id);
      const auto* code = row.presence == routing::Presence::off ? routing::ground::kWentOff : routing::ground::kWentAway;
      const routing::Ground ground{code, agent == nullptr ? "" : agent->name};
      plan_.steps.push_back(
          {row.id, settings.team_id, row.user_id, {Outcome::requeued, std::nullopt, settings.team_id, {ground}}});
    }
  }

  void collect(const routing::Settings& settings) {
    for (auto& row : store::list_waiting(reading_, plan_.organization_id, settings.team_id)) {
      if (!row.facets && reading_.now() - row.created_at < terms_.wait_for_triage) {
        look_again(row.created_at + terms_.wait_for_triage);
        continue;
      }
      auto waiting = to_waiting(row, on_);
      queue_.push_back({std::move(row), std::move(waiting)});
    }
  }

  // What has to be asked for of each by itself is asked for only while somebody can be given something.
  void ask_more(Item& item) {
    const auto& team = on_.floor.teams.at(item.row.team_id);
    if (team.settings.sticky_s) {
      const auto last = store::find_last_answer(reading_, plan_.organization_id, item.row.contact_id);
      if (last)
        std::tie(item.waiting.last_answerer_id, item.waiting.last_answered_at) = std::tuple(last->user_id, last->said_at);
    }
    const bool asks_products = std::ranges::any_of(
        team.agents, [&](std::size_t place) { return !on_.floor.agents[place].profile.products.empty(); });
    if (!asks_products) return;
    const auto said = store::find_last_triage(reading_, plan_.organization_id, item.row.id);
    const auto triage = said ? base::decode_text<triage::Triage>(*said) : base::Result<triage::Triage>();
    if (!said || !triage) return;
    for (const auto& entity : triage->entities)
      if (entity.kind == "product") item.waiting.products.push_back(entity.value);
  }

  void give_out(std::span<Item> items) {
    std::vector<routing::Waiting> queue;
    queue.reserve(items.size());
    const bool any_room = std::ranges::any_of(on_.floor.agents, has_some_room);
    for (auto& item : items) {
      if (any_room) ask_more(item);
      queue.push_back(item.waiting);
    }
    for (auto& [place, decision] : routing::route(queue, on_.floor, reading_.now()))
      settle(items[place].row, std::move(decision));
  }

  void settle(const store::QueueRow& row, routing::Decision decision) {
    if (decision.outcome == Outcome::waiting) {
      const auto& settings = on_.floor.teams.at(row.team_id).settings;
      const auto since = waits_since(row);
      if (const auto next = overflow_team(settings, on_)) {
        const auto began = since.value_or(reading_.now());
        const auto due = began + seconds(settings.overflow_after_s.value_or(0));
        if (due > reading_.now()) look_again(due);
        else decision = overflow(*next, reading_.now() - began);
      }
      // That it waits is said once.
      if (decision.outcome == Outcome::waiting && since) return;
    }
    plan_.steps.push_back({row.id, row.team_id, std::nullopt, std::move(decision)});
  }

  static routing::Decision overflow(ids::Team to, std::chrono::milliseconds waited) {
    const auto text = std::to_string(std::chrono::duration_cast<seconds>(waited).count());
    return {Outcome::overflowed, std::nullopt, to, {{routing::ground::kWaited, text}}};
  }

  store::Reading& reading_;
  const RoutingTerms& terms_;
  RoutingFloor on_;
  std::vector<Item> queue_;
  RoutingPlan plan_;
};

bool is_still_so(const conversation::Conversation& c, const RoutingStep& step) {
  return c.owed && c.status == conversation::Status::open && !c.merged_into_id && c.team_id == step.team_id &&
         c.assignee_id == step.assignee_id;
}

// The agent of an assignment, if they can still take it; what they have more from now on is counted.
bool take(RoutingFloor& on, const conversation::Conversation& c, const RoutingStep& step) {
  const auto place = on.places.find(step.decision.user_id.value_or(ids::User{}));
  const auto& members = on.members[step.team_id];
  if (place == on.places.end() || std::ranges::find(members, place->first) == members.end()) return false;
  auto& agent = on.floor.agents[place->second];
  const auto weight = on.inboxes[c.inbox_id].weight;
  if (agent.presence != routing::Presence::online || agent.profile.capacity <= 0) return false;
  if (agent.load > 0 && agent.load + weight > agent.profile.capacity) return false;
  agent.load += weight;
  return true;
}

// Whether who has it is as far from here as they were.
bool is_still_gone(const RoutingFloor& on, ids::User user) {
  const auto row = on.presences.find(user);
  return row != on.presences.end() && row->second.presence != routing::Presence::online;
}

void write(store::Transaction& transaction, event::ConversationState before, const routing::Decision& decision) {
  const auto organization = before.conversation.organization_id;
  ConversationChange change(std::move(before));
  auto& c = change.state.conversation;
  if (decision.outcome != Outcome::waiting) {
    c.assignee_id = decision.user_id;
    c.team_id = decision.team_id;
    Promises promises(transaction);
    if (decision.outcome == Outcome::overflowed) change.renew(promises);  // The new team may work at other hours.
    change.write(transaction, promises, transaction.now());
    change.publish_updated(transaction, rights::Principal{});
  }
  if (decision.user_id) store::note_routed(transaction, organization, *decision.user_id, transaction.now());
  store::insert_decision(transaction, organization, {c.id, transaction.now(), decision, std::nullopt});
  transaction.publish(organization, event::ConversationRouted{change.state, decision});
}

}  // namespace

RoutingPlan plan_routing(store::Reading& reading, ids::Organization organization, const RoutingTerms& terms) {
  return Planner(reading, organization, terms).make();
}

std::int64_t carry_out(store::Transaction& transaction, ids::Organization organization, std::span<const RoutingStep> steps,
                       const RoutingTerms& terms) {
  auto on = read_floor(transaction, organization, terms.channels);
  transaction.ask_ahead([&] {
    for (const auto& step : steps) (void)store::find_conversation_state(transaction, organization, step.conversation_id);
  });
  std::int64_t done = 0;
  for (const auto& step : steps) {
    auto state = store::find_conversation_state(transaction, organization, step.conversation_id);
    if (!state || !is_still_so(state->conversation, step)) continue;
    const auto& decision = step.decision;
    if (decision.outcome == Outcome::assigned && !take(on, state->conversation, step)) continue;
    if (decision.outcome == Outcome::requeued && !is_still_gone(on, step.assignee_id.value_or(ids::User{}))) continue;
    if (decision.outcome == Outcome::overflowed && !on.find(decision.team_id.value_or(ids::Team{}))) continue;
    write(transaction, *std::move(state), decision);
    ++done;
  }
  return done;
}

}  // namespace workflow
