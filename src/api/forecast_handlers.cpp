#include "api/forecast_handlers.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "api/page.hpp"
#include "api/present.hpp"
#include "store/team_store.hpp"
#include "workflow/conversation_change.hpp"
#include "workflow/forecast_queues.hpp"

namespace api {
namespace {

constexpr std::chrono::hours kUsualPeriod{30 * 24};
constexpr std::size_t kMostItems = 200;
constexpr std::int64_t kMostOutcomes = 100'000;

std::int64_t percent(double share) { return std::llround(100 * share); }

contract::QueueForecast present_queue(ids::Team team, const forecast::Queue& queue, double likely_late) {
  contract::QueueForecast out;
  if (team != ids::Team{}) out.team_id = team;
  out.waiting = queue.waiting;
  out.agents = queue.agents;
  out.handling_s = queue.handling_s;
  out.samples = queue.samples;
  out.arrivals_per_hour = queue.arrivals_per_hour;
  out.load = forecast::load_of(queue);
  if (const auto cleared = forecast::cleared_in_s(queue)) out.cleared_in_s = std::llround(*cleared);
  out.likely_late = likely_late;
  return out;
}

bool is_in(store::Reading& reading, ids::Organization organization, ids::User user, ids::Team team) {
  const auto teams = store::team_ids_of(reading, organization, user);
  return std::ranges::find(teams, team) != teams.end();
}

// `only`: whoever sees the work of their teams alone does not see how another team's queue stands.
contract::ConversationForecast forecast_of(store::Reading& reading, const event::ConversationState& state,
                                           std::optional<ids::User> only) {
  const auto& conversation = state.conversation;
  contract::ConversationForecast out;
  out.owed = conversation.owed && conversation.due_at.has_value();
  if (!out.owed) return out;
  const auto team = conversation.team_id.value_or(ids::Team{});
  workflow::Forecaster forecaster(reading, conversation.organization_id);
  out.due_at = conversation.due_at;
  out.ahead = forecaster.ahead(team, *conversation.due_at);
  if (!only || is_in(reading, conversation.organization_id, *only, team))
    out.queue = present_queue(team, forecaster.queue(team), 0);
  const auto expected = forecaster.expect(team, *conversation.due_at);
  if (!expected) return out;
  out.expected_s = std::llround(expected->expected_s);
  out.expected_at = reading.now() + std::chrono::seconds(*out.expected_s);
  out.breach_percent = percent(expected->breach_probability);
  return out;
}

}  // namespace

net::Task<base::Result<contract::ForecastList>> list_forecasts(Call& call, contract::ListForecasts in) {
  auto work = [organization = call.principal.organization_id, only = only_teams_of(call.principal),
               in](store::Reading& reading) -> base::Result<contract::ForecastList> {
    const auto board = workflow::forecast_board(reading, organization, only, in.team_id, kMostItems);
    contract::ForecastList out;
    for (const auto& queue : board.queues) {
      out.queues.push_back(present_queue(queue.team, queue.queue, queue.likely_late));
      if (queue.expected_s) out.queues.back().expected_s = std::llround(*queue.expected_s);
    }
    for (const auto& item : board.items)
      out.items.push_back({present(item.state), item.ahead, std::llround(item.expectation.expected_s),
                           percent(item.expectation.breach_probability)});
    return out;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::ConversationForecast>> get_conversation_forecast(Call& call, contract::ForecastPath in) {
  auto work = [who = call.principal, in](store::Reading& reading) -> base::Result<contract::ConversationForecast> {
    const auto state = workflow::find_visible(reading, who, in.conversation_id);
    if (!state) return base::pass_on(state.error());
    return forecast_of(reading, *state, only_teams_of(who));
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::ForecastReport>> get_forecast_report(Call& call, contract::GetForecastReport in) {
  const base::Time to = in.to.value_or(call.now);
  const base::Time from = in.from.value_or(to - kUsualPeriod);
  if (from >= to) co_return base::fail(base::FailureKind::invalid, "from: lies after the end", "from");
  auto work = [organization = call.principal.organization_id, from,
               to](store::Reading& reading) -> base::Result<contract::ForecastReport> {
    auto found = forecast::calibrate(store::list_outcomes(reading, organization, from, to, kMostOutcomes));
    return contract::ForecastReport{from, to, found.given, std::move(found.bins), found.error};
  };
  co_return co_await call.store.read(std::move(work));
}

}  // namespace api
