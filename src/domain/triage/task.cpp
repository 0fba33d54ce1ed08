#include "domain/triage/task.hpp"

#include <array>

namespace triage {
namespace {

constexpr std::string_view kTweetEval = "tweeteval-";

const std::vector<Task>& tasks() {
  static const std::vector<Task> kTasks = {
      {"tweeteval-sentiment", Measure::average_recall},
      {"tweeteval-emotion", Measure::macro_f1},
      {"tweeteval-irony", Measure::positive_f1, false, "irony"},
      {"tweeteval-offensive", Measure::macro_f1},
      {"tweeteval-hate", Measure::macro_f1},
      {"tweeteval-emoji", Measure::macro_f1},
      {"banking77", Measure::accuracy},
      {"bitext", Measure::accuracy},
      {"clinc150", Measure::in_scope_accuracy, false, {}, "oos"},
      {"xlmt", Measure::macro_f1_by_group},
      {"goemotions", Measure::macro_f1, true},
      {"spam", Measure::macro_f1},
      {"davidson", Measure::macro_f1},
      {"care-intent", Measure::macro_f1, true, {}, {}, {}, true},
      {"care-urgency", Measure::macro_f1, false, {}, {}, "2"},
      {"care-sentiment", Measure::macro_f1},
      {"language", Measure::macro_f1},
  };
  return kTasks;
}

}  // namespace

Task task_called(std::string_view name) {
  for (const Task& task : tasks()) {
    if (task.name == name) return task;
    if (task.name.starts_with(kTweetEval) && task.name.substr(kTweetEval.size()) == name) return task;
  }
  return {std::string(name)};
}

std::vector<std::string> task_names() {
  std::vector<std::string> names;
  for (const Task& task : tasks()) names.push_back(task.name);
  return names;
}

std::string_view measure_name(Measure measure) {
  constexpr std::array<std::string_view, 6> kNames = {"macro_f1",    "average_recall",    "accuracy",
                                                      "positive_f1", "macro_f1_by_group", "in_scope_accuracy"};
  return kNames[static_cast<std::size_t>(measure)];
}

}  // namespace triage
