#include "domain/triage/sharpen.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "domain/triage/calibrate.hpp"

namespace triage {
namespace {

constexpr float kLeastLikely = 1e-5F;
constexpr float kUnitOfMany = 0.25F;
constexpr std::string_view kEnglish = "en";

// What is tried: the first tier's share, the encoder's. The last is the first tier alone.
struct Shares {
  float first = 0;
  float encoder = 1;
};
constexpr std::array kShares = {Shares{0, 1},    Shares{0.3F, 1}, Shares{0.75F, 1},
                                Shares{1.5F, 1}, Shares{4, 1},    Shares{1, 0}};

void add_first(const SharpTask& task, std::span<const float> likely, std::vector<float>& scores) {
  for (std::size_t i = 0; i < scores.size(); ++i)
    scores[i] +=
        task.first_share * (task.model.many_labels ? log_odds(likely[i]) : std::log(std::max(likely[i], kLeastLikely)));
}

// What both tiers say of the validation posts of a set, apart.
struct Heard {
  std::vector<Scored> encoder;
  std::vector<std::vector<float>> likely;  // By the first tier; empty where it has no such task.
};

Heard hear(const Model& first, const Encoder& encoder, const SharpTask& task, std::span<const LabelledPost> posts) {
  Heard heard;
  Scorer scorer(first);
  const TaskModel* first_task = first.find(task.model.name);
  std::vector<std::string_view> texts;
  std::vector<float> scores;
  for (std::size_t begin = 0; begin < posts.size(); begin += kPostsAtOnce) {
    const auto batch = posts.subspan(begin, std::min(kPostsAtOnce, posts.size() - begin));
    texts.clear();
    for (const LabelledPost& post : batch) texts.push_back(post.text);
    encoder.read(texts, scores);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const auto from = scores.begin() + static_cast<std::ptrdiff_t>(i * encoder.heads() + task.model.first_head);
      heard.encoder.push_back({{from, from + task.model.heads}, batch[i].labels, batch[i].group});
      if (first_task == nullptr) continue;
      scorer.read(batch[i].text);
      scorer.probabilities(*first_task, heard.likely.emplace_back());
    }
  }
  return heard;
}

// Of a set that names its languages, the posts that the encoder is asked about.
std::vector<LabelledPost> in_english(const LabelledSet& set) {
  const auto group = std::ranges::find(set.groups, kEnglish);
  if (group == set.groups.end()) return set.validation;
  std::vector<LabelledPost> posts;
  for (const LabelledPost& post : set.validation)
    if (post.group == group - set.groups.begin()) posts.push_back(post);
  return posts;
}

double alone(const Task& task, const TaskModel& model, std::span<const LabelledPost> posts, const Model& first) {
  Scorer scorer(first);
  return score(task, model.labels, judge(scorer, model, posts));
}

void fit_share(const LabelledSet& set, const Heard& heard, SharpTask& task, TaskReport& report) {
  // Where each label has a threshold of its own, log odds are brought to the range in which thresholds are looked for.
  const float unit = task.model.many_labels ? kUnitOfMany : 1;
  report.validation = -1;
  for (const Shares& shares : kShares) {
    if (shares.first > 0 && heard.likely.empty()) break;
    SharpTask tried = task;
    tried.first_share = shares.first * unit;
    tried.encoder_share = shares.encoder * unit;
    std::vector<Scored> scored = heard.encoder;
    for (std::size_t i = 0; i < scored.size(); ++i) {
      for (float& score : scored[i].scores) score *= tried.encoder_share;
      if (shares.first > 0) add_first(tried, heard.likely[i], scored[i].scores);
    }
    calibrate(set.task, tried.model, scored);
    const auto judged = decide_all(tried.model, scored);
    const double reached = score(set.task, set.labels, judged);
    if (reached <= report.validation) continue;
    task = tried;
    report.validation = reached;
    report.reject_recall = reject_recall(set.task, set.labels, judged);
    report.calibration_error = calibration_error(judged);
  }
}

}  // namespace

bool encoder_knows(std::string_view language) { return language.empty() || language == kEnglish; }

SecondTier::SecondTier(const Model& first, const Encoder& encoder) : first_(first), encoder_(encoder), scorer_(first) {}

void SecondTier::read(std::span<const std::string_view> posts) {
  posts_ = posts;
  read_by_first_ = 0;
  encoder_.read(posts, heads_);
}

void SecondTier::scores(std::size_t post, const SharpTask& task, std::vector<float>& out) {
  const auto from = heads_.begin() + static_cast<std::ptrdiff_t>(post * encoder_.heads() + task.model.first_head);
  out.assign(from, from + task.model.heads);
  for (float& score : out) score *= task.encoder_share;
  const TaskModel* first_task = task.first_share > 0 ? first_.find(task.model.name) : nullptr;
  if (first_task == nullptr || first_task->labels != task.model.labels) return;
  if (read_by_first_ != post + 1) scorer_.read(posts_[post]);
  read_by_first_ = post + 1;
  scorer_.probabilities(*first_task, likely_);
  add_first(task, likely_, out);
}

Answer SecondTier::answer(std::size_t post, const SharpTask& task) {
  scores(post, task, scores_);
  return decide(task.model, scores_);
}

void SecondOpinion::operator()(std::string_view text, Judgement& judgement) {
  if (!encoder_knows(judgement.language)) return;
  tier_.read({&text, 1});
  for (Opinion& opinion : judgement.opinions) {
    const SharpTask* task = opinion.is_there() ? encoder_.find(opinion.task->name) : nullptr;
    if (task == nullptr) continue;
    tier_.scores(0, *task, scores_);
    probabilities_of(task->model, scores_, opinion.probabilities);
    opinion.task = &task->model;
  }
  judgement.tier = 2;
}

SharpTask sharp_task(const LabelledSet& set) {
  SharpTask task;
  task.model.name = set.task.name;
  task.model.labels = set.labels;
  task.model.heads = static_cast<std::uint32_t>(set.labels.size());
  task.model.many_labels = set.task.many_labels;
  task.model.may_have_none = set.task.may_have_none;
  task.model.lift.assign(set.labels.size(), 0.0F);
  task.model.preference.assign(set.labels.size(), 0.0F);
  if (const auto rejected = std::ranges::find(set.labels, set.task.rejected); rejected != set.labels.end())
    task.model.rejected = static_cast<std::int32_t>(rejected - set.labels.begin());
  return task;
}

std::vector<TaskReport> fit_shares(const Model& first, const Encoder& encoder, std::span<const LabelledSet> sets,
                                   std::vector<SharpTask>& tasks) {
  std::vector<TaskReport> reports;
  for (SharpTask& task : tasks) {
    const auto set = std::ranges::find_if(sets, [&](const LabelledSet& one) { return one.task.name == task.model.name; });
    if (set == sets.end()) continue;
    TaskReport report;
    report.task = set->task.name;
    report.source = set->source;
    report.licence = set->licence;
    report.measure = measure_name(set->task.measure);
    report.training_posts = set->training.size();
    const auto posts = in_english(*set);
    report.validation_posts = posts.size();
    if (const TaskModel* model = first.find(task.model.name)) report.alone = alone(set->task, *model, posts, first);
    fit_share(*set, hear(first, encoder, task, posts), task, report);
    reports.push_back(std::move(report));
  }
  return reports;
}

}  // namespace triage
