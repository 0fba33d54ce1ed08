#include "domain/triage/train_heads.hpp"

#include <algorithm>
#include <numeric>

#include "domain/triage/calibrate.hpp"

namespace triage {
namespace {

std::vector<float> label_scores(std::span<const float> heads, const TaskModel& task) {
  if (heads.size() == task.labels.size()) return {heads.begin(), heads.end()};
  return {-heads.front(), heads.front()};
}

}  // namespace

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

std::vector<std::uint32_t> all_of(std::size_t count) {
  std::vector<std::uint32_t> posts(count);
  std::iota(posts.begin(), posts.end(), 0U);
  return posts;
}

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

void values_of(const Heads& heads, std::span<const SparseRows::Cell> row, std::vector<float>& out) {
  for (const LinearModel& head : heads) out.push_back(head.value(row));
}

Values values_of(const Heads& heads, const SparseRows& rows, std::span<const std::uint32_t> row_of) {
  Values values(row_of.size());
  for (std::size_t i = 0; i < row_of.size(); ++i) values_of(heads, rows.row(row_of[i]), values[i]);
  return values;
}

double score_values(const LabelledSet& set, const Values& values) {
  TaskModel task = plain_task(set);
  std::vector<Scored> scored;
  for (std::size_t i = 0; i < values.size(); ++i)
    scored.push_back({label_scores(values[i], task), set.validation[i].labels, set.validation[i].group});
  if (task.many_labels) prefer_among_many(task, scored);
  return score(set.task, set.labels, decide_all(task, scored));
}

}  // namespace triage
