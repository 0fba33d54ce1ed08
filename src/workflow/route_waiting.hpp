#pragma once
// Gives out what waits: a plan is made of what is read, and carried out where it is still so. Between the two anything may have
// happened, on this server or another; each step looks at its conversation and its agent again. The queue is the record
// itself (what is owed, open and nobody's), so nothing is lost when a server ends in between.

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "channel/channel.hpp"
#include "domain/routing/decision.hpp"
#include "store/transaction.hpp"

namespace workflow {

struct RoutingTerms {
  const std::vector<channel::ChannelType>& channels;  // Outlives.
  // So long a conversation that triage has not read waits for it, because its language is known then.
  std::chrono::milliseconds wait_for_triage{0};
};

struct RoutingStep {
  ids::Conversation conversation_id;
  ids::Team team_id;                     // As it stood when this was decided,
  std::optional<ids::User> assignee_id;  // and this.
  routing::Decision decision;
};

struct RoutingPlan {
  ids::Organization organization_id;
  std::vector<RoutingStep> steps;
  std::optional<base::Time> next_at;  // When time alone brings the next one.
};

[[nodiscard]] RoutingPlan plan_routing(store::Reading& reading, ids::Organization organization, const RoutingTerms& terms);

// Gives how many steps were still to be done, and are.
std::int64_t carry_out(store::Transaction& transaction, ids::Organization organization, std::span<const RoutingStep> steps,
                       const RoutingTerms& terms);

}  // namespace workflow
