#include "workflow/forecast_queues.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>
#include <utility>

#include "store/conversation_store.hpp"
#include "workflow/notify.hpp"

namespace workflow {
namespace {

using namespace std::chrono_literals;

constexpr auto kAtWork = 30min;         // Who answered within that is.
constexpr auto kMeasured = 7 * 24h;     // Times of answers are from so long ago at most,
constexpr std::int64_t kSamples = 200;  // and the newest so many.
constexpr auto kArrivals = 1h;
constexpr std::int64_t kDeepest = 10'000;  // Whoever is further behind is counted, where they are asked for.
constexpr auto kKept = 90 * 24h;
constexpr auto kWarnedAgain = 30min;

double seconds_until(base::Time now, base::Time due) { return std::chrono::duration<double>(due - now).count(); }

// Those in time still, by how probable it is that they are late in the end.
struct Risk {
  ids::Conversation id;
  base::Time due_at{};
  std::int64_t ahead = 0;
  forecast::Expectation expectation;
};

}  // namespace

void note_answer(store::Transaction& transaction, const conversation::Message& answer, std::optional<ids::Team> team,
                 base::Time waited_since) {
  if (!answer.user_id) return;
  const auto before = store::find_last_answer(transaction, answer.organization_id, *answer.user_id);
  const double took = forecast::handling_of(waited_since, before, answer.said_at);
  store::insert_answer_time(transaction, answer.id, answer.organization_id, team.value_or(ids::Team{}),
                            {*answer.user_id, answer.said_at, std::llround(took * 1000)});
}

Forecaster::Known& Forecaster::known(ids::Team team) {
  const auto [found, is_new] = known_.try_emplace(team);
  auto& known = found->second;
  if (!is_new) return known;
  const auto now = reading_.now();
  known.deadlines = store::list_queue(reading_, organization_, team, kDeepest);
  std::vector<double> seconds;
  std::set<ids::User> at_work;
  for (const auto& time : store::list_answer_times(reading_, organization_, team, now - kMeasured, kSamples)) {
    seconds.push_back(static_cast<double>(time.handling_ms) / 1000);
    if (time.answered_at >= now - kAtWork) at_work.insert(time.user_id);
  }
  auto& queue = known.queue;
  queue.waiting = static_cast<std::int64_t>(known.deadlines.size());
  queue.agents = static_cast<std::int64_t>(at_work.size());
  queue.handling_s = forecast::handling_mean(seconds);
  queue.samples = static_cast<std::int64_t>(seconds.size());
  queue.arrivals_per_hour = static_cast<double>(store::count_arrivals(reading_, organization_, team, now - kArrivals));
  return known;
}

const forecast::Queue& Forecaster::queue(ids::Team team) { return known(team).queue; }

const std::vector<store::QueuedDeadline>& Forecaster::deadlines(ids::Team team) { return known(team).deadlines; }

std::int64_t Forecaster::ahead(ids::Team team, base::Time due_at) {
  const auto& all = known(team).deadlines;
  if (all.size() == kDeepest && due_at > all.back().due_at) return store::count_ahead(reading_, organization_, team, due_at);
  return std::ranges::lower_bound(all, due_at, {}, &store::QueuedDeadline::due_at) - all.begin();
}

std::optional<forecast::Expectation> Forecaster::expect(ids::Team team, base::Time due_at) {
  return forecast::expect(queue(team), ahead(team, due_at), seconds_until(reading_.now(), due_at));
}

std::int64_t ForecastTeller::tell(store::Transaction& transaction, std::int64_t limit) {
  const auto newest = store::newest_clock(transaction);
  if (!after_) {
    const auto last = store::last_said(transaction);
    after_ = last == ids::Clock{} ? newest : last;
  }
  if (newest <= *after_) return 0;
  const auto waits = store::list_unsaid(transaction, std::exchange(*after_, newest), limit);
  std::map<ids::Organization, Forecaster> forecasters;
  for (const auto& wait : waits) {
    auto& forecaster = forecasters.try_emplace(wait.organization_id, transaction, wait.organization_id).first->second;
    const auto& queue = forecaster.queue(wait.team);
    const auto expected = forecaster.expect(wait.team, wait.due_at);
    store::SaidForecast said;
    said.clock_id = wait.clock_id;
    said.organization_id = wait.organization_id;
    said.team = wait.team;
    said.made_at = transaction.now();
    said.ahead = forecaster.ahead(wait.team, wait.due_at);
    said.agents = queue.agents;
    said.handling_ms = std::llround(queue.handling_s * 1000);
    if (expected) {
      said.expected_ms = std::llround(expected->expected_s * 1000);
      said.breach_percent = std::llround(expected->breach_probability * 100);
    }
    store::insert_forecast(transaction, said);
  }
  return static_cast<std::int64_t>(waits.size());
}

namespace {

std::vector<Risk> risks_of(Forecaster& forecaster, ids::Team team, base::Time now) {
  const auto& queue = forecaster.queue(team);
  std::vector<Risk> risks;
  std::int64_t ahead = 0;
  for (const auto& [conversation, due_at] : forecaster.deadlines(team)) {
    const auto expected = forecast::expect(queue, ahead++, seconds_until(now, due_at));
    if (expected && due_at > now) risks.push_back({conversation, due_at, ahead - 1, *expected});
  }
  return risks;
}

}  // namespace

ForecastBoard forecast_board(store::Reading& reading, ids::Organization organization, std::optional<ids::User> only_teams_of,
                             std::optional<ids::Team> team, std::size_t most) {
  const auto now = reading.now();
  Forecaster forecaster(reading, organization);
  ForecastBoard board;
  std::vector<Risk> risks;
  for (const auto& [id, waiting] : store::list_queues(reading, organization, only_teams_of)) {
    if (team && *team != id) continue;
    QueueForecast queue{id, forecaster.queue(id), 0, std::nullopt};
    queue.queue.waiting = waiting;  // The whole of it, however deep.
    if (const auto newcomer = forecast::expect(queue.queue, waiting, 0)) queue.expected_s = newcomer->expected_s;
    for (auto& risk : risks_of(forecaster, id, now)) {
      queue.likely_late += risk.expectation.breach_probability;
      risks.push_back(std::move(risk));
    }
    board.queues.push_back(std::move(queue));
  }
  std::ranges::sort(risks, [](const Risk& a, const Risk& b) {
    if (a.expectation.breach_probability != b.expectation.breach_probability)
      return a.expectation.breach_probability > b.expectation.breach_probability;
    return std::pair(a.due_at, a.id) < std::pair(b.due_at, b.id);
  });
  if (risks.size() > most) risks.resize(most);
  for (const auto& risk : risks) {
    auto state = store::find_conversation_state(reading, organization, risk.id);
    if (state) board.items.push_back({*std::move(state), risk.ahead, risk.expectation});
  }
  return board;
}

std::vector<ForecastWarning> look_at_forecasts(store::Reading& reading) {
  const auto now = reading.now();
  std::vector<ForecastWarning> warnings;
  for (const auto& at_work : store::list_unwarned(reading, now - kAtWork, now - kWarnedAgain)) {
    Forecaster forecaster(reading, at_work.organization_id);
    double likely_late = 0;
    std::optional<Risk> worst;
    for (const auto& risk : risks_of(forecaster, at_work.team, now)) {
      likely_late += risk.expectation.breach_probability;
      if (!worst || risk.expectation.breach_probability > worst->expectation.breach_probability) worst = risk;
    }
    if (worst && forecast::calls_for_help(likely_late, worst->expectation.breach_probability))
      warnings.push_back({at_work, worst->id});
  }
  return warnings;
}

std::int64_t warn_leads(store::Transaction& transaction, const std::vector<ForecastWarning>& warnings) {
  Ladder ladder(transaction);
  for (const auto& [of, conversation] : warnings) {
    const auto state = store::find_conversation_state(transaction, of.organization_id, conversation);
    if (!state || !state->conversation.owed) continue;  // Answered in between; the next look says how things stand then.
    if (!store::note_forecast_warning(transaction, of, transaction.now() - kWarnedAgain)) continue;
    ladder.tell(*state, notification::Cause::forecast, notification::kLead, false);
  }
  return static_cast<std::int64_t>(warnings.size());
}

std::int64_t clean_forecasts(store::Transaction& transaction, std::int64_t limit) {
  return store::clean_forecasts(transaction, transaction.now() - kKept, limit);
}

}  // namespace workflow
