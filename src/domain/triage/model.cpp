// A post's way through a model.
#include "domain/triage/model.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace triage {
namespace {

constexpr std::size_t kAhead = 12;  // Rows that are asked for before they are added.

// One row times a number onto the sums. The loop is what processors do sixteen lanes at a time, where they can.
#if defined(__x86_64__) && !__has_feature(address_sanitizer)
__attribute__((target_clones("avx512f", "avx2", "default")))
#endif
void add_row(const std::int8_t* row, float value, float* sums, std::uint32_t width) {
  for (std::uint32_t i = 0; i < width; ++i) sums[i] += value * static_cast<float>(row[i]);
}

}  // namespace

std::int64_t Model::Table::find(std::uint32_t key) const {
  const std::uint32_t upper = key >> 16U;
  const auto tail = static_cast<std::uint16_t>(key);
  for (std::uint32_t i = starts[upper]; i < starts[upper + 1]; ++i)
    if (tails[i] == tail) return i;
  return -1;
}

Scorer::Scorer(const Model& model) : model_(model), sums_(model.tables_.size()) {}

void Scorer::read(std::string_view post) {
  features_ = &reader_.read(post);
  for (Sums& sums : sums_) sums.done = false;
}

const std::vector<float>& Scorer::sum(std::uint32_t table) {
  Sums& sums = sums_[table];
  if (sums.done) return sums.heads;
  const Model::Table& from = model_.tables_[table];
  sums.heads.assign(from.bias.begin(), from.bias.end());
  add_block(from, features_->words, sums.heads);
  add_block(from, features_->letters, sums.heads);
  sums.done = true;
  return sums.heads;
}

void Scorer::add_block(const Model::Table& table, const std::vector<Feature>& block, std::vector<float>& heads) {
  rows_.clear();
  float squares = 0;
  for (const Feature& feature : block) {
    const auto row = table.find(feature.key);
    if (row < 0) continue;
    const float value = feature.weight * static_cast<float>(table.rarity[static_cast<std::size_t>(row)]) * kRarityStep;
    squares += value * value;
    rows_.push_back({static_cast<std::uint32_t>(row), value});
  }
  if (squares == 0) return;
  lanes_.assign(table.width, 0.0F);
  const std::int8_t* rows = table.rows.data();
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (i + kAhead < rows_.size()) {
      const std::int8_t* ahead = rows + std::size_t{rows_[i + kAhead].row} * table.width;
      for (std::uint32_t byte = 0; byte < table.width; byte += 64) __builtin_prefetch(ahead + byte);
    }
    add_row(rows + std::size_t{rows_[i].row} * table.width, rows_[i].value, lanes_.data(), table.width);
  }
  const float length = 1.0F / std::sqrt(squares);
  for (std::uint32_t i = 0; i < table.width; ++i) heads[i] += lanes_[i] * table.scale[i] * length;
}

void Scorer::scores(const TaskModel& task, std::vector<float>& out) {
  const std::vector<float>& heads = sum(task.table);
  const auto first = heads.begin() + task.first_head;
  if (task.heads == task.labels.size()) out.assign(first, first + task.heads);
  else out.assign({-*first, *first});
}

void Scorer::probabilities(const TaskModel& task, std::vector<float>& out) {
  scores(task, scores_);
  probabilities_of(task, scores_, out);
}

Answer Scorer::answer(const TaskModel& task) {
  scores(task, scores_);
  return decide(task, scores_);
}

void probabilities_of(const TaskModel& task, std::span<const float> scores, std::vector<float>& out) {
  out.resize(scores.size());
  for (std::size_t i = 0; i < scores.size(); ++i) out[i] = task.steepness * scores[i] + task.lift[i];
  if (task.many_labels) {
    for (float& one : out) one = 1.0F / (1.0F + std::exp(-one));
    return;
  }
  const float most = *std::ranges::max_element(out);
  float sum = 0;
  for (float& one : out) sum += one = std::exp(one - most);
  for (float& one : out) one /= sum;
}

float log_odds(float probability) {
  constexpr float kLeast = 1e-6F;
  const float inside = std::clamp(probability, kLeast, 1 - kLeast);
  return std::log(inside / (1 - inside));
}

Answer decide(const TaskModel& task, std::span<const float> scores) {
  std::vector<float> probability;
  probabilities_of(task, scores, probability);
  const auto value = [&](std::size_t i) { return scores[i] + task.preference[i]; };
  std::vector<Label> order(scores.size());
  std::iota(order.begin(), order.end(), Label{0});
  const auto before = [&](Label a, Label b) { return value(a) > value(b); };
  Answer answer;
  if (task.many_labels) {
    std::ranges::sort(order, before);
    for (const Label label : order)
      if (answer.labels.empty() || value(label) > 0) answer.labels.push_back(label);
  } else {
    answer.labels = {*std::ranges::min_element(order, before)};
  }
  float sure = probability[answer.labels.front()];
  if (task.rejected >= 0 && sure < task.reject_below && answer.labels.front() != task.rejected) {
    answer.labels = {static_cast<Label>(task.rejected)};
    sure = 1 - sure;
  }
  answer.confidence = 1.0F / (1.0F + std::exp(-(task.sure_slope * log_odds(sure) + task.sure_shift)));
  return answer;
}

}  // namespace triage
