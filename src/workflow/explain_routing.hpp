#pragma once
// What routing has to say for itself: who is there and how full, what waits and why, and how something came to who has it.

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "channel/channel.hpp"
#include "domain/rights/rights.hpp"
#include "domain/routing/decision.hpp"
#include "store/routing_store.hpp"
#include "store/transaction.hpp"

namespace workflow {

// Somebody as routing sees them.
struct AgentView {
  ids::User user_id;
  std::string name;
  routing::Presence presence = routing::Presence::off;
  std::optional<base::Time> since;
  std::optional<ids::User> by;
  std::int64_t load = 0;
  std::int64_t capacity = 0;
  std::int64_t conversations = 0;
  std::vector<ids::Team> team_ids;
};
// Everybody active; to a partner's people, those of their own teams.
[[nodiscard]] std::vector<AgentView> list_agents(store::Reading& reading, const rights::Principal& who,
                                                 const std::vector<channel::ChannelType>& channels);

struct QueueItem {
  store::QueueRow row;
  std::optional<base::Time> waits_since;
  std::optional<base::Time> overflows_at;
  std::vector<routing::Ground> grounds;  // Why nobody has it; empty where somebody is about to.
};
struct Queue {
  std::vector<QueueItem> items;  // The most urgent first.
  std::int64_t waiting = 0;      // All of them.
};
// Of one team, or of all that the asker sees.
[[nodiscard]] base::Result<Queue> look_at_queue(store::Reading& reading, const rights::Principal& who,
                                                std::optional<ids::Team> team, std::int64_t limit,
                                                const std::vector<channel::ChannelType>& channels);

struct NamedDecision {
  store::StoredDecision stored;
  std::optional<std::string> user_name;
  std::optional<std::string> team_name;
};
struct RoutingStory {
  std::vector<NamedDecision> decisions;  // The newest first.
  std::optional<QueueItem> waits;        // Where it is owed, open and nobody's.
};
// A partner's people are told what was decided for their own teams.
[[nodiscard]] base::Result<RoutingStory> tell_routing(store::Reading& reading, const rights::Principal& who,
                                                      ids::Conversation conversation,
                                                      const std::vector<channel::ChannelType>& channels);

}  // namespace workflow
