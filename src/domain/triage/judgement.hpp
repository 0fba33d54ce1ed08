#pragma once
// What the models say of one message, before anything is concluded from it: a probability for each label of each task that the
// model has. Whoever knows better, the second tier or a company's own layer, changes the probabilities; what follows from them
// is the same for all.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "domain/triage/model.hpp"

namespace triage {

// What a task of the model is asked for.
enum class Asked : std::uint8_t {
  intent,
  urgency,
  care_sentiment,
  sentiment,       // Of posts in English.
  sentiment_many,  // Of posts in many languages.
  emotion,
  irony,
  offensive,
  hate,
  spam,
};
inline constexpr std::size_t kAsked = 10;

// A task of the model and its answer; nothing where the model has no such task.
struct Opinion {
  const TaskModel* task = nullptr;
  std::vector<float> probabilities;  // One a label.

  [[nodiscard]] bool is_there() const { return task != nullptr; }
  [[nodiscard]] float of(std::string_view label) const;  // 0 for a label that is not known.
};

struct Judgement {
  std::string_view language;  // As far as it is known. Points into constants and into the model.
  int tier = 1;               // Which tier had the last word.
  std::array<Opinion, kAsked> opinions;
  [[nodiscard]] Opinion& on(Asked what) { return opinions[static_cast<std::size_t>(what)]; }
  [[nodiscard]] const Opinion& on(Asked what) const { return opinions[static_cast<std::size_t>(what)]; }
};

// How far beyond the task's own threshold the label is; above 0 it is given. Of labels that exclude each other, the one
// that is furthest is given.
[[nodiscard]] float margin(const Opinion& opinion, std::size_t label);

}  // namespace triage
