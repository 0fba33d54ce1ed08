#pragma once
// How soon those who wait can expect an answer, and how probable it is that it comes too late. A queue is what waits in one team, the
// nearest deadline first. With m agents who take h seconds for an answer, who has k before them waits for n = max(0, k - m + 1) answers
// to leave and then for their own: n·h/m + h on average. Each of these times is an exponential one; the probability of a breach
// is that their sum is longer than what is left (Erlang and exponential).

#include <cstdint>
#include <optional>
#include <vector>

#include <boost/describe.hpp>

#include "api/contract/conversation.hpp"
#include "domain/forecast/forecast.hpp"

namespace api::contract {

struct ListForecasts {
  std::optional<ids::Team> team_id;
};
BOOST_DESCRIBE_STRUCT(ListForecasts, (), (team_id))

struct QueueForecast {
  std::optional<ids::Team> team_id;  // None: what waits in no team.
  std::int64_t waiting = 0;
  std::int64_t agents = 0;       // Who answered in the last half hour.
  double handling_s = 0;         // Mean time of an answer: of the last 200 of the last seven days, drawn to 3 minutes where
                                 // there are few.
  std::int64_t samples = 0;      // That it was measured from.
  double arrivals_per_hour = 0;  // Of the last hour; what was answered within seconds is not in it.
  std::optional<double> load;    // Work that comes against work that can be done; none where nobody is at work.
  std::optional<std::int64_t> cleared_in_s;  // Until nobody waits; none where that does not come.
  double likely_late = 0;                    // Of those in time still, how many to expect to be late.
  std::optional<std::int64_t> expected_s;    // Until the answer to somebody who writes now; none where nobody is at work.
};
BOOST_DESCRIBE_STRUCT(QueueForecast, (),
                      (team_id, waiting, agents, handling_s, samples, arrivals_per_hour, load, cleared_in_s, likely_late,
                       expected_s))

struct ForecastItem {
  Conversation conversation;
  std::int64_t ahead = 0;  // How many in its queue have a nearer deadline.
  std::int64_t expected_s = 0;
  std::int64_t breach_percent = 0;
};
BOOST_DESCRIBE_STRUCT(ForecastItem, (), (conversation, ahead, expected_s, breach_percent))

struct ForecastList {
  std::vector<QueueForecast> queues;
  std::vector<ForecastItem> items;  // In time still, the most probable to be late first; up to 200.
};
BOOST_DESCRIBE_STRUCT(ForecastList, (), (queues, items))

struct ForecastPath {
  ids::Conversation conversation_id;
};
BOOST_DESCRIBE_STRUCT(ForecastPath, (), (conversation_id))

struct ConversationForecast {
  bool owed = false;  // False: nobody waits, and the rest says nothing.
  std::optional<base::Time> due_at;
  std::int64_t ahead = 0;
  std::optional<QueueForecast> queue;
  std::optional<std::int64_t> expected_s;  // None, and the next two: nobody is at work.
  std::optional<base::Time> expected_at;
  std::optional<std::int64_t> breach_percent;
};
BOOST_DESCRIBE_STRUCT(ConversationForecast, (), (owed, due_at, ahead, queue, expected_s, expected_at, breach_percent))

struct GetForecastReport {
  std::optional<base::Time> from;  // When it was said; 30 days ago when left out.
  std::optional<base::Time> to;    // Not part of it; now when left out.
};
BOOST_DESCRIBE_STRUCT(GetForecastReport, (), (from, to))

// How true forecasts were. One is said of each wait, within seconds of its beginning; what was dismissed, and what runs in time still, is
// left out.
struct ForecastReport {
  base::Time from{};
  base::Time to{};
  std::int64_t given = 0;
  std::vector<forecast::Bin> bins;
  double error = 0;  // Mean distance of what was said from what came, 0 to 1.
};
BOOST_DESCRIBE_STRUCT(ForecastReport, (), (from, to, given, bins, error))

}  // namespace api::contract

template <>
struct base::SchemaName<forecast::Bin> {
  static constexpr std::string_view value = "ForecastBin";
};
