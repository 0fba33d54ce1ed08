#pragma once
// Who is given what. Pure: of a floor of agents as they stand, and of what waits, it makes decisions that tell their grounds.
//
// What is wanted of an agent: to be online, and to have room for the conversation's weight. Who answered the customer last goes
// before everybody else, within the team's limits. A language that somebody in the team speaks is a must; where nobody in
// the team does, anybody serves. The rest of the skills count where the team's strategy is best_skill: half the share
// of what is wanted that somebody has, less the share of their capacity that is used, decides. So the most able one gets more,
// and never is half of their capacity fuller than somebody idle. Who is equal takes turns.

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "domain/ids.hpp"
#include "domain/routing/decision.hpp"
#include "domain/routing/settings.hpp"

namespace routing {

struct Agent {
  ids::User user_id;
  std::string name;
  Presence presence = Presence::off;
  Profile profile;
  std::int64_t load = 0;                // Sum of the weights of what they have open.
  std::optional<base::Time> routed_at;  // When they were given something last.
};

struct Waiting {
  ids::Conversation conversation_id;
  ids::Team team_id;
  std::int64_t priority = 0;
  std::optional<base::Time> due_at;
  std::vector<std::string> languages = {};  // Of the customer's words; any of them will do.
  std::vector<std::string> topics = {};
  std::vector<std::string> products = {};
  std::string channel;
  std::int64_t weight = 1;
  std::int64_t seniority = 1;  // Wanted at least.
  std::optional<ids::User> last_answerer_id = {};
  std::optional<base::Time> last_answered_at = {};
};

// A conversation of this priority wants somebody of seniority 2, as that of a key customer does.
inline constexpr std::int64_t kSeniorPriority = 70;

struct FloorTeam {
  Settings settings;
  std::vector<std::size_t> agents;  // Places in Floor::agents.
};
// Everybody who can be given something.
struct Floor {
  std::vector<Agent> agents;
  std::map<ids::Team, FloorTeam> teams;
};

struct Routed {
  std::size_t place = 0;  // In the queue as it was handed over.
  Decision decision;      // Assigned or waiting.
};

// Decides for all that waits, the most urgent first: the higher priority, then what is due sooner, then what came first. Each
// assignment counts in the floor for the next. Gives the decisions in that order.
[[nodiscard]] std::vector<Routed> route(std::span<const Waiting> queue, Floor& floor, base::Time now);

// The same for one, with nothing counted.
[[nodiscard]] Decision choose(const Waiting& waiting, const Floor& floor, base::Time now);

}  // namespace routing
