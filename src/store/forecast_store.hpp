#pragma once
// Rows of how long answers take and of what was said about waits. A team of 0 is none.

#include <optional>
#include <vector>

#include <boost/describe.hpp>

#include "domain/forecast/forecast.hpp"
#include "domain/ids.hpp"
#include "store/transaction.hpp"

namespace store {

struct AnswerTime {
  ids::User user_id;
  base::Time answered_at{};
  std::int64_t handling_ms = 0;
};
BOOST_DESCRIBE_STRUCT(AnswerTime, (), (user_id, answered_at, handling_ms))

void insert_answer_time(Transaction& transaction, ids::Message message, ids::Organization organization, ids::Team team,
                        const AnswerTime& in);
[[nodiscard]] std::optional<base::Time> find_last_answer(Reading& reading, ids::Organization organization, ids::User user);
// Newest first.
[[nodiscard]] std::vector<AnswerTime> list_answer_times(Reading& reading, ids::Organization organization, ids::Team team,
                                                        base::Time since, std::int64_t limit);

struct QueuedDeadline {
  ids::Conversation id;
  base::Time due_at{};
};
BOOST_DESCRIBE_STRUCT(QueuedDeadline, (), (id, due_at))
// What waits, the nearest deadline first.
[[nodiscard]] std::vector<QueuedDeadline> list_queue(Reading& reading, ids::Organization organization, ids::Team team,
                                                     std::int64_t limit);

// How many wait in it with a nearer deadline.
[[nodiscard]] std::int64_t count_ahead(Reading& reading, ids::Organization organization, ids::Team team, base::Time due_at);

struct QueueSize {
  ids::Team team;
  std::int64_t waiting = 0;
};
BOOST_DESCRIBE_STRUCT(QueueSize, (), (team, waiting))
// Those in which somebody waits. `only_teams_of`: a user who sees no more than their teams' work.
[[nodiscard]] std::vector<QueueSize> list_queues(Reading& reading, ids::Organization organization,
                                                 std::optional<ids::User> only_teams_of);
[[nodiscard]] std::int64_t count_arrivals(Reading& reading, ids::Organization organization, ids::Team team,
                                          base::Time since);

// A wait of which nothing was said yet.
struct UnsaidWait {
  ids::Clock clock_id;
  ids::Organization organization_id;
  ids::Team team;
  base::Time due_at{};
};
BOOST_DESCRIBE_STRUCT(UnsaidWait, (), (clock_id, organization_id, team, due_at))
[[nodiscard]] std::vector<UnsaidWait> list_unsaid(Reading& reading, ids::Clock after, std::int64_t limit);
[[nodiscard]] ids::Clock last_said(Reading& reading);
[[nodiscard]] ids::Clock newest_clock(Reading& reading);

struct SaidForecast {
  ids::Clock clock_id;
  ids::Organization organization_id;
  ids::Team team;
  base::Time made_at{};
  std::int64_t ahead = 0;
  std::int64_t agents = 0;
  std::int64_t handling_ms = 0;
  std::optional<std::int64_t> expected_ms;  // None, and the next: nobody was at work.
  std::optional<std::int64_t> breach_percent;
};
// Another server may have said something of that wait: then that stands.
void insert_forecast(Transaction& transaction, const SaidForecast& in);
[[nodiscard]] std::vector<forecast::Outcome> list_outcomes(Reading& reading, ids::Organization organization, base::Time from,
                                                           base::Time to, std::int64_t limit);

// A team in which somebody is at work; 0: what waits in none.
struct TeamAtWork {
  ids::Organization organization_id;
  ids::Team team;
};
BOOST_DESCRIBE_STRUCT(TeamAtWork, (), (organization_id, team))
// Of all organizations: those whose leads were not warned since then.
[[nodiscard]] std::vector<TeamAtWork> list_unwarned(Reading& reading, base::Time at_work_since, base::Time warned_since);
// False where another server warned them since.
[[nodiscard]] bool note_forecast_warning(Transaction& transaction, const TeamAtWork& of, base::Time since);

// Forgets what is older. Gives how many rows went.
std::int64_t clean_forecasts(Transaction& transaction, base::Time before, std::int64_t limit);

}  // namespace store
