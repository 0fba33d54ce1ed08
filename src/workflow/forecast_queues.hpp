#pragma once
// Forecasts of queues (domain/forecast/forecast.hpp has the formula), from what the record knows: who waits, who answered lately and how long
// that took, how many began to wait.

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "domain/event.hpp"
#include "domain/forecast/forecast.hpp"
#include "store/forecast_store.hpp"
#include "store/transaction.hpp"

namespace workflow {

// Somebody answered a customer who had waited since then: how long answers take is measured by it.
void note_answer(store::Transaction& transaction, const conversation::Message& answer, std::optional<ids::Team> team,
                 base::Time waited_since);

// Queues of an organization as they stand now. One object serves a transaction; a queue is read when it is first asked for.
class Forecaster {
 public:
  Forecaster(store::Reading& reading /*outlives*/, ids::Organization organization)
      : reading_(reading), organization_(organization) {}

  // A team of 0: what waits in none.
  [[nodiscard]] const forecast::Queue& queue(ids::Team team);
  [[nodiscard]] const std::vector<store::QueuedDeadline>& deadlines(ids::Team team);
  // How many have a nearer deadline.
  [[nodiscard]] std::int64_t ahead(ids::Team team, base::Time due_at);
  // None where nobody is at work.
  [[nodiscard]] std::optional<forecast::Expectation> expect(ids::Team team, base::Time due_at);

 private:
  struct Known {
    forecast::Queue queue;
    std::vector<store::QueuedDeadline> deadlines;  // Ascending.
  };
  Known& known(ids::Team team);

  store::Reading& reading_;
  ids::Organization organization_;
  std::map<ids::Team, Known> known_;
};

// Says of waits that began since the last time how they will probably end, once each and of any organization, so that calibrate() can
// look at it later.
class ForecastTeller {
 public:
  // Of a flood, the first `limit`. Gives how many it said something of.
  std::int64_t tell(store::Transaction& transaction, std::int64_t limit);

 private:
  std::optional<ids::Clock> after_;
};

// Who waits in time still and will probably not be answered in time, the most probable first.
struct LikelyLate {
  event::ConversationState state;
  std::int64_t ahead = 0;
  forecast::Expectation expectation;
};
struct QueueForecast {
  ids::Team team;  // 0: none.
  forecast::Queue queue;
  double likely_late = 0;            // Of those in time still, how many to expect.
  std::optional<double> expected_s;  // Until the answer to somebody who comes now; none where nobody is at work.
};
struct ForecastBoard {
  std::vector<QueueForecast> queues;
  std::vector<LikelyLate> items;
};
// `only_teams_of`: a user who sees no more than their teams' work.
[[nodiscard]] ForecastBoard forecast_board(store::Reading& reading, ids::Organization organization,
                                           std::optional<ids::User> only_teams_of, std::optional<ids::Team> team,
                                           std::size_t most);

// A team in which answers will probably come too late, and the customer whose will most probably.
struct ForecastWarning {
  store::TeamAtWork of;
  ids::Conversation conversation_id;
};
// As things stand now, of teams whose leads have not heard of it for half an hour. Needs no transaction: where all goes well, nothing is
// written.
[[nodiscard]] std::vector<ForecastWarning> look_at_forecasts(store::Reading& reading);
// Tells the leads by name. Gives how many teams that were.
std::int64_t warn_leads(store::Transaction& transaction, const std::vector<ForecastWarning>& warnings);

// Older forecasts and times tell little about today.
std::int64_t clean_forecasts(store::Transaction& transaction, std::int64_t limit);

}  // namespace workflow
