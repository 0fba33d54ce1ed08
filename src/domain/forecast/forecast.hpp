#pragma once
// How soon somebody who waits can expect an answer, and how probable it is that it comes too late.
//
// A queue is what waits in one team, the nearest deadline first. With m people at work who take h seconds for an answer, answers leave it
// at the rate m/h while all are busy. Who has k before them waits for n = max(0, k - m + 1) answers to leave and then for their
// own: the time T to their answer is W + S, where W has an Erlang distribution of n steps at the rate m/h, and S is exponential
// with mean h. So T has the mean n·h/m + h, and the probability of a breach is P(T > t) for the time t that is left:
//
//   Q(n, a·t) + (a/(a-b))^n · e^(-b·t) · P(n, (a-b)·t)     with a = m/h, b = 1/h
//
// where P and Q are the regularized incomplete gamma functions; for m = 1 it is Q(n+1, b·t). See Kleinrock, Queueing
// Systems I (1975), ch. 3 and 4.

#include <cstdint>
#include <optional>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.hpp"

namespace forecast {

// Before anything was measured: three minutes, which weigh as much as five answers.
constexpr double kUsualHandling_s = 180;
constexpr double kUsualWeight = 5;
// Longer gaps are pauses, not work.
constexpr double kLongestHandling_s = 1800;

// How long somebody took for an answer that they began to write when the customer had written and their answer before was out.
[[nodiscard]] double handling_of(base::Time waits_since, std::optional<base::Time> answer_before, base::Time answered);

// The mean of what was measured, drawn to the usual where that is little.
[[nodiscard]] double handling_mean(const std::vector<double>& seconds);

// What a forecast is made from.
struct Queue {
  std::int64_t waiting = 0;
  std::int64_t agents = 0;  // At work now.
  double handling_s = kUsualHandling_s;
  std::int64_t samples = 0;      // That it was measured from.
  double arrivals_per_hour = 0;  // Of the last hour.
};
BOOST_DESCRIBE_STRUCT(Queue, (), (waiting, agents, handling_s, samples, arrivals_per_hour))

// Work that comes against work that can be done; above 1 the queue grows. None where nobody is at work.
[[nodiscard]] std::optional<double> load_of(const Queue& queue);
// Until nobody waits any more; none where that does not come.
[[nodiscard]] std::optional<double> cleared_in_s(const Queue& queue);

struct Expectation {
  double expected_s = 0;          // Until the answer, from now on.
  double breach_probability = 0;  // 0 to 1.
};
// For somebody with `ahead` before them and `left_s` until the deadline (negative: it is over). None where nobody is at work.
[[nodiscard]] std::optional<Expectation> expect(const Queue& queue, std::int64_t ahead, double left_s);

// So long until the answer is there with the probability `share` (0 to 1, both not), in seconds. None where nobody is at work.
[[nodiscard]] std::optional<double> within(const Queue& queue, std::int64_t ahead, double share);

// Whether those who lead should hear of a queue while there is still time: two of it are to be expected too late, or one for all but
// certain.
[[nodiscard]] bool calls_for_help(double likely_late, double most_probable);

// Of forecasts that said between so much and so much, how many were late after all.
struct Bin {
  std::int64_t from_percent = 0;
  std::int64_t to_percent = 0;  // Part of it in the last bin alone.
  std::int64_t given = 0;
  std::int64_t breached = 0;
};
BOOST_DESCRIBE_STRUCT(Bin, (), (from_percent, to_percent, given, breached))

struct Outcome {
  std::int64_t breach_percent = 0;
  bool breached = false;
};
BOOST_DESCRIBE_STRUCT(Outcome, (), (breach_percent, breached))

struct Calibration {
  std::vector<Bin> bins;  // Ten, ascending.
  double error = 0;       // Mean distance of what was said from what came, over the bins, weighted by their size (ECE).
  std::int64_t given = 0;
};
[[nodiscard]] Calibration calibrate(const std::vector<Outcome>& outcomes);

}  // namespace forecast
