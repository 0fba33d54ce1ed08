#pragma once
// How well a task was answered, by the measure its set is published with; the interval by bootstrap over the posts; and how
// far the stated confidence is from what was right.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "domain/triage/task.hpp"

namespace triage {

using Label = std::uint16_t;

struct Judged {
  std::vector<Label> gold;  // One, or several where the task has many labels.
  std::vector<Label> said;
  float confidence = 0;  // Of the first label said, 0–1.
  std::uint16_t group = 0;
};

// From 0 to 1. `labels` are the names that Label counts. A label that nobody wrote or said counts for nothing.
[[nodiscard]] double score(const Task& task, std::span<const std::string> labels, std::span<const Judged> posts);
// Of the posts out of scope, the share that was told so; 0 where the task rejects nothing.
[[nodiscard]] double reject_recall(const Task& task, std::span<const std::string> labels, std::span<const Judged> posts);

struct LabelMeasure {
  double precision = 0;
  double recall = 0;
  double f1 = 0;
  std::size_t posts = 0;  // That have it.
};
// One a label.
[[nodiscard]] std::vector<LabelMeasure> by_label(std::span<const std::string> labels, std::span<const Judged> posts);

struct Interval {
  double low = 0;
  double high = 0;
};
// The middle 95 % of the score over `rounds` draws of as many posts, the same for the same seed.
[[nodiscard]] Interval bootstrap(const Task& task, std::span<const std::string> labels, std::span<const Judged> posts,
                                 std::size_t rounds, std::uint64_t seed);

// Whether the first label said is among the right ones, or none was said and none is right.
[[nodiscard]] bool is_right(const Judged& post);

// Expected calibration error over 15 bins of confidence: the mean distance between confidence and the share that was right.
[[nodiscard]] double calibration_error(std::span<const Judged> posts);

}  // namespace triage
