#pragma once
// How a team's work is given out, what its people can do and carry, and what a conversation of each channel weighs. Who set
// nothing up has everything by hand.

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/ids.hpp"

namespace routing {

enum class Strategy {
  manual,        // Everybody takes what they want.
  round_robin,   // Each in turn, whoever has room.
  least_loaded,  // Who is least full.
  best_skill,    // Who fits best, less how full they are.
};
BOOST_DESCRIBE_ENUM(Strategy, manual, round_robin, least_loaded, best_skill)

struct Settings {
  ids::Team team_id;
  ids::Organization organization_id;
  Strategy strategy = Strategy::manual;
  // Back to who answered this customer last, where that was no longer ago than this. None: no matter who.
  std::optional<std::int64_t> sticky_s;
  // … unless they are this much fuller than the least full one who could take it, in percent of their capacity.
  std::int64_t sticky_over_percent = 50;
  // Where it goes when nobody has it after so long; both or none.
  std::optional<ids::Team> overflow_team_id;
  std::optional<std::int64_t> overflow_after_s;
  // What is owed goes back to the queue when who has it is away for so long. None: it stays theirs.
  std::optional<std::int64_t> requeue_away_after_s;
  base::Time changed_at{};
};
BOOST_DESCRIBE_STRUCT(Settings, (),
                      (team_id, organization_id, strategy, sticky_s, sticky_over_percent, overflow_team_id, overflow_after_s,
                       requeue_away_after_s, changed_at))

inline constexpr std::int64_t kShortestWait_s = 10;
inline constexpr std::int64_t kLongestWait_s = 7 * 24 * 3600;
inline constexpr std::int64_t kLongestSticky_s = 365LL * 24 * 3600;

// Refuses, by its field, what makes no sense in itself. `all`: of every team; where work that overflows would come round in a
// circle is refused, too. Whether the teams are there, the caller sees.
[[nodiscard]] base::Result<void> check(const Settings& settings, std::span<const Settings> all);

// What somebody can do and carry. Lists are in order of the letters, each entry once.
struct Profile {
  std::int64_t capacity = 10;          // The sum of the weights of what they may have open. 0: nothing is given to them.
  std::vector<std::string> languages;  // ISO 639-1
  std::vector<std::string> channels;   // Where they work for choice.
  std::vector<std::string> topics;     // Intents of triage: "refund"
  std::vector<std::string> products;   // As customers call them; case does not matter.
  std::int64_t seniority = 1;          // 1 to 3
};
BOOST_DESCRIBE_STRUCT(Profile, (), (capacity, languages, channels, topics, products, seniority))

inline constexpr std::int64_t kMostCapacity = 1'000;
inline constexpr std::int64_t kMostSeniority = 3;
inline constexpr std::size_t kMostSkills = 100;  // In each list.

// Puts the lists in order, and refuses by its field what is none of a language, a topic or a number that there is.
[[nodiscard]] base::Result<Profile> clean(Profile profile);

// By channel; what is not in it weighs what its kind does.
using Weights = std::map<std::string, std::int64_t>;
inline constexpr std::int64_t kMostWeight = 100;
[[nodiscard]] base::Result<void> check(const Weights& weights);

}  // namespace routing
