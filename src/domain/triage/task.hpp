#pragma once
// The tasks that the models of triage are trained and measured on, and how each is measured officially. A task that is not
// in the table is measured by macro-F1.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace triage {

enum class Measure : std::uint8_t {
  macro_f1,
  average_recall,
  accuracy,
  positive_f1,        // F1 of the positive label alone.
  macro_f1_by_group,  // The mean over the groups of the set, its languages.
  in_scope_accuracy,  // Accuracy on what is in scope; what is not is told by reject_recall().
};

struct Task {
  std::string name;  // "tweeteval-sentiment"
  Measure measure = Measure::macro_f1;
  bool many_labels = false;    // A post may have several, written with | between them.
  std::string positive = {};   // Of positive_f1.
  std::string rejected = {};   // The label of what is none of the others: "oos".
  std::string cautious = {};   // The label rather said too often than missed.
  bool may_have_none = false;  // Of many labels: a post may have none of them, written kNoLabel.
};

inline constexpr std::string_view kNoLabel = "-";

// Also known without the name of its collection: "sentiment".
[[nodiscard]] Task task_called(std::string_view name);
[[nodiscard]] std::vector<std::string> task_names();
[[nodiscard]] std::string_view measure_name(Measure measure);

}  // namespace triage
