#pragma once
// What is fitted to the scores of a trained task, on validation posts alone: the thresholds that its measure likes best, and
// the confidence.

#include <span>
#include <vector>

#include "domain/triage/measure.hpp"
#include "domain/triage/model.hpp"

namespace triage {

struct Scored {
  std::vector<float> scores;  // One a label.
  std::vector<Label> gold;
  std::uint16_t group = 0;
};

[[nodiscard]] std::vector<Judged> decide_all(const TaskModel& model, std::span<const Scored> posts);

// Sets the preference of each label of a task with many, alone: such a task says nothing sensible without.
void prefer_among_many(TaskModel& model, std::span<const Scored> posts);
// Sets steepness and lift, preference, reject_below.
void calibrate(const Task& task, TaskModel& model, std::span<const Scored> posts);

}  // namespace triage
