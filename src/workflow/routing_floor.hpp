#pragma once
// Everybody who can be given something, as they stand in the record now, and what it is that waits for them.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "channel/channel.hpp"
#include "domain/rights/account.hpp"
#include "domain/routing/route.hpp"
#include "store/routing_store.hpp"

namespace workflow {

// What a conversation of a channel weighs where nobody said otherwise: where people wait at the screen for an answer, 3; where
// everybody reads along, 2; where there is time, 1.
[[nodiscard]] std::int64_t default_weight(const channel::Capabilities& capabilities);

struct RoutingFloor {
  ids::Organization organization_id;
  routing::Floor floor;  // All active people; teams of which settings were ever made.
  std::vector<rights::Team> teams;
  struct Door {
    std::string channel;
    std::int64_t weight = 1;
  };
  std::map<ids::Inbox, Door> inboxes;
  std::map<ids::User, std::size_t> places;          // Of people in floor.agents.
  std::map<ids::User, std::int64_t> conversations;  // How many each has open.
  std::map<ids::User, store::PresenceRow> presences;
  std::map<ids::Team, std::vector<ids::User>> members;
  std::map<ids::Contact, std::int64_t> seniority;  // Wanted for who suffered too many mishaps.

  [[nodiscard]] const routing::Agent* find(ids::User user) const;
  [[nodiscard]] const rights::Team* find(ids::Team team) const;
};
[[nodiscard]] RoutingFloor read_floor(store::Reading& reading, ids::Organization organization,
                                      const std::vector<channel::ChannelType>& channels);

// What is wrong by now with settings that were right when they were saved, in a sentence; empty when all is well.
[[nodiscard]] std::string trouble_of(const routing::Settings& settings, const RoutingFloor& on);

// Where its team's work overflows to, if that can still be so.
[[nodiscard]] std::optional<ids::Team> overflow_team(const routing::Settings& settings, const RoutingFloor& on);

// A row of a queue as the rule sees it; what is asked for by itself, as who answered last, is left out.
[[nodiscard]] routing::Waiting to_waiting(const store::QueueRow& row, const RoutingFloor& on);

// Since when it waits in its team's queue; none where routing has not looked at it there yet.
[[nodiscard]] std::optional<base::Time> waits_since(const store::QueueRow& row);

}  // namespace workflow
