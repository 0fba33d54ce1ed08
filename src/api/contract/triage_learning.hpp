#pragma once
// What triage learnt from the company's own people: layers on top of the shipped models. One of them serves at most; a layer is
// promoted only if it is better than the models alone, and not worse than the one that serves, on corrections that were held back
// from it. `triage.learnt` of the live feed tells when any of this changes.

#include "api/contract/common.hpp"
#include "domain/triage/learning.hpp"
#include "domain/triage/verdict.hpp"

namespace api::contract {

// How one field did on the corrections that were held back: a fifth of them.
struct TriageMeasure {
  triage::Field field = triage::Field::intents;
  std::int64_t learnt = 0;        // Messages to learn from,
  std::int64_t held_back = 0;     // and to judge by.
  double before = 0;              // Macro-F1, 0 to 1, of the shipped models alone,
  std::optional<double> serving;  // of the layer that served when this one was learnt, where it knew the field,
  double after = 0;               // and of what was learnt.
  std::int64_t put_right = 0;     // Answers that the models alone had wrong and what was learnt has right.
  std::int64_t broken = 0;        // The other way round.
  bool better = false;            // What was learnt is in the layer,
  bool kept = false;              // or what served before; neither: the models alone answer.
};
BOOST_DESCRIBE_STRUCT(TriageMeasure, (), (field, learnt, held_back, before, serving, after, put_right, broken, better, kept))

struct TriageLayer {
  ids::TriageLayer id;
  triage::LayerState state = triage::LayerState::not_better;
  std::string model;       // Version of the model that it stands on.
  bool may_serve = false;  // It was better, on the model that serves now.
  triage::LearnCause cause = triage::LearnCause::asked;
  std::optional<ids::User> by;  // Who asked for it.
  base::Time learnt_at{};
  std::int64_t took_ms = 0;
  std::int64_t messages = 0;  // That people had put right or confirmed.
  std::vector<TriageMeasure> measures;
};
BOOST_DESCRIBE_STRUCT(TriageLayer, (), (id, state, model, may_serve, cause, by, learnt_at, took_ms, messages, measures))

// Messages of which people said something.
struct TriageTaught {
  triage::Field field = triage::Field::intents;
  std::int64_t messages = 0;
  std::int64_t held_back = 0;  // Of them.
};
BOOST_DESCRIBE_STRUCT(TriageTaught, (), (field, messages, held_back))

struct TriageTraining {
  triage::LearnCause cause = triage::LearnCause::asked;
  std::optional<ids::User> by;
  base::Time asked_at{};
};
BOOST_DESCRIBE_STRUCT(TriageTraining, (), (cause, by, asked_at))

struct TriageLearning {
  std::vector<TriageLayer>
      layers;  // The latest first; the last ten of those that could serve, and of those that were not better.
  std::optional<TriageTraining> training;  // Waiting or under way.
  std::vector<TriageTaught> taught;        // Intents, urgency and sentiment.
  bool enough = false;                     // To learn from: of one field, as many are held back as it takes.
  std::int64_t held_back_needed = 0;
  std::int64_t messages_needed = 0;  // About as many it takes for that.
  std::int64_t since_last = 0;       // Said or taken back since it learnt last.
};
BOOST_DESCRIBE_STRUCT(TriageLearning, (), (layers, training, taught, enough, held_back_needed, messages_needed, since_last))

struct ChooseTriageLayer {
  std::optional<ids::TriageLayer> layer_id;  // None: the models alone.
};
BOOST_DESCRIBE_STRUCT(ChooseTriageLayer, (), (layer_id))

}  // namespace api::contract
