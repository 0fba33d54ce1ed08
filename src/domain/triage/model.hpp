#pragma once
// A model of the first tier: tables of small whole numbers that say what each feature of a post speaks for, and the tasks
// whose answers are read from their sums. It lies in one file, made to be mapped: nothing is unpacked or copied, and every
// number of the file is checked before the first post is scored.
//
//   auto model = Model::read(bytes);        // The bytes outlive the model.
//   Scorer scorer(*model);                  // One a thread; allocates no more after a few posts.
//   scorer.read(post);
//   const Answer answer = scorer.answer(model->tasks()[0]);
//
// The layout of the file is that of sections.hpp.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "domain/triage/features.hpp"
#include "domain/triage/measure.hpp"

namespace triage {

// How a task's answer is read from the heads of its table. A task of two labels may have one head, which speaks for the
// second label.
struct TaskModel {
  std::string name;
  std::vector<std::string> labels;
  std::uint32_t table = 0;
  std::uint32_t first_head = 0;
  std::uint32_t heads = 0;
  bool many_labels = false;
  bool may_have_none = false;     // Of many labels: none may be the answer.
  float steepness = 1;            // Calibration: what the scores are multiplied with before they become probabilities.
  std::vector<float> lift;        // Calibration: what each label's score is given then.
  std::vector<float> preference;  // What each label's score is given when the label is chosen, for the official measure.
  float sure_slope = 1;           // Calibration of what is answered: the log odds of its probability times this,
  float sure_shift = 0;           // and this added, are the log odds that the answer is right.
  std::int32_t rejected = -1;     // The label given where none is surer than reject_below.
  float reject_below = 0;
};

// One table as training leaves it.
struct TableParts {
  std::vector<std::uint32_t> keys;   // Ascending, none twice.
  std::vector<std::uint8_t> rarity;  // Of each key: its idf in sixteenths.
  std::uint32_t width = 0;           // Heads, filled up to a multiple of kLanes.
  std::vector<std::int8_t> rows;     // keys × width
  std::vector<float> scale;          // Of each head.
  std::vector<float> bias;
  bool concepts = false;  // Whether concepts are among its keys.
};
inline constexpr std::uint32_t kLanes = 16;
inline constexpr float kRarityStep = 1.0F / 16;

struct ModelParts {
  std::string card;  // JSON: what it was trained on and how it measures.
  std::vector<TableParts> tables;
  std::vector<TaskModel> tasks;
  ConceptParts concepts = {};
};
[[nodiscard]] std::string write_model(const ModelParts& parts);

class Model {
 public:
  // Refuses, with a sentence, what is no model, of another version, cut short or damaged.
  [[nodiscard]] static base::Result<Model> read(std::string_view bytes /*outlives*/);

  [[nodiscard]] const std::vector<TaskModel>& tasks() const { return tasks_; }
  [[nodiscard]] const TaskModel* find(std::string_view task) const;
  [[nodiscard]] std::string_view card() const { return card_; }

 private:
  friend class Scorer;
  struct Table {
    std::span<const std::uint32_t> starts;  // 2^16 + 1: where the keys with these upper bits begin.
    std::span<const std::uint16_t> tails;   // The lower bits of each key.
    std::span<const std::uint8_t> rarity;
    std::span<const std::int8_t> rows;
    std::span<const float> scale;
    std::span<const float> bias;
    std::uint32_t width = 0;
    bool concepts = false;
    [[nodiscard]] std::int64_t find(std::uint32_t key) const;
  };

  std::vector<Table> tables_;
  std::vector<TaskModel> tasks_;
  Concepts concepts_;
  std::string_view card_;
};

struct Answer {
  std::vector<Label> labels;  // One; of a task with many, at least one, the surest first, or none where that may be.
  float confidence = 0;       // Calibrated, of the first; or that there is none.
};

struct WeighedRow {
  std::uint32_t row = 0;
  float value = 0;
};

class Scorer {
 public:
  explicit Scorer(const Model& model /*outlives*/);

  void read(std::string_view post);
  // Of the post read last.
  void scores(const TaskModel& task, std::vector<float>& out);
  [[nodiscard]] Answer answer(const TaskModel& task);
  // The calibrated probability of each label.
  void probabilities(const TaskModel& task, std::vector<float>& out);
  [[nodiscard]] const Features& features() const { return *features_; }
  // What each feature of the post, in the order of features(), added to the label's score beside those of the others.
  struct Weighed {
    std::vector<float> words, letters;
    std::vector<float> concepts;  // Empty where the task counts none.
  };
  void weigh(const TaskModel& task, Label label, Weighed& out) const;
  // Of the post, and what the program's lexicon calls those of the model, by number.
  [[nodiscard]] std::span<const Concept> concepts() const { return reader_.concepts(); }
  [[nodiscard]] std::vector<std::string> concept_names() const { return model_.concepts_.names(shipped_lexicon()); }

 private:
  struct Sums {
    bool done = false;
    std::vector<float> heads;
  };
  const std::vector<float>& sum(std::uint32_t table);
  void add_block(const Model::Table& table, const std::vector<Feature>& block, std::vector<float>& heads);
  void weigh_block(const TaskModel& task, Label label, const std::vector<Feature>& block, std::vector<float>& out) const;

  const Model& model_;
  FeatureReader reader_;
  const Features* features_ = nullptr;
  std::vector<Sums> sums_;
  std::vector<WeighedRow> rows_;
  std::vector<float> lanes_;
  std::vector<float> scores_;
};

// What the labels' scores say, alone: how training finds the calibration it writes.
[[nodiscard]] Answer decide(const TaskModel& task, std::span<const float> scores);
[[nodiscard]] float log_odds(float probability);
void probabilities_of(const TaskModel& task, std::span<const float> scores, std::vector<float>& out);

}  // namespace triage
