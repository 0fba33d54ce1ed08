// A post's way through a model.
#include "domain/triage/model.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>

#ifdef __SSE2__
#include <emmintrin.h>

#include "domain/triage/each_processor.hpp"
#endif

namespace triage {
namespace {

constexpr std::size_t kAhead = 12;      // Rows that are asked for before they are added.
constexpr std::uint32_t kCompared = 8;  // Keys at once.

constexpr std::uint32_t kWide = 64;  // Lanes at once: a line of the processor's cache, and what its registers hold.

// Rows times their numbers, added up: `lanes` heads of them from `first` on.
HEED_FOR_EACH_PROCESSOR
void add_wide(const std::int8_t* table, std::uint32_t width, const WeighedRow* rows, std::size_t count, float* sums) {
  std::array<float, kWide> lanes{};
  for (std::size_t i = 0; i < count; ++i) {
    if (i + kAhead < count) __builtin_prefetch(table + std::size_t{rows[i + kAhead].row} * width);
    const std::int8_t* row = table + std::size_t{rows[i].row} * width;
    for (std::uint32_t lane = 0; lane < kWide; ++lane) lanes[lane] += rows[i].value * static_cast<float>(row[lane]);
  }
  std::copy(lanes.begin(), lanes.end(), sums);
}

HEED_FOR_EACH_PROCESSOR
void add_narrow(const std::int8_t* table, std::uint32_t width, const WeighedRow* rows, std::size_t count, float* sums) {
  std::array<float, kLanes> lanes{};
  for (std::size_t i = 0; i < count; ++i) {
    if (i + kAhead < count) __builtin_prefetch(table + std::size_t{rows[i + kAhead].row} * width);
    const std::int8_t* row = table + std::size_t{rows[i].row} * width;
    for (std::uint32_t lane = 0; lane < kLanes; ++lane) lanes[lane] += rows[i].value * static_cast<float>(row[lane]);
  }
  std::copy(lanes.begin(), lanes.end(), sums);
}

}  // namespace

// Where the key's row is, or -1. Of the few keys with the same upper bits eight are compared at once: which of them it is, is
// never guessed, and a wrong guess is what a search costs most.
std::int64_t Model::Table::find(std::uint32_t key) const {
  const std::uint32_t upper = key >> 16U;
  const auto tail = static_cast<std::uint16_t>(key);
  std::uint32_t begin = starts[upper];
  const std::uint32_t end = starts[upper + 1];
#ifdef __SSE2__
  if (begin + kCompared <= tails.size()) {
    const __m128i there = _mm_loadu_si128(reinterpret_cast<const __m128i*>(tails.data() + begin));
    const __m128i same = _mm_cmpeq_epi16(there, _mm_set1_epi16(static_cast<short>(tail)));
    const std::uint32_t count = std::min(end - begin, kCompared);
    const auto bits = static_cast<std::uint32_t>(_mm_movemask_epi8(same)) & ((1U << (2 * count)) - 1);
    if (bits != 0 || end - begin <= kCompared)
      return bits == 0 ? -1 : static_cast<std::int64_t>(begin) + std::countr_zero(bits) / 2;
    begin += kCompared;
  }
#endif
  for (; begin < end; ++begin)
    if (tails[begin] == tail) return begin;
  return -1;
}

Scorer::Scorer(const Model& model) : model_(model), reader_(&model.concepts_), sums_(model.tables_.size()) {}

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
  if (from.concepts) add_block(from, features_->concepts, sums.heads);
  sums.done = true;
  return sums.heads;
}

void Scorer::add_block(const Model::Table& table, const std::vector<Feature>& block, std::vector<float>& heads) {
  rows_.resize(block.size());
  std::size_t found = 0;
  float squares = 0;
  for (std::size_t i = 0; i < block.size(); ++i) {
    if (i + 2 * kAhead < block.size()) __builtin_prefetch(&table.starts[block[i + 2 * kAhead].key >> 16U]);
    if (i + kAhead < block.size()) __builtin_prefetch(table.tails.data() + table.starts[block[i + kAhead].key >> 16U]);
    const auto row = table.find(block[i].key);
    const std::size_t place = row < 0 ? 0 : static_cast<std::size_t>(row);
    const float value = row < 0 ? 0 : block[i].weight * static_cast<float>(table.rarity[place]) * kRarityStep;
    squares += value * value;
    rows_[found] = {static_cast<std::uint32_t>(place), value};
    found += row < 0 ? 0 : 1;
  }
  rows_.resize(found);
  if (squares == 0) return;
  lanes_.resize(table.width);
  for (std::uint32_t first = 0; first < table.width;) {
    const bool wide = table.width - first >= kWide;
    (wide ? add_wide : add_narrow)(table.rows.data() + first, table.width, rows_.data(), rows_.size(),
                                   lanes_.data() + first);
    first += wide ? kWide : kLanes;
  }
  const float length = 1.0F / std::sqrt(squares);
  for (std::uint32_t i = 0; i < table.width; ++i) heads[i] += lanes_[i] * table.scale[i] * length;
}

void Scorer::weigh(const TaskModel& task, Label label, Weighed& out) const {
  weigh_block(task, label, features_->words, out.words);
  weigh_block(task, label, features_->letters, out.letters);
  out.concepts.clear();
  if (model_.tables_[task.table].concepts) weigh_block(task, label, features_->concepts, out.concepts);
}

void Scorer::weigh_block(const TaskModel& task, Label label, const std::vector<Feature>& block,
                         std::vector<float>& out) const {
  const Model::Table& table = model_.tables_[task.table];
  // How much each head counts: the label's own, less the mean of the others where labels exclude each other.
  const bool one_head = task.heads != task.labels.size();
  std::vector<float> share(task.heads, task.many_labels || one_head ? 0.0F : -1.0F / static_cast<float>(task.heads - 1));
  share[one_head ? 0 : label] = one_head && label == 0 ? -1.0F : 1.0F;
  out.assign(block.size(), 0);
  float squares = 0;
  for (std::size_t i = 0; i < block.size(); ++i) {
    const auto row = table.find(block[i].key);
    if (row < 0) continue;
    const auto place = static_cast<std::size_t>(row);
    const float value = block[i].weight * static_cast<float>(table.rarity[place]) * kRarityStep;
    squares += value * value;
    const std::int8_t* weights = table.rows.data() + place * table.width + task.first_head;
    for (std::uint32_t head = 0; head < task.heads; ++head)
      out[i] += share[head] * value * static_cast<float>(weights[head]) * table.scale[task.first_head + head];
  }
  if (squares == 0) return;
  for (float& one : out) one /= std::sqrt(squares);
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
      if ((answer.labels.empty() && !task.may_have_none) || value(label) > 0) answer.labels.push_back(label);
  } else {
    answer.labels = {*std::ranges::min_element(order, before)};
  }
  float sure = answer.labels.empty() ? 1 - *std::ranges::max_element(probability) : probability[answer.labels.front()];
  if (task.rejected >= 0 && sure < task.reject_below && answer.labels.front() != task.rejected) {
    answer.labels = {static_cast<Label>(task.rejected)};
    sure = 1 - sure;
  }
  answer.confidence = 1.0F / (1.0F + std::exp(-(task.sure_slope * log_odds(sure) + task.sure_shift)));
  return answer;
}

}  // namespace triage
