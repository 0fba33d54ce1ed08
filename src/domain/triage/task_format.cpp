#include "domain/triage/task_format.hpp"

#include <cmath>

#include "domain/triage/sections.hpp"

namespace triage {
namespace {

constexpr std::size_t kMostTasks = 256;
constexpr std::size_t kMostLabels = 4096;
constexpr std::uint32_t kManyOrNone = 2;

}  // namespace

std::string write_tasks(const std::vector<TaskModel>& tasks) {
  SectionWriter out;
  out.number(static_cast<std::uint32_t>(tasks.size()));
  for (const TaskModel& task : tasks) {
    out.text(task.name);
    out.number(static_cast<std::uint32_t>(task.labels.size()));
    for (const auto& label : task.labels) out.text(label);
    out.number(task.table);
    out.number(task.first_head);
    out.number(task.heads);
    out.number(task.may_have_none ? kManyOrNone : static_cast<std::uint32_t>(task.many_labels));
    out.number(task.steepness);
    out.numbers(task.lift);
    out.numbers(task.preference);
    out.number(task.sure_slope);
    out.number(task.sure_shift);
    out.number(task.rejected);
    out.number(task.reject_below);
  }
  return out.take();
}

base::Result<std::vector<TaskModel>> read_tasks(std::string_view bytes,
                                                const std::function<std::size_t(std::uint32_t)>& heads_of) {
  std::vector<TaskModel> tasks;
  SectionReader in(bytes);
  const auto count = in.number<std::uint32_t>();
  if (!in.ok() || count > kMostTasks) return refuse_model("its list of tasks is damaged");
  for (std::uint32_t i = 0; i < count; ++i) {
    TaskModel task;
    task.name = in.text();
    const auto labels = in.number<std::uint32_t>();
    if (labels > kMostLabels) return refuse_model("its list of tasks is damaged");
    for (std::uint32_t k = 0; k < labels; ++k) task.labels.push_back(in.text());
    task.table = in.number<std::uint32_t>();
    task.first_head = in.number<std::uint32_t>();
    task.heads = in.number<std::uint32_t>();
    const auto many = in.number<std::uint32_t>();
    task.many_labels = many != 0;
    task.may_have_none = many == kManyOrNone;
    task.steepness = in.number<float>();
    task.lift = in.numbers();
    task.preference = in.numbers();
    task.sure_slope = in.number<float>();
    task.sure_shift = in.number<float>();
    task.rejected = in.number<std::int32_t>();
    task.reject_below = in.number<float>();
    const std::size_t there = heads_of(task.table);
    const bool fits = in.ok() && task.heads <= there && task.first_head <= there - task.heads && labels > 0 &&
                      (task.heads == labels || (task.heads == 1 && labels == 2 && !task.many_labels)) &&
                      task.lift.size() == labels && task.preference.size() == labels &&
                      task.rejected < static_cast<std::int32_t>(labels) && task.rejected >= -1 &&
                      std::isfinite(task.steepness) && std::isfinite(task.reject_below) && std::isfinite(task.sure_slope) &&
                      std::isfinite(task.sure_shift);
    if (!fits) return refuse_model("its task " + std::to_string(i) + " does not fit its tables");
    tasks.push_back(std::move(task));
  }
  return tasks;
}

}  // namespace triage
