#include "domain/forecast/forecast.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace forecast {
namespace {

using namespace std::chrono_literals;

base::Time at(std::chrono::seconds since) { return base::Time(since); }

Queue queue_of(std::int64_t agents, double handling_s) { return {0, agents, handling_s, 100, 0}; }

TEST(Handling, BeginsWhenTheAnswerBeforeIsOut) {
  EXPECT_DOUBLE_EQ(handling_of(at(100s), std::nullopt, at(220s)), 120);
  EXPECT_DOUBLE_EQ(handling_of(at(100s), at(160s), at(220s)), 60);
  EXPECT_DOUBLE_EQ(handling_of(at(100s), at(40s), at(220s)), 120);
}

TEST(Handling, PausesAreNoWork) {
  EXPECT_DOUBLE_EQ(handling_of(at(0s), std::nullopt, at(5h)), kLongestHandling_s);
  EXPECT_DOUBLE_EQ(handling_of(at(5h), std::nullopt, at(1h)), 1) << "clocks of platforms differ";
}

TEST(Handling, OfLittleIsTheUsual) {
  EXPECT_DOUBLE_EQ(handling_mean({}), kUsualHandling_s);
  EXPECT_DOUBLE_EQ(handling_mean({60, 60, 60, 60, 60}), 120);
  EXPECT_NEAR(handling_mean(std::vector<double>(10'000, 60)), 60, 0.1);
}

TEST(Expect, SomebodyWhoIsFreeAnswersInTheTimeOfAnAnswer) {
  const auto told = expect(queue_of(3, 120), 2, 120).value();
  EXPECT_DOUBLE_EQ(told.expected_s, 120);
  EXPECT_NEAR(told.breach_probability, std::exp(-1), 1e-12);
}

TEST(Expect, WithinIsWhereTheProbabilityIs) {
  EXPECT_NEAR(within(queue_of(3, 120), 0, 0.5).value(), 120 * std::log(2), 1e-6);
  for (const std::int64_t ahead : {0, 3, 40, 400}) {
    const double within_s = within(queue_of(4, 90), ahead, 0.8).value();
    EXPECT_NEAR(expect(queue_of(4, 90), ahead, within_s)->breach_probability, 0.2, 1e-6) << ahead;
  }
  EXPECT_FALSE(within(queue_of(0, 90), 3, 0.8));
}

TEST(Expect, HelpIsCalledForWhereTwoAreLateOrOneAllButSurely) {
  EXPECT_FALSE(calls_for_help(1.9, 0.79));
  EXPECT_TRUE(calls_for_help(2, 0.3));
  EXPECT_TRUE(calls_for_help(0.8, 0.8));
}

TEST(Expect, OnePersonIsErlang) {
  // Four answers at a minute each, three minutes left: P = e^-3 (1 + 3 + 9/2 + 27/6).
  const auto told = expect(queue_of(1, 60), 3, 180).value();
  EXPECT_DOUBLE_EQ(told.expected_s, 240);
  EXPECT_NEAR(told.breach_probability, std::exp(-3) * (1 + 3 + 4.5 + 4.5), 1e-12);
}

TEST(Expect, IsCloseToWhatHappensByChance) {
  // Five people, twelve before the customer, played out a hundred thousand times.
  std::mt19937 random(7);
  std::exponential_distribution<double> handling(1.0 / 100);
  const auto play = [&] {
    std::vector<double> free_at(5, 0);
    double answered = 0;
    for (int i = 0; i < 13; ++i) {
      const auto next = std::ranges::min_element(free_at);
      *next += handling(random);
      answered = *next;
    }
    return answered;
  };
  int late = 0;
  double sum = 0;
  constexpr int kRounds = 100'000;
  for (int i = 0; i < kRounds; ++i) {
    const double t = play();
    sum += t;
    late += t > 300 ? 1 : 0;
  }
  const auto told = expect(queue_of(5, 100), 12, 300).value();
  EXPECT_NEAR(told.expected_s, sum / kRounds, 2);
  EXPECT_NEAR(told.breach_probability, static_cast<double>(late) / kRounds, 0.006);
}

TEST(Expect, MoreBeforeAndLessTimeAreWorse) {
  const auto risk = [](std::int64_t agents, std::int64_t ahead, double left) {
    return expect(queue_of(agents, 90), ahead, left).value().breach_probability;
  };
  for (std::int64_t ahead = 0; ahead < 290; ++ahead) {
    EXPECT_LE(risk(4, ahead, 600), risk(4, ahead + 1, 600) + 1e-12) << ahead;
    EXPECT_LE(risk(2, ahead, 9000), risk(2, ahead + 1, 9000) + 1e-12) << ahead;
  }
  EXPECT_NEAR(risk(4, 303, 6750), risk(4, 304, 6750), 0.03) << "where the formula gets simpler";
  EXPECT_LT(risk(4, 20, 600), risk(4, 20, 300));
  EXPECT_GT(risk(4, 20, 600), risk(8, 20, 600));
  EXPECT_DOUBLE_EQ(risk(4, 0, 0), 1);
  EXPECT_DOUBLE_EQ(risk(4, 0, -60), 1) << "it is late already";
  EXPECT_NEAR(risk(2, 100'000, 60), 1, 1e-9);
  EXPECT_NEAR(risk(200, 10, 1e6), 0, 1e-9);
}

TEST(Expect, NobodyAtWorkPromisesNothing) {
  EXPECT_EQ(expect(queue_of(0, 60), 0, 600), std::nullopt);
  EXPECT_EQ(load_of(queue_of(0, 60)), std::nullopt);
}

TEST(Load, TellsWhetherTheQueueGrows) {
  Queue queue = queue_of(2, 120);
  queue.waiting = 10;
  queue.arrivals_per_hour = 30;
  EXPECT_DOUBLE_EQ(load_of(queue).value(), 0.5);
  EXPECT_DOUBLE_EQ(cleared_in_s(queue).value(), 1200);
  queue.arrivals_per_hour = 60;
  EXPECT_DOUBLE_EQ(load_of(queue).value(), 1);
  EXPECT_EQ(cleared_in_s(queue), std::nullopt);
  queue.waiting = 0;
  EXPECT_EQ(cleared_in_s(queue), 0);
}

TEST(Calibrate, CountsByTenths) {
  const auto found = calibrate({{80, true}, {85, true}, {85, true}, {88, false}, {0, false}, {100, true}});
  ASSERT_EQ(found.bins.size(), 10U);
  EXPECT_EQ(found.bins[8].given, 4);
  EXPECT_EQ(found.bins[8].breached, 3);
  EXPECT_EQ(found.bins[0].given, 1);
  EXPECT_EQ(found.bins[9].given, 1);
  EXPECT_EQ(found.bins[9].to_percent, 100);
  EXPECT_EQ(found.given, 6);
  EXPECT_NEAR(found.error, (0.0 + 0.38 + 0.0) / 6, 1e-12) << "0.8 + 0.85 + 0.85 + 0.88 were said, three came";
  EXPECT_DOUBLE_EQ(calibrate({}).error, 0);
}

}  // namespace
}  // namespace forecast
