#pragma once
// A company's own layer: what its agents put right, learnt on top of what the shipped models say. For each label it fits how far
// the shipped model is to be believed and which words of the company's customers it misses; untrained it changes nothing. It may
// have intents of the company's own, known from examples alone.
//
// Corrections are split by the hash of their message: four fifths to learn, a fifth held back to judge. A task whose part is not
// better on what was held back is left out, so a layer never makes worse what was measured. The same corrections give the same
// bytes, in whatever order they come.
//
//   const auto trained = train_layer(assessor, examples, {.serving = &layer_of_today});
//   if (trained.better) keep(write_layer(trained.layer));
//   const Sharpen sharpen = [&layer](std::string_view text, Judgement& judgement) { layer.sharpen(text, judgement); };

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe/class.hpp>

#include "base/result.hpp"
#include "domain/triage/assess.hpp"

namespace triage {

// What an agent said a message is; nothing where the agent said nothing of it.
struct LayerExample {
  std::int64_t message_id = 0;
  std::string text;
  std::optional<std::vector<std::string>> intents;
  std::optional<int> urgency;
  std::optional<std::string> sentiment;
};

// One task's part of a layer.
struct LayerTask {
  Asked what = Asked::intent;
  std::vector<std::string> labels;   // Those of the shipped task, then the company's own.
  std::uint32_t own_labels = 0;      // How many of them are its own.
  std::vector<std::uint32_t> words;  // Keys of features, ascending.
  std::vector<float> trust;          // Of each label: what the shipped model's margin is multiplied with.
  std::vector<float> shift;          // Of each label.
  std::vector<float> lean;           // Of each label: how far its threshold is below even odds.
  std::vector<float> weights;        // words × labels
};

// Of one thread: it keeps the features of the message it reads.
class Layer {
 public:
  Layer() = default;
  explicit Layer(std::vector<LayerTask> tasks);
  [[nodiscard]] const std::vector<LayerTask>& tasks() const { return tasks_; }
  void sharpen(std::string_view text, Judgement& judgement);

 private:
  std::vector<LayerTask> tasks_;
  std::vector<TaskModel> models_;  // The shipped task's thresholds with the own labels beside them, as each was seen last.
  std::vector<const TaskModel*> seen_;
  FeatureReader reader_;
};

// What became of one task on the corrections that were held back.
struct LayerVerdict {
  std::string task;  // "intents", "urgency", "sentiment"
  std::int64_t learnt = 0;
  std::int64_t held_back = 0;
  double before = 0;              // Macro-F1 of the shipped models alone.
  std::optional<double> serving;  // With the layer that serves, where it knows the task.
  double after = 0;               // With what was learnt now.
  std::int64_t put_right = 0;     // Answers that were wrong without the layer and are right with what was learnt now.
  std::int64_t broken = 0;        // The other way round.
  bool better = false;            // What was learnt now is in the layer,
  bool kept = false;              // or what served is.
};
BOOST_DESCRIBE_STRUCT(LayerVerdict, (), (task, learnt, held_back, before, serving, after, put_right, broken, better, kept))

struct TrainedLayer {
  Layer layer;  // Of the tasks that are better, and of those that are not what served.
  std::vector<LayerVerdict> verdicts;
  bool better = false;  // One of them is.
  bool stopped = false;
};

struct LayerTraining {
  const Sharpen* sharpen = nullptr;      // Has its word before the layer: the second tier.
  const Layer* serving = nullptr;        // On top of the same model; a task that is not as good as there is not taken.
  std::function<bool()> stop = nullptr;  // Asked now and then.
};

// Fewer held back than this prove nothing.
inline constexpr std::int64_t kFewestHeldBack = 20;
inline constexpr std::int64_t kLayerParts = 5;  // One of them is held back.
[[nodiscard]] bool is_held_back(std::int64_t message_id);

[[nodiscard]] TrainedLayer train_layer(Assessor& assessor, std::span<const LayerExample> examples,
                                       const LayerTraining& training = {});

[[nodiscard]] std::string write_layer(const Layer& layer);
// Refuses, with a sentence, what is no layer, of another version, cut short or damaged.
[[nodiscard]] base::Result<Layer> read_layer(std::string_view bytes);

}  // namespace triage
