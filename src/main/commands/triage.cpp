// heed triage, heed triage eval.
#include <boost/describe.hpp>
#include <cstdio>
#include <iostream>
#include <string>

#include "base/json/encode.hpp"
#include "main/commands.hpp"
#include "main/progress.hpp"
#include "main/record.hpp"
#include "main/triage_model.hpp"
#include "workflow/triage/labelled_posts.hpp"

namespace heed {
namespace {

constexpr std::size_t kBootstrapRounds = 1000;
constexpr std::uint64_t kBootstrapSeed = 1;

struct Said {
  std::string label;  // Several with | between, where the task has many.
  double confidence = 0;
};
BOOST_DESCRIBE_STRUCT(Said, (), (label, confidence))

struct EvaluatedLabel {
  std::string label;
  std::int64_t posts = 0;
  double precision = 0;
  double recall = 0;
  double f1 = 0;
};
BOOST_DESCRIBE_STRUCT(EvaluatedLabel, (), (label, posts, precision, recall, f1))

struct Evaluated {
  std::string task;
  std::int64_t posts = 0;
  std::string measure;
  double score = 0;
  double low = 0;  // 95 % interval by bootstrap.
  double high = 0;
  std::optional<double> reject_recall;
  double calibration_error = 0;
  std::vector<EvaluatedLabel> labels;
};
BOOST_DESCRIBE_STRUCT(Evaluated, (), (task, posts, measure, score, low, high, reject_recall, calibration_error, labels))

// The model with the task that was asked for.
struct Asked {
  std::shared_ptr<const workflow::ModelFile> file;
  const triage::TaskModel* task = nullptr;
};

base::Result<Asked> ask_for(const Invocation& call) {
  const auto name = call.value("task");
  if (!name) return base::fail(base::FailureKind::invalid, "Name a task with --task.", "--task");
  auto file = open_triage_model(call);
  if (!file) return base::pass_on(file.error());
  Asked asked{*file, (*file)->model().find(triage::task_called(*name).name)};
  if (asked.task != nullptr) return asked;
  std::string there;
  for (const auto& task : (*file)->model().tasks()) there += (there.empty() ? "" : ", ") + task.name;
  return base::fail(base::FailureKind::not_found, "The model has no task \"" + *name + "\"; it has " + there + ".",
                    "--task");
}

std::string names_of(const triage::TaskModel& task, const std::vector<triage::Label>& labels) {
  std::string names;
  for (const triage::Label label : labels) names += (names.empty() ? "" : "|") + task.labels[label];
  return names;
}

Evaluated evaluate(const triage::Task& task, const triage::TaskModel& model, const std::vector<triage::Judged>& judged) {
  const auto interval = triage::bootstrap(task, model.labels, judged, kBootstrapRounds, kBootstrapSeed);
  Evaluated out;
  out.task = model.name;
  out.posts = static_cast<std::int64_t>(judged.size());
  out.measure = triage::measure_name(task.measure);
  out.score = triage::score(task, model.labels, judged);
  out.low = interval.low;
  out.high = interval.high;
  if (!task.rejected.empty()) out.reject_recall = triage::reject_recall(task, model.labels, judged);
  out.calibration_error = triage::calibration_error(judged);
  const auto by_label = triage::by_label(model.labels, judged);
  for (std::size_t i = 0; i < by_label.size(); ++i)
    out.labels.push_back({model.labels[i], static_cast<std::int64_t>(by_label[i].posts), by_label[i].precision,
                          by_label[i].recall, by_label[i].f1});
  return out;
}

void print(const Evaluated& out) {
  std::printf("%s, %s posts\n  %-20s %.2f  (95 %%: %.2f to %.2f)\n", out.task.c_str(), with_commas(out.posts).c_str(),
              out.measure.c_str(), 100 * out.score, 100 * out.low, 100 * out.high);
  if (out.reject_recall) std::printf("  %-20s %.2f\n", "recall out of scope", 100 * *out.reject_recall);
  std::printf("  %-20s %.3f\n\n  %-24s %7s %9s %7s %7s\n", "calibration error", out.calibration_error, "label", "posts",
              "precision", "recall", "F1");
  for (const EvaluatedLabel& one : out.labels)
    std::printf("  %-24s %7s %9.2f %7.2f %7.2f\n", one.label.c_str(), with_commas(one.posts).c_str(), 100 * one.precision,
                100 * one.recall, 100 * one.f1);
}

}  // namespace

int run_triage(const Invocation& call) {
  const auto asked = ask_for(call);
  if (!asked) return say_failure(asked.error());
  triage::Scorer scorer(asked->file->model());
  std::string out;
  for (std::string post; std::getline(std::cin, post);) {
    scorer.read(post);
    const triage::Answer answer = scorer.answer(*asked->task);
    out.clear();
    base::encode_to(out, Said{names_of(*asked->task, answer.labels), answer.confidence});
    std::cout << out << "\n";
  }
  return kDone;
}

int run_triage_eval(const Invocation& call) {
  const auto asked = ask_for(call);
  if (!asked) return say_failure(asked.error());
  const triage::TaskModel& model = *asked->task;
  const triage::Task task = triage::task_called(model.name);
  const auto posts = workflow::read_posts(call.positionals.at(0), task, model.labels);
  if (!posts) return say_failure(posts.error());
  triage::Scorer scorer(asked->file->model());
  const auto out = evaluate(task, model, triage::judge(scorer, model, *posts));
  if (call.has("json")) std::cout << base::encode(out) << "\n";
  else print(out);
  return kDone;
}

}  // namespace heed
