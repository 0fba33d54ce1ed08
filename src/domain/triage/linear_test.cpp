#include "domain/triage/linear.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace triage {
namespace {

SparseRows rows_of(const std::vector<std::vector<float>>& dense) {
  SparseRows rows;
  rows.columns = static_cast<std::uint32_t>(dense.front().size());
  for (const auto& row : dense) {
    for (std::uint32_t i = 0; i < row.size(); ++i)
      if (row[i] != 0) rows.cells.push_back({i, row[i]});
    rows.end_row();
  }
  return rows;
}

// What is minimised: half the squared weights and the cost of each squared shortfall from a margin of one.
double objective(const LinearModel& model, const SparseRows& rows, const std::vector<Example>& examples,
                 const FitOptions& options) {
  double sum = 0.5 * model.bias * model.bias;
  for (const float weight : model.weights) sum += 0.5 * weight * weight;
  for (const Example& one : examples) {
    const double shortfall =
        std::max(0.0, 1.0 - (one.positive ? 1 : -1) * static_cast<double>(model.value(rows.row(one.row))));
    sum += options.cost * (one.positive ? options.positive_cost : options.negative_cost) * shortfall * shortfall;
  }
  return sum;
}

TEST(TriageLinear, TwoPointsMeetAtTheMarginThatCanBeWorkedOut) {
  // One column, x = 1 positive and x = -1 negative: no bias, and w = 4C / (1 + 4C).
  const auto rows = rows_of({{1}, {-1}});
  FitOptions options;
  options.cost = 0.5F;
  options.tolerance = 1e-6F;
  options.most_rounds = 1000;
  const auto model = fit(rows, std::vector<Example>{{0, true}, {1, false}}, options);
  EXPECT_NEAR(model.weights[0], 2.0 / 3.0, 1e-4);
  EXPECT_NEAR(model.bias, 0, 1e-4);
}

TEST(TriageLinear, NoStepAwayFromTheFitIsBetter) {
  std::mt19937_64 random(5);
  std::normal_distribution<float> normal;
  std::vector<std::vector<float>> dense(200, std::vector<float>(12));
  std::vector<Example> examples;
  for (std::uint32_t i = 0; i < dense.size(); ++i) {
    for (float& value : dense[i]) value = random() % 3 == 0 ? normal(random) : 0;
    examples.push_back({i, dense[i][0] + 0.5F * dense[i][3] + 0.3F * normal(random) > 0.2F});
  }
  const auto rows = rows_of(dense);
  FitOptions options;
  options.cost = 0.3F;
  options.positive_cost = 2;
  options.tolerance = 1e-4F;
  options.most_rounds = 5000;
  const auto model = fit(rows, examples, options);
  const double best = objective(model, rows, examples, options);
  for (std::size_t i = 0; i <= model.weights.size(); ++i) {
    for (const float step : {-0.01F, 0.01F}) {
      auto moved = model;
      (i < moved.weights.size() ? moved.weights[i] : moved.bias) += step;
      EXPECT_GE(objective(moved, rows, examples, options), best) << i;
    }
  }
}

TEST(TriageLinear, TheSameSeedGivesTheSameWeights) {
  const auto rows = rows_of({{1, 0, 2}, {0, 1, 0}, {1, 1, 0}, {0, 0, 1}});
  const std::vector<Example> examples = {{0, true}, {1, false}, {2, true}, {3, false}};
  EXPECT_EQ(fit(rows, examples, {}).weights, fit(rows, examples, {}).weights);
}

}  // namespace
}  // namespace triage
