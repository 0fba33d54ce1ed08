#include "store/forecast_store.hpp"

#include <algorithm>

#include "store/checked_query.hpp"

namespace store {
namespace {

using OptionalNumber = std::optional<std::int64_t>;

constexpr Query<void(ids::Message, ids::Organization, ids::Team, ids::User, base::Time, std::int64_t)> kAnswerInsert{
    "answer_time_insert"};
constexpr Query<base::Time(ids::Organization, ids::User)> kAnswerLast{"answer_time_last"};
constexpr Query<AnswerTime(ids::Organization, ids::Team, base::Time, std::int64_t)> kAnswerList{"answer_time_list"};
constexpr Query<std::int64_t(base::Time, std::int64_t)> kAnswerClean{"answer_time_clean"};
constexpr Query<QueuedDeadline(ids::Organization, ids::Team, std::int64_t)> kQueue{"forecast_queue"};
constexpr Query<QueuedDeadline(ids::Organization, std::int64_t)> kQueueOfNone{"forecast_queue_of_none"};
constexpr Query<std::int64_t(ids::Organization, ids::Team, base::Time)> kAhead{"forecast_ahead"};
constexpr Query<std::int64_t(ids::Organization, base::Time)> kAheadOfNone{"forecast_ahead_of_none"};
constexpr Query<QueueSize(ids::Organization, std::optional<ids::User>)> kQueues{"forecast_queues"};
constexpr Query<std::int64_t(ids::Organization, ids::Team, base::Time)> kArrivals{"forecast_arrivals"};
constexpr Query<UnsaidWait(ids::Clock, std::int64_t)> kUnsaid{"forecast_unsaid"};
constexpr Query<std::optional<ids::Clock>()> kLast{"forecast_last"};
constexpr Query<std::optional<ids::Clock>()> kNewest{"forecast_newest_clock"};
constexpr Query<void(ids::Clock, ids::Organization, ids::Team, base::Time, std::int64_t, std::int64_t, std::int64_t,
                     OptionalNumber, OptionalNumber)>
    kInsert{"forecast_insert"};
constexpr Query<forecast::Outcome(ids::Organization, base::Time, base::Time, std::int64_t)> kOutcomes{"forecast_outcomes"};
constexpr Query<std::int64_t(base::Time, std::int64_t)> kClean{"forecast_clean"};
constexpr Query<TeamAtWork(base::Time, base::Time)> kUnwarned{"forecast_unwarned"};
constexpr Query<void(ids::Organization, ids::Team, base::Time, base::Time)> kWarn{"forecast_warn"};

}  // namespace

void insert_answer_time(Transaction& transaction, ids::Message message, ids::Organization organization, ids::Team team,
                        const AnswerTime& in) {
  transaction.run(kAnswerInsert, message, organization, team, in.user_id, in.answered_at, in.handling_ms);
}

std::optional<base::Time> find_last_answer(Reading& reading, ids::Organization organization, ids::User user) {
  return reading.one(kAnswerLast, organization, user);
}

std::vector<AnswerTime> list_answer_times(Reading& reading, ids::Organization organization, ids::Team team, base::Time since,
                                          std::int64_t limit) {
  return reading.rows(kAnswerList, organization, team, since, limit);
}

std::vector<QueuedDeadline> list_queue(Reading& reading, ids::Organization organization, ids::Team team,
                                       std::int64_t limit) {
  if (team == ids::Team{}) return reading.rows(kQueueOfNone, organization, limit);
  return reading.rows(kQueue, organization, team, limit);
}

std::int64_t count_ahead(Reading& reading, ids::Organization organization, ids::Team team, base::Time due_at) {
  if (team == ids::Team{}) return reading.one(kAheadOfNone, organization, due_at).value_or(0);
  return reading.one(kAhead, organization, team, due_at).value_or(0);
}

std::vector<QueueSize> list_queues(Reading& reading, ids::Organization organization,
                                   std::optional<ids::User> only_teams_of) {
  return reading.rows(kQueues, organization, only_teams_of);
}

std::int64_t count_arrivals(Reading& reading, ids::Organization organization, ids::Team team, base::Time since) {
  return reading.one(kArrivals, organization, team, since).value_or(0);
}

std::vector<UnsaidWait> list_unsaid(Reading& reading, ids::Clock after, std::int64_t limit) {
  return reading.rows(kUnsaid, after, limit);
}

ids::Clock last_said(Reading& reading) { return reading.one(kLast).value_or(std::nullopt).value_or(ids::Clock{}); }
ids::Clock newest_clock(Reading& reading) { return reading.one(kNewest).value_or(std::nullopt).value_or(ids::Clock{}); }

void insert_forecast(Transaction& transaction, const SaidForecast& in) {
  transaction.run(kInsert, in.clock_id, in.organization_id, in.team, in.made_at, in.ahead, in.agents, in.handling_ms,
                  in.expected_ms, in.breach_percent);
}

std::vector<forecast::Outcome> list_outcomes(Reading& reading, ids::Organization organization, base::Time from,
                                             base::Time to, std::int64_t limit) {
  return reading.rows(kOutcomes, organization, from, to, limit);
}

std::vector<TeamAtWork> list_unwarned(Reading& reading, base::Time at_work_since, base::Time warned_since) {
  return reading.rows(kUnwarned, at_work_since, warned_since);
}

bool note_forecast_warning(Transaction& transaction, const TeamAtWork& of, base::Time since) {
  return transaction.run_counted(kWarn, of.organization_id, of.team, transaction.now(), since) > 0;
}

std::int64_t clean_forecasts(Transaction& transaction, base::Time before, std::int64_t limit) {
  const auto times = transaction.rows(kAnswerClean, before, limit).size();
  return static_cast<std::int64_t>(std::max(times, transaction.rows(kClean, before, limit).size()));
}

std::vector<CheckedQuery> forecast_queries() {
  return {kUnwarned, kWarn,   kAnswerInsert, kAnswerLast, kAnswerList, kAnswerClean, kQueue, kQueueOfNone, kQueues,
          kArrivals, kUnsaid, kLast,         kNewest,     kInsert,     kOutcomes,    kClean, kAhead,       kAheadOfNone};
}

}  // namespace store
