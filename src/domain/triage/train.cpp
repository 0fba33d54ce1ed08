#include "domain/triage/train.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_set>
#include <utility>

#include "domain/triage/calibrate.hpp"
#include "domain/triage/train_heads.hpp"
#include "domain/triage/train_lend.hpp"
#include "domain/triage/train_rows.hpp"

namespace triage {
namespace {

std::vector<Prepared> prepare(const std::vector<LabelledSet*>& sets) {
  std::vector<Prepared> out;
  for (LabelledSet* set : sets) out.emplace_back().set = set;
  return out;
}

std::size_t most_rows_of(const std::vector<LabelledSet*>& sets, const TrainOptions& options) {
  std::size_t asked = 0;
  for (const LabelledSet* set : sets) asked = std::max(asked, set->most_rows);
  return asked > 0 ? asked : options.most_rows;
}

// One table: its features, its rows, its sets.
class TableTraining {
 public:
  TableTraining(const std::vector<LabelledSet*>& sets, const TrainOptions& options)
      : options_(options),
        most_rows_(most_rows_of(sets, options)),
        sets_(prepare(sets)),
        rows_(std::ranges::any_of(sets, &LabelledSet::concepts) ? &options.concepts : nullptr) {
    forget_repeated_validation();
  }

  void run() {
    rows_.read(sets_, options_.fewest_posts);
    const std::size_t found = rows_.keys().size();
    if (found > most_rows_) {
      options_.tell(std::to_string(found) + " features, of which " + std::to_string(most_rows_) + " are kept");
      rows_.keep_most_telling(sets_, most_rows_);
    }
    for (Prepared& one : sets_) fit_alone(one);
    for (const Prepared& one : sets_)
      if (one.set->kept) finished_.push_back(lend(one, sets_, rows_.rows(), options_));
  }

  void write(std::uint32_t table, ModelParts& parts) const {
    TableParts out;
    out.keys = rows_.keys();
    out.rarity = rows_.rarity();
    out.concepts = rows_.counts_concepts();
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
    out.rows.assign(rows_.keys().size() * out.width, 0);
    for (std::size_t head = 0; head < heads.size(); ++head) {
      float most = 0;
      for (const float weight : heads[head]->weights) most = std::max(most, std::abs(weight));
      const float scale = most > 0 ? most / 127 : 1;
      for (std::size_t key = 0; key < rows_.keys().size(); ++key)
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
      Heads heads = fit_heads(set, rows_.rows(), one.training, posts, choice, options_.seed);
      const double got = score_values(set, values_of(heads, rows_.rows(), one.validation));
      if (got <= one.alone) continue;
      one.alone = got;
      one.choice = choice;
      one.heads = std::move(heads);
    }
    options_.tell(set.task.name + ": " + std::to_string(one.alone) + " alone, cost " + std::to_string(one.choice.cost) +
                  (one.choice.balanced ? ", balanced" : ""));
  }

  const TrainOptions& options_;
  std::size_t most_rows_;
  std::vector<Prepared> sets_;
  TableRows rows_;
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
