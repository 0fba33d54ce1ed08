// How a layer is trained and judged.
#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

#include "domain/triage/layer.hpp"
#include "domain/triage/layer_math.hpp"

namespace triage {
namespace {

constexpr std::int64_t kFewestOfOwnLabel = 5;  // Examples from which an intent of the company's own is known.
constexpr int kFewestOfWord = 2;               // Examples that have it.
constexpr std::size_t kMostWords = 6'000;      // The most frequent ones.
constexpr int kRounds = 80;
constexpr float kStep = 0.3F;
constexpr float kTrustPrior = 10.0F;  // In examples: how much it takes to doubt the shipped model.
constexpr float kShiftPrior = 1.0F;
constexpr double kMostWeight = 20;  // Of a message with a rare label beside one without.
constexpr std::array<float, 3> kWordPriors = {0.3F, 1.0F, 3.0F};
constexpr std::size_t kMostOwnLabels = 100;  // The most frequent ones.
constexpr std::array<const char*, 3> kTaskNames = {"intents", "urgency", "sentiment"};
constexpr std::array<Asked, 3> kTasks = {Asked::intent, Asked::urgency, Asked::care_sentiment};
constexpr const char* kNone = "-";  // The intent of a message that has none.

// One correction as one task sees it.
struct Row {
  std::uint64_t hash = 0;
  std::string_view text;
  Opinion opinion;
  std::vector<std::string> gold;
  std::vector<float> shipped;
  std::vector<LayerCell> cells;
  std::vector<bool> wanted;  // One a label.
};

std::uint64_t hash_of(std::int64_t message_id) {
  auto hash = static_cast<std::uint64_t>(message_id);
  hash = (hash ^ hash >> 30U) * 0xBF58476D1CE4E5B9ULL;
  hash = (hash ^ hash >> 27U) * 0x94D049BB133111EBULL;
  return hash ^ hash >> 31U;
}

std::optional<std::vector<std::string>> gold_of(const LayerExample& example, Asked what) {
  if (what == Asked::intent) return example.intents;
  if (what == Asked::urgency && example.urgency) return std::vector{std::to_string(*example.urgency)};
  if (what == Asked::care_sentiment && example.sentiment) return std::vector{*example.sentiment};
  return std::nullopt;
}

// The words that enough of the rows have, the most frequent ones, ascending.
std::vector<std::uint32_t> common_words(std::span<const Row> rows) {
  std::unordered_map<std::uint32_t, int> counts;
  FeatureReader reader;
  for (const Row& row : rows) {
    const Features& features = reader.read(row.text);
    for (const std::vector<Feature>* block : {&features.words, &features.letters})
      for (const Feature& feature : *block) ++counts[feature.key];
  }
  std::vector<std::pair<int, std::uint32_t>> order;
  for (const auto& [key, count] : counts)
    if (count >= kFewestOfWord) order.emplace_back(-count, key);
  std::ranges::sort(order);
  if (order.size() > kMostWords) order.resize(kMostWords);
  std::vector<std::uint32_t> words;
  for (const auto& one : order) words.push_back(one.second);
  std::ranges::sort(words);
  return words;
}

LayerTask empty_task(Asked what, const TaskModel& shipped, std::span<const Row> learning) {
  LayerTask task;
  task.what = what;
  task.labels = shipped.labels;
  if (shipped.many_labels) {
    std::map<std::string, std::int64_t> own;
    for (const Row& row : learning)
      for (const std::string& label : row.gold)
        if (label != kNone && std::ranges::find(shipped.labels, label) == shipped.labels.end()) ++own[label];
    std::erase_if(own, [](const auto& one) { return one.second < kFewestOfOwnLabel; });
    std::vector<std::pair<std::int64_t, std::string>> order;
    for (const auto& [label, count] : own) order.emplace_back(-count, label);
    std::ranges::sort(order);
    if (order.size() > kMostOwnLabels) order.resize(kMostOwnLabels);
    for (auto& [count, label] : order) task.labels.push_back(std::move(label));
    task.own_labels = static_cast<std::uint32_t>(order.size());
  }
  task.words = common_words(learning);
  task.trust.assign(task.labels.size(), 1);
  task.shift.assign(task.labels.size(), 0);
  task.lean.assign(task.labels.size(), 0);
  task.weights.assign(task.words.size() * task.labels.size(), 0);
  return task;
}

// A post is read again here: what it is made of takes a hundred times the room of the few words that the layer knows.
void prepare(const LayerTask& task, std::span<Row> rows) {
  FeatureReader reader;
  for (Row& row : rows) {
    layer_inputs(task, row.opinion, reader.read(row.text), row.shipped, row.cells);
    row.cells.shrink_to_fit();
    row.wanted.clear();
    for (const std::string& label : task.labels) row.wanted.push_back(std::ranges::find(row.gold, label) != row.gold.end());
  }
}

// A number that gradient descent finds, with steps as long as its past gradients were small (AdaGrad).
struct Descent {
  std::vector<float> gradient;
  std::vector<float> squares;
  explicit Descent(std::size_t size) : gradient(size, 0), squares(size, 1e-6F) {}
  void step(std::vector<float>& values, float prior, float around) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const float slope = gradient[i] + prior * (values[i] - around);
      squares[i] += slope * slope;
      values[i] -= kStep * slope / std::sqrt(squares[i]);
      gradient[i] = 0;
    }
  }
};

// Rare labels count more where they are wanted, as much as leaves the shipped thresholds where they are: they were chosen so that
// rare labels are found, which plain logistic regression would undo. What is said of their probability takes it back.
void weigh_labels(LayerTask& task, bool many_labels, std::span<const Row> rows) {
  std::vector<double> missing(task.labels.size(), 0);
  std::vector<double> surplus(task.labels.size(), 0);
  std::vector<float> odds;
  for (const Row& row : rows) {
    layer_odds(task, row.shipped, {}, odds);
    layer_probabilities(many_labels, odds);
    for (std::size_t i = 0; i < odds.size(); ++i)
      (row.wanted[i] ? missing[i] : surplus[i]) += row.wanted[i] ? 1 - odds[i] : odds[i];
  }
  for (std::size_t i = 0; i < odds.size(); ++i) {
    const double weight = missing[i] > 0 ? surplus[i] / missing[i] : 1;
    task.lean[i] = static_cast<float>(std::log(std::clamp(weight, 1 / kMostWeight, kMostWeight)));
  }
}

using Stop = std::function<bool()>;
bool is_over(const Stop& stop) { return stop && stop(); }

// Logistic regression around the shipped model's word, which it is drawn back to where the rows do not speak against it.
void fit_task(LayerTask& task, bool many_labels, std::span<const Row* const> rows, float word_prior, const Stop& stop) {
  const std::size_t labels = task.labels.size();
  task.trust.assign(labels, 1);
  task.shift.assign(labels, 0);
  std::ranges::fill(task.weights, 0.0F);
  Descent trust(labels);
  Descent shift(labels);
  Descent weights(task.weights.size());
  std::vector<float> odds;
  for (int round = 0; round < kRounds && !is_over(stop); ++round) {
    for (const Row* row : rows) {
      layer_odds(task, row->shipped, row->cells, odds);
      layer_probabilities(many_labels, odds);
      for (std::size_t i = 0; i < labels; ++i) {
        odds[i] = row->wanted[i] ? (odds[i] - 1) * std::exp(task.lean[i]) : odds[i];
        trust.gradient[i] += odds[i] * row->shipped[i];
        shift.gradient[i] += odds[i];
      }
      spread_words(row->cells, odds, weights.gradient);
    }
    trust.step(task.trust, kTrustPrior, 1);
    shift.step(task.shift, kShiftPrior, 0);
    weights.step(task.weights, word_prior, 0);
  }
}

double loss(const LayerTask& task, bool many_labels, std::span<const Row* const> rows) {
  double sum = 0;
  std::vector<float> odds;
  for (const Row* row : rows) {
    layer_odds(task, row->shipped, row->cells, odds);
    layer_probabilities(many_labels, odds);
    for (std::size_t i = 0; i < odds.size(); ++i) {
      if (row->wanted[i]) sum -= std::exp(task.lean[i]) * std::log(std::max(odds[i], 1e-6F));
      else sum -= std::log(std::max(1 - odds[i], 1e-6F));
    }
  }
  return sum;
}

// How strongly words are held back: what does best on parts of the learning rows that were left out in turn.
float choose_prior(LayerTask& task, bool many_labels, std::span<const Row> rows, const Stop& stop) {
  float best = kWordPriors.back();
  double least = 0;
  for (const float prior : kWordPriors) {
    double sum = 0;
    for (std::uint64_t fold = 0; fold < 2; ++fold) {
      std::vector<const Row*> fitted;
      std::vector<const Row*> left_out;
      for (const Row& row : rows) (row.hash / kLayerParts % 2 == fold ? left_out : fitted).push_back(&row);
      fit_task(task, many_labels, fitted, prior, stop);
      sum += loss(task, many_labels, left_out);
    }
    if (prior == kWordPriors.front() || sum < least) {
      least = sum;
      best = prior;
    }
  }
  return best;
}

// What is said of each label: given or not.
std::vector<bool> said(const Opinion& opinion, const LayerTask& task) {
  std::vector<bool> out(task.labels.size(), false);
  std::size_t best = 0;
  for (std::size_t i = 0; i < opinion.probabilities.size(); ++i)
    if (margin(opinion, i) > margin(opinion, best)) best = i;
  for (std::size_t i = 0; i < task.labels.size(); ++i) {
    const auto at = std::ranges::find(opinion.task->labels, task.labels[i]);
    if (at == opinion.task->labels.end()) continue;
    const auto label = static_cast<std::size_t>(at - opinion.task->labels.begin());
    out[i] = opinion.task->many_labels ? margin(opinion, label) > 0 : label == best;
  }
  return out;
}

struct Tally {
  double right = 0;
  double said = 0;
  double wanted = 0;
};
// Over the labels that somebody wanted or that were said.
double macro_f1(const std::vector<Tally>& tallies) {
  double sum = 0;
  int counted = 0;
  for (const Tally& one : tallies) {
    if (one.said + one.wanted == 0) continue;
    sum += 2 * one.right / (one.said + one.wanted);
    ++counted;
  }
  return counted == 0 ? 0 : sum / counted;
}

// What is said of each held-back row's labels, with a part of a layer or without any.
std::vector<std::vector<bool>> answers(const LayerTask* part, const LayerTask& task, std::span<const Row> held) {
  std::vector<std::vector<bool>> out;
  Layer layer(part == nullptr ? std::vector<LayerTask>{} : std::vector{*part});
  for (const Row& row : held) {
    Judgement judgement;
    judgement.on(task.what) = row.opinion;
    layer.sharpen(row.text, judgement);
    out.push_back(said(judgement.on(task.what), task));
  }
  return out;
}

double macro_f1_of(const std::vector<std::vector<bool>>& answered, std::span<const Row> held) {
  std::vector<Tally> tallies(answered.empty() ? 0 : answered.front().size());
  for (std::size_t row = 0; row < held.size(); ++row) {
    for (std::size_t i = 0; i < tallies.size(); ++i) {
      tallies[i].said += answered[row][i] ? 1 : 0;
      tallies[i].wanted += held[row].wanted[i] ? 1 : 0;
      tallies[i].right += answered[row][i] && held[row].wanted[i] ? 1 : 0;
    }
  }
  return macro_f1(tallies);
}

// `serving`: what the layer that serves makes of the task, or null.
void judge_held_back(const LayerTask& task, const LayerTask* serving, std::span<const Row> held, LayerVerdict& verdict) {
  const auto without = answers(nullptr, task, held);
  const auto with = answers(&task, task, held);
  verdict.before = macro_f1_of(without, held);
  verdict.after = macro_f1_of(with, held);
  if (serving != nullptr) verdict.serving = macro_f1_of(answers(serving, task, held), held);
  for (std::size_t row = 0; row < held.size(); ++row)
    for (std::size_t i = 0; i < with[row].size(); ++i)
      if (with[row][i] != without[row][i]) ++(with[row][i] == held[row].wanted[i] ? verdict.put_right : verdict.broken);
  const bool proves = verdict.held_back >= kFewestHeldBack;
  verdict.better = proves && verdict.after > verdict.before && verdict.put_right > verdict.broken &&
                   verdict.after >= verdict.serving.value_or(0);
  // What served goes on where it is still worth it, or nothing speaks against it.
  verdict.kept = serving != nullptr && !verdict.better && (!proves || verdict.serving.value_or(0) > verdict.before);
}

const LayerTask* part_of(const Layer* layer, Asked what) {
  if (layer == nullptr) return nullptr;
  const auto found = std::ranges::find(layer->tasks(), what, &LayerTask::what);
  return found == layer->tasks().end() ? nullptr : &*found;
}

using Opinions = std::array<Opinion, kTasks.size()>;

struct Learner {
  std::span<const LayerExample* const> examples;
  std::span<const Opinions> opinions;  // Of each example.
  const LayerTraining& training;

  // The task's part of the layer, if there is to be one.
  std::optional<LayerTask> learn(std::size_t task, LayerVerdict& verdict) const;
  void split(std::size_t task, std::vector<Row>& learning, std::vector<Row>& held) const;
};

void Learner::split(std::size_t task, std::vector<Row>& learning, std::vector<Row>& held) const {
  for (std::size_t i = 0; i < examples.size(); ++i) {
    auto gold = gold_of(*examples[i], kTasks[task]);
    if (!gold || !opinions[i][task].is_there()) continue;
    Row row{.hash = hash_of(examples[i]->message_id),
            .text = examples[i]->text,
            .opinion = opinions[i][task],
            .gold = *std::move(gold),
            .shipped = {},
            .cells = {},
            .wanted = {}};
    (is_held_back(examples[i]->message_id) ? held : learning).push_back(std::move(row));
  }
}

std::optional<LayerTask> Learner::learn(std::size_t i, LayerVerdict& verdict) const {
  std::vector<Row> learning;
  std::vector<Row> held;
  split(i, learning, held);
  verdict.task = kTaskNames[i];
  verdict.learnt = static_cast<std::int64_t>(learning.size());
  verdict.held_back = static_cast<std::int64_t>(held.size());
  const LayerTask* serving = part_of(training.serving, kTasks[i]);
  if (learning.empty() || held.empty()) {
    verdict.kept = serving != nullptr;
    return serving == nullptr ? std::nullopt : std::optional(*serving);
  }
  const bool many_labels = learning.front().opinion.task->many_labels;
  LayerTask task = empty_task(kTasks[i], *learning.front().opinion.task, learning);
  prepare(task, learning);
  prepare(task, held);
  weigh_labels(task, many_labels, learning);
  const float prior = choose_prior(task, many_labels, learning, training.stop);
  std::vector<const Row*> all;
  for (const Row& row : learning) all.push_back(&row);
  fit_task(task, many_labels, all, prior, training.stop);
  judge_held_back(task, serving, held, verdict);
  if (verdict.better) return task;
  return verdict.kept ? std::optional(*serving) : std::nullopt;
}

}  // namespace

bool is_held_back(std::int64_t message_id) { return hash_of(message_id) % kLayerParts == 0; }

TrainedLayer train_layer(Assessor& assessor, std::span<const LayerExample> examples, const LayerTraining& training) {
  std::vector<const LayerExample*> order;
  for (const LayerExample& example : examples) order.push_back(&example);
  std::ranges::sort(order, {}, &LayerExample::message_id);
  TrainedLayer trained;
  std::vector<Opinions> opinions;
  for (const LayerExample* example : order) {
    if (is_over(training.stop)) break;
    const Judgement& judgement = assessor.judge(example->text, training.sharpen);
    opinions.push_back({judgement.on(kTasks[0]), judgement.on(kTasks[1]), judgement.on(kTasks[2])});
  }
  std::vector<LayerTask> tasks;
  const Learner learner{std::span(order).first(opinions.size()), opinions, training};
  for (std::size_t i = 0; i < kTasks.size() && !is_over(training.stop); ++i) {
    LayerVerdict verdict;
    if (auto part = learner.learn(i, verdict)) tasks.push_back(*std::move(part));
    trained.better = trained.better || verdict.better;
    trained.verdicts.push_back(std::move(verdict));
  }
  trained.stopped = is_over(training.stop);
  trained.layer = Layer(std::move(tasks));
  return trained;
}

}  // namespace triage
