// How a layer is applied.
#include "domain/triage/layer.hpp"

#include <algorithm>
#include <cmath>

#include "domain/triage/layer_math.hpp"

namespace triage {
namespace {

// Own labels begin without a shipped word, at even odds.
constexpr float kUnasked = 0;

// The shipped thresholds are in what the layer begins with, so nothing is left to add.
TaskModel with_own_labels(const TaskModel& shipped, const LayerTask& task) {
  TaskModel model = shipped;
  model.steepness = 1;
  model.sure_slope = 1;
  model.sure_shift = 0;
  model.rejected = -1;
  std::ranges::fill(model.lift, 0.0F);
  std::ranges::fill(model.preference, 0.0F);
  for (std::size_t i = task.labels.size() - task.own_labels; i < task.labels.size(); ++i) {
    model.labels.push_back(task.labels[i]);
    model.lift.push_back(0);
    model.preference.push_back(0);
  }
  for (std::size_t i = 0; i < task.labels.size(); ++i)
    if (const auto at = std::ranges::find(model.labels, task.labels[i]); at != model.labels.end())
      model.preference[static_cast<std::size_t>(at - model.labels.begin())] = task.lean[i];
  return model;
}

}  // namespace

Layer::Layer(std::vector<LayerTask> tasks) : tasks_(std::move(tasks)), models_(tasks_.size()), seen_(tasks_.size()) {}

void layer_inputs(const LayerTask& task, const Opinion& opinion, const Features& features, std::vector<float>& shipped,
                  std::vector<LayerCell>& cells) {
  shipped.clear();
  for (std::size_t i = 0; i < task.labels.size(); ++i) {
    const auto label = std::ranges::find(opinion.task->labels, task.labels[i]) - opinion.task->labels.begin();
    const bool is_shipped = static_cast<std::size_t>(label) < opinion.task->labels.size();
    shipped.push_back(is_shipped ? margin(opinion, static_cast<std::size_t>(label)) : kUnasked);
  }
  cells.clear();
  for (const std::vector<Feature>* block : {&features.words, &features.letters}) {
    float squares = 0;
    for (const Feature& feature : *block) squares += feature.weight * feature.weight;
    for (const Feature& feature : *block) {
      const auto found = std::ranges::lower_bound(task.words, feature.key);
      if (found != task.words.end() && *found == feature.key)
        cells.push_back({static_cast<std::uint32_t>(found - task.words.begin()), feature.weight / std::sqrt(squares)});
    }
  }
}

void gather_words(const std::vector<LayerCell>& cells, const std::vector<float>& rows, std::vector<float>& labels) {
  const std::size_t count = labels.size();
  float* __restrict out = labels.data();
  for (const LayerCell& cell : cells) {
    const float* row = rows.data() + cell.word * count;
#pragma clang loop vectorize_width(4) interleave_count(1)  // There are three labels or twenty: wider ones are left over.
    for (std::size_t i = 0; i < count; ++i) out[i] += cell.value * row[i];
  }
}

void spread_words(const std::vector<LayerCell>& cells, const std::vector<float>& labels, std::vector<float>& rows) {
  const std::size_t count = labels.size();
  const float* __restrict in = labels.data();
  for (const LayerCell& cell : cells) {
    float* row = rows.data() + cell.word * count;
#pragma clang loop vectorize_width(4) interleave_count(1)
    for (std::size_t i = 0; i < count; ++i) row[i] += in[i] * cell.value;
  }
}

void layer_odds(const LayerTask& task, const std::vector<float>& shipped, const std::vector<LayerCell>& cells,
                std::vector<float>& out) {
  const std::size_t labels = task.labels.size();
  out.resize(labels);
  for (std::size_t i = 0; i < labels; ++i) out[i] = task.trust[i] * shipped[i] + task.shift[i];
  gather_words(cells, task.weights, out);
}

void layer_probabilities(bool many_labels, std::vector<float>& odds) {
  if (many_labels) {
    for (float& one : odds) one = 1.0F / (1.0F + std::exp(-one));
    return;
  }
  const float most = *std::ranges::max_element(odds);
  float sum = 0;
  for (float& one : odds) sum += one = std::exp(one - most);
  for (float& one : odds) one /= sum;
}

void Layer::sharpen(std::string_view text, Judgement& judgement) {
  if (tasks_.empty()) return;
  const Features& features = reader_.read(text);
  std::vector<float> shipped;
  std::vector<LayerCell> cells;
  std::vector<float> odds;
  for (std::size_t i = 0; i < tasks_.size(); ++i) {
    Opinion& opinion = judgement.on(tasks_[i].what);
    if (!opinion.is_there()) continue;
    layer_inputs(tasks_[i], opinion, features, shipped, cells);
    layer_odds(tasks_[i], shipped, cells, odds);
    for (std::size_t label = 0; label < odds.size(); ++label) odds[label] -= tasks_[i].lean[label];
    layer_probabilities(opinion.task->many_labels, odds);
    // A label that the model has and the layer has never heard of is given as the model would give it.
    std::vector<float> all(opinion.probabilities.size());
    for (std::size_t label = 0; label < all.size(); ++label) all[label] = margin(opinion, label);
    layer_probabilities(opinion.task->many_labels, all);
    for (std::size_t label = 0; label + tasks_[i].own_labels < tasks_[i].labels.size(); ++label)
      if (const auto at = std::ranges::find(opinion.task->labels, tasks_[i].labels[label]); at != opinion.task->labels.end())
        all[static_cast<std::size_t>(at - opinion.task->labels.begin())] = odds[label];
    all.insert(all.end(), odds.end() - tasks_[i].own_labels, odds.end());
    if (seen_[i] != opinion.task) {
      models_[i] = with_own_labels(*opinion.task, tasks_[i]);
      seen_[i] = opinion.task;
    }
    opinion.probabilities = std::move(all);
    opinion.task = &models_[i];
  }
}

}  // namespace triage
