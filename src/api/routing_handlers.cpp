#include "api/routing_handlers.hpp"

#include <algorithm>
#include <utility>

#include "api/page.hpp"
#include "workflow/explain_routing.hpp"
#include "workflow/manage_routing.hpp"
#include "workflow/presence.hpp"

namespace api {
namespace {

contract::TeamRouting present(const workflow::ListedSettings& in) {
  const auto& s = in.settings;
  contract::TeamRouting out;
  out.team_id = s.team_id;
  out.strategy = s.strategy;
  out.sticky_s = s.sticky_s;
  out.sticky_over_percent = s.sticky_over_percent;
  out.overflow_team_id = s.overflow_team_id;
  out.overflow_after_s = s.overflow_after_s;
  out.requeue_away_after_s = s.requeue_away_after_s;
  if (s.changed_at != base::Time{}) out.changed_at = s.changed_at;
  out.trouble = in.trouble;
  return out;
}

contract::RoutingProfile present(const workflow::ListedProfile& in) {
  const auto& p = in.profile;
  return {in.user_id, p.capacity, p.languages, p.channels, p.topics, p.products, p.seniority, in.trouble};
}

contract::RoutingWeights present(const std::vector<workflow::ListedWeight>& weights) {
  contract::RoutingWeights out;
  for (const auto& one : weights) out.items.push_back({one.channel, one.name, one.weight, one.usual});
  return out;
}

contract::AgentPresence present(const workflow::AgentView& in) {
  return {in.user_id, in.name, in.presence, in.since, in.by, in.load, in.capacity, in.conversations, in.team_ids};
}

contract::RoutingDecision present(const workflow::NamedDecision& in) {
  const auto& [conversation, at, decision, by] = in.stored;
  return {at, decision.outcome, decision.user_id, in.user_name, decision.team_id, in.team_name, decision.grounds, by};
}

contract::QueuedConversation present(const workflow::QueueItem& in) {
  return {in.row.id,      in.row.contact_name, in.row.team_id, in.row.priority.value_or(0), in.row.owed_since, in.row.due_at,
          in.waits_since, in.overflows_at,     in.grounds};
}

net::Task<base::Result<contract::AgentPresence>> say_presence(Call& call /*outlives*/, ids::User user,
                                                              routing::Presence presence) {
  auto work = [who = call.principal, user, presence, &channels = call.services.channels](
                  store::Transaction& transaction) -> base::Result<contract::AgentPresence> {
    if (auto said = workflow::set_presence(transaction, who, user, presence); !said) return base::pass_on(said.error());
    const auto agents = workflow::list_agents(transaction, who, channels);
    const auto found = std::ranges::find(agents, user, &workflow::AgentView::user_id);
    if (found == agents.end()) return base::fail(base::FailureKind::not_found, "There is no such user.");
    return present(*found);
  };
  co_return co_await call.transact(std::move(work));
}

}  // namespace

net::Task<base::Result<contract::TeamRouting>> get_team_routing(Call& call, contract::TeamPath in) {
  auto work = [who = call.principal, in,
               &channels = call.services.channels](store::Reading& reading) -> base::Result<contract::TeamRouting> {
    return workflow::find_team_settings(reading, who, in.team_id, channels).map([](const auto& one) {
      return present(one);
    });
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::TeamRouting>> put_team_routing(Call& call, contract::ReplaceTeamRouting in) {
  routing::Settings wanted;
  wanted.team_id = in.team_id;
  wanted.strategy = in.strategy;
  wanted.sticky_s = in.sticky_s;
  wanted.sticky_over_percent = in.sticky_over_percent.value_or(wanted.sticky_over_percent);
  wanted.overflow_team_id = in.overflow_team_id;
  wanted.overflow_after_s = in.overflow_after_s;
  wanted.requeue_away_after_s = in.requeue_away_after_s;
  auto work = [who = call.principal, wanted, &channels = call.services.channels](store::Transaction& transaction) {
    return workflow::save_team_settings(transaction, who, wanted, channels);
  };
  auto to_reply = [](const workflow::ListedSettings& saved) { return present(saved); };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

net::Task<base::Result<contract::RoutingProfile>> get_routing_profile(Call& call, contract::UserPath in) {
  auto work = [who = call.principal, in,
               &channels = call.services.channels](store::Reading& reading) -> base::Result<contract::RoutingProfile> {
    return workflow::find_profile(reading, who, in.user_id, channels).map([](const auto& one) { return present(one); });
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::RoutingProfile>> put_routing_profile(Call& call, contract::ReplaceRoutingProfile in) {
  routing::Profile wanted;
  wanted.capacity = in.capacity.value_or(wanted.capacity);
  wanted.languages = std::move(in.languages).value_or(wanted.languages);
  wanted.channels = std::move(in.channels).value_or(wanted.channels);
  wanted.topics = std::move(in.topics).value_or(wanted.topics);
  wanted.products = std::move(in.products).value_or(wanted.products);
  wanted.seniority = in.seniority.value_or(wanted.seniority);
  auto work = [who = call.principal, user = in.user_id, wanted = std::move(wanted),
               &channels = call.services.channels](store::Transaction& transaction) {
    return workflow::save_profile(transaction, who, user, wanted, channels);
  };
  auto to_reply = [](const workflow::ListedProfile& saved) { return present(saved); };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

net::Task<base::Result<contract::RoutingWeights>> get_routing_weights(Call& call) {
  auto work = [organization = call.principal.organization_id,
               &channels = call.services.channels](store::Reading& reading) -> base::Result<contract::RoutingWeights> {
    return present(workflow::list_weights(reading, organization, channels));
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::RoutingWeights>> put_routing_weights(Call& call, contract::ReplaceRoutingWeights in) {
  auto work = [who = call.principal, wanted = std::move(in.weights), &channels = call.services.channels](
                  store::Transaction& transaction) { return workflow::save_weights(transaction, who, wanted, channels); };
  auto to_reply = [](const std::vector<workflow::ListedWeight>& saved) { return present(saved); };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

net::Task<base::Result<contract::PresenceList>> list_presence(Call& call) {
  auto work = [who = call.principal,
               &channels = call.services.channels](store::Reading& reading) -> base::Result<contract::PresenceList> {
    contract::PresenceList out;
    for (const auto& agent : workflow::list_agents(reading, who, channels)) out.items.push_back(present(agent));
    return out;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::AgentPresence>> put_presence(Call& call, contract::SetPresence in) {
  // Who is signed in is somebody (Permission::signed_in).
  co_return co_await say_presence(call, call.principal.user_id.value_or(ids::User{}), in.presence);
}

net::Task<base::Result<contract::AgentPresence>> put_presence_of(Call& call, contract::SetPresenceOf in) {
  co_return co_await say_presence(call, in.user_id, in.presence);
}

net::Task<base::Result<contract::ConversationRouting>> get_conversation_routing(Call& call, contract::ConversationPath in) {
  auto work = [who = call.principal, in,
               &channels = call.services.channels](store::Reading& reading) -> base::Result<contract::ConversationRouting> {
    const auto story = workflow::tell_routing(reading, who, in.conversation_id, channels);
    if (!story) return base::pass_on(story.error());
    contract::ConversationRouting out;
    for (const auto& decision : story->decisions) out.items.push_back(present(decision));
    if (story->waits) {
      out.waits_because = story->waits->grounds;
      out.overflows_at = story->waits->overflows_at;
    }
    return out;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::RoutingQueue>> get_routing_queue(Call& call, contract::ListRoutingQueue in) {
  const auto limit = read_limit(in.limit);
  if (!limit) co_return base::pass_on(limit.error());
  auto work = [who = call.principal, team = in.team_id, most = *limit,
               &channels = call.services.channels](store::Reading& reading) -> base::Result<contract::RoutingQueue> {
    const auto queue = workflow::look_at_queue(reading, who, team, most, channels);
    if (!queue) return base::pass_on(queue.error());
    contract::RoutingQueue out;
    out.waiting = queue->waiting;
    for (const auto& item : queue->items) out.items.push_back(present(item));
    return out;
  };
  co_return co_await call.store.read(std::move(work));
}

}  // namespace api
