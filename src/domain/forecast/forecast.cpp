#include "domain/forecast/forecast.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>
#include <utility>

#include <boost/math/special_functions/gamma.hpp>

namespace forecast {
namespace {

constexpr double kShortestHandling_s = 1;
constexpr std::int64_t kBins = 10;
constexpr double kManyLeaving = 300;
constexpr int kHalvings = 40;
constexpr double kManyLate = 2;
constexpr double kAllButCertain = 0.8;

double seconds_between(base::Time from, base::Time to) { return std::chrono::duration<double>(to - from).count(); }

// P(W + S > t); forecast.hpp has the formula.
double exceeds(double leaving, double agents, double handling_s, double t) {
  using boost::math::gamma_p;
  using boost::math::gamma_q;
  if (t <= 0) return 1;
  const double own = t / handling_s;  // b·t
  if (leaving <= 0) return std::exp(-own);
  if (agents <= 1) return gamma_q(leaving + 1, own);
  const double all = own * agents;  // a·t
  // Beyond, numbers get too small; and of so long a wait it is little how one's own answer, as long as all others together take for
  // one each, is distributed.
  if (leaving > kManyLeaving) return gamma_q(leaving + agents, all);
  const double waits = gamma_q(leaving, all);
  const double power = leaving * std::log(agents / (agents - 1)) - own + std::log(gamma_p(leaving, all - own));
  return std::min(1.0, waits + std::exp(power));
}

}  // namespace

double handling_of(base::Time waits_since, std::optional<base::Time> answer_before, base::Time answered) {
  const auto begun = answer_before ? std::max(waits_since, *answer_before) : waits_since;
  return std::clamp(seconds_between(begun, answered), kShortestHandling_s, kLongestHandling_s);
}

double handling_mean(const std::vector<double>& seconds) {
  const double sum = std::accumulate(seconds.begin(), seconds.end(), kUsualHandling_s * kUsualWeight);
  return sum / (static_cast<double>(seconds.size()) + kUsualWeight);
}

std::optional<double> load_of(const Queue& queue) {
  if (queue.agents <= 0) return std::nullopt;
  return queue.arrivals_per_hour / 3600 * queue.handling_s / static_cast<double>(queue.agents);
}

std::optional<double> cleared_in_s(const Queue& queue) {
  if (queue.waiting == 0) return 0;
  const auto load = load_of(queue);
  if (!load || *load >= 1) return std::nullopt;
  const double leave = static_cast<double>(queue.agents) / queue.handling_s;
  return static_cast<double>(queue.waiting) / (leave - queue.arrivals_per_hour / 3600);
}

std::optional<Expectation> expect(const Queue& queue, std::int64_t ahead, double left_s) {
  if (queue.agents <= 0) return std::nullopt;
  const auto leaving = static_cast<double>(std::max<std::int64_t>(0, ahead - queue.agents + 1));
  const auto agents = static_cast<double>(queue.agents);
  const double mean = leaving * queue.handling_s / agents + queue.handling_s;
  return Expectation{mean, exceeds(leaving, agents, queue.handling_s, left_s)};
}

std::optional<double> within(const Queue& queue, std::int64_t ahead, double share) {
  const auto late_after = [&](double t) { return expect(queue, ahead, t)->breach_probability; };
  if (queue.agents <= 0) return std::nullopt;
  double low = 0;
  double high = queue.handling_s;
  while (late_after(high) > 1 - share) low = std::exchange(high, high * 2);
  for (int round = 0; round < kHalvings; ++round) {
    const double middle = (low + high) / 2;
    (late_after(middle) > 1 - share ? low : high) = middle;
  }
  return high;
}

bool calls_for_help(double likely_late, double most_probable) {
  return likely_late >= kManyLate || most_probable >= kAllButCertain;
}

Calibration calibrate(const std::vector<Outcome>& outcomes) {
  Calibration out;
  for (std::int64_t bin = 0; bin < kBins; ++bin) out.bins.push_back({bin * 100 / kBins, (bin + 1) * 100 / kBins, 0, 0});
  std::vector<double> said(kBins, 0);
  for (const auto& outcome : outcomes) {
    const auto at = static_cast<std::size_t>(std::clamp<std::int64_t>(outcome.breach_percent * kBins / 100, 0, kBins - 1));
    auto& bin = out.bins[at];
    ++bin.given;
    bin.breached += outcome.breached ? 1 : 0;
    said[at] += static_cast<double>(outcome.breach_percent) / 100;
  }
  out.given = static_cast<std::int64_t>(outcomes.size());
  for (std::size_t at = 0; at < out.bins.size(); ++at)
    out.error += std::abs(said[at] - static_cast<double>(out.bins[at].breached));
  if (out.given > 0) out.error /= static_cast<double>(out.given);
  return out;
}

}  // namespace forecast
