#include "domain/triage/train.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <unordered_set>

#include "domain/triage/calibrate.hpp"
#include "domain/triage/linear.hpp"

namespace triage {
namespace {

constexpr std::size_t kFolds = 3;
constexpr std::size_t kManyHeads = 10;  // A set with so many tries fewer costs.

constexpr float kUsualCost = 0.1F;

struct Choice {
  float cost = kUsualCost;
  bool balanced = true;
};

using Heads = std::vector<LinearModel>;
// For each post of a set, the values of some heads.
using Values = std::vector<std::vector<float>>;

// A set, with its posts as rows of its table.
struct Prepared {
  LabelledSet* set = nullptr;
  std::vector<std::uint32_t> training;  // Rows.
  std::vector<std::uint32_t> validation;
  Choice choice;
  Heads heads;
  double alone = 0;
};

std::size_t heads_of(const LabelledSet& set) {
  return set.labels.size() == 2 && !set.task.many_labels ? 1 : set.labels.size();
}

bool speaks_for(const LabelledSet& set, const LabelledPost& post, std::size_t head) {
  const auto label = static_cast<Label>(heads_of(set) == 1 ? 1 : head);
  return std::ranges::find(post.labels, label) != post.labels.end();
}

TaskModel plain_task(const LabelledSet& set) {
  TaskModel task;
  task.name = set.task.name;
  task.labels = set.labels;
  task.heads = static_cast<std::uint32_t>(heads_of(set));
  task.many_labels = set.task.many_labels;
  task.may_have_none = set.task.may_have_none;
  task.lift.assign(set.labels.size(), 0.0F);
  task.preference.assign(set.labels.size(), 0.0F);
  const auto rejected = std::ranges::find(set.labels, set.task.rejected);
  if (!set.task.rejected.empty() && rejected != set.labels.end())
    task.rejected = static_cast<std::int32_t>(rejected - set.labels.begin());
  return task;
}

std::vector<float> label_scores(std::span<const float> heads, const TaskModel& task) {
  if (heads.size() == task.labels.size()) return {heads.begin(), heads.end()};
  return {-heads.front(), heads.front()};
}

double score_values(const LabelledSet& set, const Values& values) {
  TaskModel task = plain_task(set);
  std::vector<Scored> scored;
  for (std::size_t i = 0; i < values.size(); ++i)
    scored.push_back({label_scores(values[i], task), set.validation[i].labels, set.validation[i].group});
  if (task.many_labels) prefer_among_many(task, scored);
  return score(set.task, set.labels, decide_all(task, scored));
}

// The heads of one set, fitted to some of its training posts.
Heads fit_heads(const LabelledSet& set, const SparseRows& rows, std::span<const std::uint32_t> row_of,
                std::span<const std::uint32_t> posts, const Choice& choice, std::uint64_t seed) {
  Heads heads;
  std::vector<Example> examples(posts.size());
  for (std::size_t head = 0; head < heads_of(set); ++head) {
    double positives = 0;
    for (std::size_t i = 0; i < posts.size(); ++i) {
      examples[i] = {row_of[posts[i]], speaks_for(set, set.training[posts[i]], head)};
      positives += examples[i].positive ? 1 : 0;
    }
    FitOptions options;
    options.cost = choice.cost;
    options.seed = seed + head;
    const double all = static_cast<double>(posts.size());
    if (choice.balanced && positives > 0 && positives < all) {
      options.positive_cost = static_cast<float>(all / 2 / positives);
      options.negative_cost = static_cast<float>(all / 2 / (all - positives));
    }
    heads.push_back(fit(rows, examples, options));
  }
  return heads;
}

std::vector<std::uint32_t> all_of(std::size_t count) {
  std::vector<std::uint32_t> posts(count);
  std::iota(posts.begin(), posts.end(), 0U);
  return posts;
}

void values_of(const Heads& heads, std::span<const SparseRows::Cell> row, std::vector<float>& out) {
  for (const LinearModel& head : heads) out.push_back(head.value(row));
}

Values values_of(const Heads& heads, const SparseRows& rows, std::span<const std::uint32_t> row_of) {
  Values values(row_of.size());
  for (std::size_t i = 0; i < row_of.size(); ++i) values_of(heads, rows.row(row_of[i]), values[i]);
  return values;
}

// One table: its vocabulary, its rows, its sets.
class TableTraining {
 public:
  TableTraining(const std::vector<LabelledSet*>& sets, const TrainOptions& options) : options_(options) {
    if (std::ranges::any_of(sets, &LabelledSet::concepts))
      concepts_ = Concepts(options.concepts.keys, options.concepts.concepts);
    std::size_t asked = 0;
    for (LabelledSet* set : sets) {
      sets_.emplace_back().set = set;
      asked = std::max(asked, set->most_rows);
    }
    most_rows_ = asked > 0 ? asked : options.most_rows;
    forget_repeated_validation();
  }

  void run() {
    collect_keys();
    fill_rows();
    if (keys_.size() > most_rows_) {
      options_.tell(std::to_string(keys_.size()) + " features, of which " + std::to_string(most_rows_) + " are kept");
      keep_most_telling();
      fill_rows();
    }
    for (Prepared& one : sets_) fit_alone(one);
    for (Prepared& one : sets_) {
      if (one.set->kept) finished_.push_back(lend(one));
    }
  }

  void write(std::uint32_t table, ModelParts& parts) const {
    TableParts out;
    out.keys = keys_;
    out.rarity = rarity_;
    out.concepts = !concepts_.empty();
    std::vector<const LinearModel*> heads;
    std::size_t at = 0;
    for (const Prepared& one : sets_) {
      if (!one.set->kept) continue;
      TaskModel task = plain_task(*one.set);
      task.table = table;
      task.first_head = static_cast<std::uint32_t>(heads.size());
      for (const LinearModel& head : finished_[at]) heads.push_back(&head);
      parts.tasks.push_back(std::move(task));
      ++at;
    }
    out.width = static_cast<std::uint32_t>((heads.size() + kLanes - 1) / kLanes * kLanes);
    out.scale.assign(out.width, 0.0F);
    out.bias.assign(out.width, 0.0F);
    out.rows.assign(keys_.size() * out.width, 0);
    for (std::size_t head = 0; head < heads.size(); ++head) {
      float most = 0;
      for (const float weight : heads[head]->weights) most = std::max(most, std::abs(weight));
      const float scale = most > 0 ? most / 127 : 1;
      for (std::size_t key = 0; key < keys_.size(); ++key)
        out.rows[key * out.width + head] = static_cast<std::int8_t>(std::lround(heads[head]->weights[key] / scale));
      out.scale[head] = scale;
      out.bias[head] = heads[head]->bias;
    }
    parts.tables.push_back(std::move(out));
  }

  [[nodiscard]] const std::vector<Prepared>& sets() const { return sets_; }

 private:
  // What one set is chosen by, no other may be trained on.
  void forget_repeated_validation() {
    std::unordered_set<std::string> held;
    Normaliser normaliser;
    const auto words_of = [&](const std::string& text) {
      std::string words;
      for (const Token& token : normaliser.read(text)) {
        if (token.kind != TokenKind::word) continue;
        const auto points = normaliser.points(token);
        words.append(reinterpret_cast<const char*>(points.data()), points.size() * sizeof(char32_t)).push_back(' ');
      }
      return words;
    };
    for (const Prepared& one : sets_) {
      if (!one.set->kept) continue;  // Nothing is chosen by it.
      for (const LabelledPost& post : one.set->validation) held.insert(words_of(post.text));
    }
    for (const Prepared& one : sets_) {
      const auto gone =
          std::erase_if(one.set->training, [&](const LabelledPost& post) { return held.contains(words_of(post.text)); });
      if (gone > 0)
        options_.tell(one.set->task.name + ": " + std::to_string(gone) + " posts left out that validation has too");
    }
  }

  template <class Use>
  void each_post(Use&& use) {
    for (Prepared& one : sets_) {
      for (const LabelledPost& post : one.set->training) use(one, post, true);
      for (const LabelledPost& post : one.set->validation) use(one, post, false);
    }
  }

  void collect_keys() {
    std::vector<std::uint32_t> all;
    std::size_t posts = 0;
    each_post([&](Prepared& /*one*/, const LabelledPost& post, bool training) {
      if (!training) return;
      ++posts;
      const Features& found = reader_.read(post.text);
      for (const auto* block : found.blocks())
        for (const Feature& feature : *block) all.push_back(feature.key);
    });
    std::ranges::sort(all);
    for (std::size_t i = 0; i < all.size();) {
      std::size_t end = i;
      while (end < all.size() && all[end] == all[i]) ++end;
      if (end - i >= options_.fewest_posts) {
        keys_.push_back(all[i]);
        const double idf = std::log((1.0 + static_cast<double>(posts)) / (1.0 + static_cast<double>(end - i))) + 1;
        rarity_.push_back(static_cast<std::uint8_t>(std::lround(std::min(15.9, idf) * 16)));
      }
      i = end;
    }
  }

  void add_block(const std::vector<Feature>& block) {
    const std::size_t begin = rows_.cells.size();
    float squares = 0;
    for (const Feature& feature : block) {
      const std::uint32_t upper = feature.key >> 16U;
      const auto first = keys_.begin() + starts_[upper];
      const auto last = keys_.begin() + starts_[upper + 1];
      const auto found = std::lower_bound(first, last, feature.key);
      if (found == last || *found != feature.key) continue;
      const auto column = static_cast<std::uint32_t>(found - keys_.begin());
      const float value = feature.weight * static_cast<float>(rarity_[column]) * kRarityStep;
      squares += value * value;
      rows_.cells.push_back({column, value});
    }
    const float length = squares > 0 ? 1.0F / std::sqrt(squares) : 0;
    for (std::size_t i = begin; i < rows_.cells.size(); ++i) rows_.cells[i].value *= length;
  }

  void fill_rows() {
    starts_.assign((1U << 16U) + 1, 0);
    for (const std::uint32_t key : keys_) ++starts_[(key >> 16U) + 1];
    for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
    rows_ = {};
    rows_.columns = static_cast<std::uint32_t>(keys_.size());
    for (Prepared& one : sets_) {
      one.training.clear();
      one.validation.clear();
    }
    each_post([&](Prepared& one, const LabelledPost& post, bool training) {
      (training ? one.training : one.validation).push_back(static_cast<std::uint32_t>(rows_.size()));
      const Features& found = reader_.read(post.text);
      for (const auto* block : found.blocks()) add_block(*block);
      rows_.end_row();
    });
  }

  void fit_alone(Prepared& one) {
    const LabelledSet& set = *one.set;
    const auto posts = all_of(set.training.size());
    std::vector<Choice> choices = {{kUsualCost, true}};
    if (set.kept) {
      choices.push_back({kUsualCost * 3, true});
      if (heads_of(set) < kManyHeads) choices.insert(choices.end(), {{kUsualCost / 3, true}, {kUsualCost, false}});
    }
    one.alone = -1;
    for (const Choice& choice : choices) {
      Heads heads = fit_heads(set, rows_, one.training, posts, choice, options_.seed);
      const double got = score_values(set, values_of(heads, rows_, one.validation));
      if (got <= one.alone) continue;
      one.alone = got;
      one.choice = choice;
      one.heads = std::move(heads);
    }
    options_.tell(set.task.name + ": " + std::to_string(one.alone) + " alone, cost " + std::to_string(one.choice.cost) +
                  (one.choice.balanced ? ", balanced" : ""));
  }

  // Features by how far the labels of the posts that have them are from the labels of all posts: the chi-squared statistic,
  // summed over the heads of a set. The sums of the sets are damped, or the sets of many posts would leave nothing to the others.
  [[nodiscard]] std::vector<float> telling() const {
    std::vector<float> sums(keys_.size(), 0.0F);
    std::vector<float> of_set(keys_.size());
    std::vector<float> all(keys_.size());
    std::vector<float> positive(keys_.size());
    for (const Prepared& one : sets_) {
      std::ranges::fill(of_set, 0.0F);
      std::ranges::fill(all, 0.0F);
      for (const std::uint32_t row : one.training)
        for (const auto& cell : rows_.row(row)) all[cell.column] += 1;
      for (std::size_t head = 0; head < heads_of(*one.set); ++head) {
        std::ranges::fill(positive, 0.0F);
        float positives = 0;
        for (std::size_t i = 0; i < one.training.size(); ++i) {
          if (!speaks_for(*one.set, one.set->training[i], head)) continue;
          positives += 1;
          for (const auto& cell : rows_.row(one.training[i])) positive[cell.column] += 1;
        }
        const float share = positives / static_cast<float>(one.training.size());
        if (share <= 0 || share >= 1) continue;
        for (std::size_t i = 0; i < sums.size(); ++i) {
          if (all[i] == 0) continue;
          const float excess = positive[i] - all[i] * share;
          of_set[i] += excess * excess / (all[i] * share * (1 - share));
        }
      }
      const double total = std::accumulate(of_set.begin(), of_set.end(), 0.0);
      if (total == 0) continue;
      const auto damped = static_cast<float>(1 / std::sqrt(total));
      for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += of_set[i] * damped;
    }
    return sums;
  }

  void keep_most_telling() {
    const auto telling_of = telling();
    auto order = all_of(keys_.size());
    std::ranges::nth_element(order, order.begin() + static_cast<std::ptrdiff_t>(most_rows_),
                             [&](std::uint32_t a, std::uint32_t b) {
                               return telling_of[a] != telling_of[b] ? telling_of[a] > telling_of[b] : a < b;
                             });
    order.resize(most_rows_);
    std::ranges::sort(order);
    std::vector<std::uint32_t> keys;
    std::vector<std::uint8_t> rarity;
    for (const std::uint32_t i : order) {
      keys.push_back(keys_[i]);
      rarity.push_back(rarity_[i]);
    }
    keys_ = std::move(keys);
    rarity_ = std::move(rarity);
  }

  // The set's own heads as they speak about posts they have not seen: each fold is asked of heads fitted to the others.
  Values asked_unseen(const Prepared& one) const {
    std::vector<std::size_t> fold(one.training.size());
    for (std::size_t i = 0; i < fold.size(); ++i) fold[i] = i % kFolds;
    std::mt19937_64 random(options_.seed);
    std::ranges::shuffle(fold, random);
    Values values(one.training.size());
    for (std::size_t held = 0; held < kFolds; ++held) {
      std::vector<std::uint32_t> others;
      for (std::uint32_t i = 0; i < fold.size(); ++i)
        if (fold[i] != held) others.push_back(i);
      const Heads heads = fit_heads(*one.set, rows_, one.training, others, one.choice, options_.seed);
      for (std::size_t i = 0; i < fold.size(); ++i)
        if (fold[i] == held) values_of(heads, rows_.row(one.training[i]), values[i]);
    }
    return values;
  }

  // The second layer, and what comes of multiplying it into the first.
  Heads lend(Prepared& one) const {
    std::vector<const LinearModel*> inputs;
    for (const LinearModel& head : one.heads) inputs.push_back(&head);
    for (const Prepared& other : sets_) {
      if (&other == &one) continue;
      for (const LinearModel& head : other.heads) inputs.push_back(&head);
    }
    if (inputs.size() == one.heads.size()) return one.heads;
    Values training = asked_unseen(one);
    Values validation = values_of(one.heads, rows_, one.validation);
    for (const Prepared& other : sets_) {
      if (&other == &one) continue;
      for (std::size_t i = 0; i < training.size(); ++i) values_of(other.heads, rows_.row(one.training[i]), training[i]);
      for (std::size_t i = 0; i < validation.size(); ++i)
        values_of(other.heads, rows_.row(one.validation[i]), validation[i]);
    }
    std::vector<float> mean(inputs.size(), 0.0F);
    std::vector<float> spread(inputs.size(), 0.0F);
    for (std::size_t k = 0; k < inputs.size(); ++k) {
      double sum = 0;
      double squares = 0;
      for (const auto& row : training) {
        sum += row[k];
        squares += static_cast<double>(row[k]) * row[k];
      }
      const double count = static_cast<double>(training.size());
      mean[k] = static_cast<float>(sum / count);
      spread[k] = static_cast<float>(std::sqrt(std::max(1e-9, squares / count - sum / count * sum / count)));
    }
    SparseRows rows;
    rows.columns = static_cast<std::uint32_t>(inputs.size());
    const auto add = [&](const Values& values) {
      for (const auto& row : values) {
        for (std::uint32_t k = 0; k < row.size(); ++k) rows.cells.push_back({k, (row[k] - mean[k]) / spread[k]});
        rows.end_row();
      }
    };
    add(training);
    add(validation);
    const auto training_rows = all_of(training.size());
    auto validation_rows = all_of(validation.size());
    for (auto& row : validation_rows) row += static_cast<std::uint32_t>(training.size());
    double best = one.alone;
    Heads best_layer;
    const bool many = heads_of(*one.set) >= kManyHeads;
    for (const float cost : many ? std::vector{0.001F, 0.01F} : std::vector{0.0003F, 0.001F, 0.003F, 0.01F, 0.03F}) {
      for (const bool balanced : many ? std::vector{true} : std::vector{true, false}) {
        Heads layer = fit_heads(*one.set, rows, training_rows, training_rows, {cost, balanced}, options_.seed);
        const double got = score_values(*one.set, values_of(layer, rows, validation_rows));
        if (got <= best) continue;
        best = got;
        best_layer = std::move(layer);
      }
    }
    options_.tell(one.set->task.name + ": " + std::to_string(best) + " with what the others lend");
    if (best_layer.empty()) return one.heads;
    Heads out;
    for (const LinearModel& second : best_layer) {
      LinearModel head{std::vector<float>(rows_.columns, 0.0F), second.bias};
      for (std::size_t k = 0; k < inputs.size(); ++k) {
        const float share = second.weights[k] / spread[k];
        for (std::size_t i = 0; i < head.weights.size(); ++i) head.weights[i] += share * inputs[k]->weights[i];
        head.bias += share * (inputs[k]->bias - mean[k]);
      }
      out.push_back(std::move(head));
    }
    return out;
  }

  const TrainOptions& options_;
  std::size_t most_rows_ = 0;
  Concepts concepts_;
  FeatureReader reader_{&concepts_};
  std::vector<Prepared> sets_;
  std::vector<std::uint32_t> keys_;
  std::vector<std::uint8_t> rarity_;
  std::vector<std::uint32_t> starts_;
  SparseRows rows_;
  std::vector<Heads> finished_;  // Of the kept sets.
};

TaskReport report_on(const Prepared& one, const TaskModel& task, std::span<const Scored> scored) {
  const LabelledSet& set = *one.set;
  const auto judged = decide_all(task, scored);
  TaskReport report;
  report.task = set.task.name;
  report.source = set.source;
  report.licence = set.licence;
  report.measure = measure_name(set.task.measure);
  report.training_posts = set.training.size();
  report.validation_posts = set.validation.size();
  report.alone = one.alone;
  report.validation = score(set.task, set.labels, judged);
  report.reject_recall = reject_recall(set.task, set.labels, judged);
  report.calibration_error = calibration_error(judged);
  return report;
}

base::Result<void> check(const LabelledSet& set) {
  if (set.labels.size() < 2)
    return base::fail(base::FailureKind::invalid, set.task.name + " has fewer than two labels to tell apart.",
                      set.task.name);
  if (set.training.empty() || set.validation.empty())
    return base::fail(base::FailureKind::invalid, set.task.name + " needs posts to train and posts to validate with.",
                      set.task.name);
  return {};
}

}  // namespace

base::Result<Trained> train(std::vector<LabelledSet> sets, const TrainOptions& options) {
  std::vector<std::string> tables;
  for (const LabelledSet& set : sets) {
    if (auto fine = check(set); !fine) return base::pass_on(fine.error());
    if (std::ranges::find(tables, set.table) == tables.end()) tables.push_back(set.table);
  }
  Trained out;
  out.parts.concepts = options.concepts;
  std::vector<Prepared> kept;
  for (std::uint32_t table = 0; table < tables.size(); ++table) {
    std::vector<LabelledSet*> together;
    for (LabelledSet& set : sets)
      if (set.table == tables[table]) together.push_back(&set);
    TableTraining training(together, options);
    training.run();
    training.write(table, out.parts);
    for (const Prepared& one : training.sets())
      if (one.set->kept) kept.push_back({one.set, {}, {}, one.choice, {}, one.alone});
  }
  // Thresholds and confidence are fitted to what the file itself says.
  const std::string bytes = write_model(out.parts);
  auto model = Model::read(bytes);
  if (!model) return base::pass_on(model.error());
  Scorer scorer(*model);
  for (std::size_t i = 0; i < kept.size(); ++i) {
    TaskModel& task = out.parts.tasks[i];
    std::vector<Scored> scored;
    for (const LabelledPost& post : kept[i].set->validation) {
      scorer.read(post.text);
      Scored one{{}, post.labels, post.group};
      scorer.scores(task, one.scores);
      scored.push_back(std::move(one));
    }
    calibrate(kept[i].set->task, task, scored);
    out.reports.push_back(report_on(kept[i], task, scored));
  }
  return out;
}

std::vector<Judged> judge(Scorer& scorer, const TaskModel& task, std::span<const LabelledPost> posts) {
  std::vector<Judged> judged;
  judged.reserve(posts.size());
  for (const LabelledPost& post : posts) {
    scorer.read(post.text);
    Answer answer = scorer.answer(task);
    judged.push_back({post.labels, std::move(answer.labels), answer.confidence, post.group});
  }
  return judged;
}

}  // namespace triage
