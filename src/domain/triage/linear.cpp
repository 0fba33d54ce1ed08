#include "domain/triage/linear.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <random>
#include <utility>

namespace triage {

float LinearModel::value(std::span<const SparseRows::Cell> row) const {
  float sum = bias;
  for (const auto& cell : row) sum += weights[cell.column] * cell.value;
  return sum;
}

LinearModel fit(const SparseRows& rows, std::span<const Example> examples, const FitOptions& options) {
  LinearModel model{std::vector<float>(rows.columns, 0.0F), 0};
  std::vector<float> alpha(examples.size(), 0.0F);
  std::vector<float> curvature(examples.size());
  const auto diagonal_of = [&](const Example& one) {
    return 0.5F / (options.cost * (one.positive ? options.positive_cost : options.negative_cost));
  };
  for (std::size_t i = 0; i < examples.size(); ++i) {
    float squares = 1;  // The bias counts as a column of ones.
    for (const auto& cell : rows.row(examples[i].row)) squares += cell.value * cell.value;
    curvature[i] = squares + diagonal_of(examples[i]);
  }
  std::vector<std::uint32_t> order(examples.size());
  std::iota(order.begin(), order.end(), 0U);
  std::mt19937_64 random(options.seed);
  constexpr float kNoBound = std::numeric_limits<float>::infinity();
  // Examples that are right by far are passed over until the others have settled, then all are looked at again.
  std::size_t active = order.size();
  float by_far = kNoBound;
  for (int round = 0; round < options.most_rounds; ++round) {
    std::shuffle(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(active), random);
    float highest = -kNoBound;
    float lowest = kNoBound;
    for (std::size_t place = 0; place < active;) {
      const std::uint32_t i = order[place];
      const Example& one = examples[i];
      const auto row = rows.row(one.row);
      const float sign = one.positive ? 1.0F : -1.0F;
      const float gradient = sign * model.value(row) - 1 + diagonal_of(one) * alpha[i];
      if (alpha[i] == 0 && gradient > by_far) {
        std::swap(order[place], order[--active]);
        continue;
      }
      ++place;
      const float projected = alpha[i] == 0 ? std::min(gradient, 0.0F) : gradient;
      highest = std::max(highest, projected);
      lowest = std::min(lowest, projected);
      if (projected == 0) continue;
      const float before = alpha[i];
      alpha[i] = std::max(0.0F, before - gradient / curvature[i]);
      const float step = (alpha[i] - before) * sign;
      for (const auto& cell : row) model.weights[cell.column] += step * cell.value;
      model.bias += step;
    }
    by_far = highest > 0 ? highest : kNoBound;
    if (highest - lowest > options.tolerance) continue;
    if (active == order.size()) break;
    active = order.size();
    by_far = kNoBound;
  }
  return model;
}

}  // namespace triage
