#include "domain/triage/train_lend.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <utility>

namespace triage {
namespace {

constexpr std::size_t kFolds = 3;

// The set's own heads as they speak about posts they have not seen: each fold is asked of heads fitted to the others.
Values asked_unseen(const Prepared& one, const SparseRows& rows, std::uint64_t seed) {
  std::vector<std::size_t> fold(one.training.size());
  for (std::size_t i = 0; i < fold.size(); ++i) fold[i] = i % kFolds;
  std::mt19937_64 random(seed);
  std::ranges::shuffle(fold, random);
  Values values(one.training.size());
  for (std::size_t held = 0; held < kFolds; ++held) {
    std::vector<std::uint32_t> others;
    for (std::uint32_t i = 0; i < fold.size(); ++i)
      if (fold[i] != held) others.push_back(i);
    const Heads heads = fit_heads(*one.set, rows, one.training, others, one.choice, seed);
    for (std::size_t i = 0; i < fold.size(); ++i)
      if (fold[i] == held) values_of(heads, rows.row(one.training[i]), values[i]);
  }
  return values;
}

// Each input's mean and spread over the training posts, which the second layer is fitted without.
struct Scaling {
  std::vector<float> mean, spread;
};

Scaling scaling_of(const Values& training, std::size_t inputs) {
  Scaling out{std::vector<float>(inputs, 0.0F), std::vector<float>(inputs, 0.0F)};
  const auto count = static_cast<double>(training.size());
  for (std::size_t k = 0; k < inputs; ++k) {
    double sum = 0;
    double squares = 0;
    for (const auto& row : training) {
      sum += row[k];
      squares += static_cast<double>(row[k]) * row[k];
    }
    out.mean[k] = static_cast<float>(sum / count);
    out.spread[k] = static_cast<float>(std::sqrt(std::max(1e-9, squares / count - sum / count * sum / count)));
  }
  return out;
}

void add_rows(const Values& values, const Scaling& scaling, SparseRows& rows) {
  for (const auto& row : values) {
    for (std::uint32_t k = 0; k < row.size(); ++k) rows.cells.push_back({k, (row[k] - scaling.mean[k]) / scaling.spread[k]});
    rows.end_row();
  }
}

// The second layer that is better on validation than the set's own heads; empty where none is.
Heads best_layer(const Prepared& one, const SparseRows& rows, const TrainOptions& options) {
  const auto training = all_of(one.training.size());
  auto validation = all_of(one.validation.size());
  for (auto& row : validation) row += static_cast<std::uint32_t>(training.size());
  double best = one.alone;
  Heads found;
  const bool many = heads_of(*one.set) >= kManyHeads;
  for (const float cost : many ? std::vector{0.001F, 0.01F} : std::vector{0.0003F, 0.001F, 0.003F, 0.01F, 0.03F}) {
    for (const bool balanced : many ? std::vector{true} : std::vector{true, false}) {
      Heads layer = fit_heads(*one.set, rows, training, training, {cost, balanced}, options.seed);
      const double got = score_values(*one.set, values_of(layer, rows, validation));
      if (got <= best) continue;
      best = got;
      found = std::move(layer);
    }
  }
  options.tell(one.set->task.name + ": " + std::to_string(best) + " with what the others lend");
  return found;
}

// Both layers as one.
LinearModel multiply(const LinearModel& second, const std::vector<const LinearModel*>& inputs, const Scaling& scaling) {
  LinearModel out{std::vector<float>(inputs.front()->weights.size(), 0.0F), second.bias};
  for (std::size_t k = 0; k < inputs.size(); ++k) {
    const float share = second.weights[k] / scaling.spread[k];
    for (std::size_t i = 0; i < out.weights.size(); ++i) out.weights[i] += share * inputs[k]->weights[i];
    out.bias += share * (inputs[k]->bias - scaling.mean[k]);
  }
  return out;
}

}  // namespace

Heads lend(const Prepared& one, const std::vector<Prepared>& sets, const SparseRows& rows, const TrainOptions& options) {
  if (sets.size() == 1) return one.heads;
  std::vector<const LinearModel*> inputs;
  for (const LinearModel& head : one.heads) inputs.push_back(&head);
  Values training = asked_unseen(one, rows, options.seed);
  Values validation = values_of(one.heads, rows, one.validation);
  for (const Prepared& other : sets) {
    if (&other == &one) continue;
    for (const LinearModel& head : other.heads) inputs.push_back(&head);
    for (std::size_t i = 0; i < training.size(); ++i) values_of(other.heads, rows.row(one.training[i]), training[i]);
    for (std::size_t i = 0; i < validation.size(); ++i) values_of(other.heads, rows.row(one.validation[i]), validation[i]);
  }
  const Scaling scaling = scaling_of(training, inputs.size());
  SparseRows values;
  values.columns = static_cast<std::uint32_t>(inputs.size());
  add_rows(training, scaling, values);
  add_rows(validation, scaling, values);
  const Heads layer = best_layer(one, values, options);
  if (layer.empty()) return one.heads;
  Heads out;
  for (const LinearModel& second : layer) out.push_back(multiply(second, inputs, scaling));
  return out;
}

}  // namespace triage
