#pragma once
// Training of the first tier. Sets that share a table are trained together: each lends what it knows to the others. A set's
// own heads are fitted first; then a second linear layer learns, for each set that is kept, from what the heads of all the
// other sets say of its posts (from its own heads too, each asked about posts it was not fitted on). As everything is linear
// over the same features, the two layers are multiplied into one: what is learnt from the others costs nothing later.
//
// All that is chosen (costs, class weights, second layer or not, thresholds, calibration) is chosen on the validation posts. The
// same sets, options and seed make the same bytes.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/triage/measure.hpp"
#include "domain/triage/model.hpp"

namespace triage {

struct LabelledPost {
  std::string text;
  std::vector<Label> labels;
  std::uint16_t group = 0;
};

struct LabelledSet {
  Task task;
  std::string table = "posts";
  bool kept = true;  // Else it only lends to the others, and its heads are not written.
  bool concepts =
      false;  // Its table counts the concepts of the lexicon too: what is said in many languages, by few posts each.
  std::size_t most_rows = 0;  // Of its table; 0: as the options say. The most that a set of the table asks for counts.
  std::string source = {};
  std::string licence = {};
  std::vector<std::string> labels;
  std::vector<std::string> groups;  // Languages, of a set that names them.
  std::vector<LabelledPost> training;
  std::vector<LabelledPost> validation;
};

struct TrainOptions {
  std::uint64_t seed = 1;
  std::size_t most_rows = 180'000;  // Of a table whose sets do not say.
  ConceptParts concepts = {};       // The lexicon, where there is one.
  std::uint32_t fewest_posts = 2;   // A feature that fewer posts have is left out.
  std::function<void(const std::string&)> tell = [](const std::string&) {};
};

// What became of one set.
struct TaskReport {
  std::string task;
  std::string source;
  std::string licence;
  std::string measure;
  std::size_t training_posts = 0;
  std::size_t validation_posts = 0;
  double alone = 0;       // On validation, by the set's own heads.
  double validation = 0;  // As written to the file.
  double reject_recall = 0;
  double calibration_error = 0;
};

struct Trained {
  ModelParts parts;
  std::vector<TaskReport> reports;
};

// A set without posts, or with a single label, is refused by its name.
[[nodiscard]] base::Result<Trained> train(std::vector<LabelledSet> sets, const TrainOptions& options);

// Asks the model about posts whose answer is known.
[[nodiscard]] std::vector<Judged> judge(Scorer& scorer, const TaskModel& task, std::span<const LabelledPost> posts);

}  // namespace triage
