#pragma once
// What is kept of the layers that a company's people taught (layer.hpp): each one that was learnt, how it did, and what became of
// it. And when learning is due.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "domain/ids.hpp"

namespace triage {

enum class LayerState {
  serving,
  superseded,   // Another one took its place.
  rolled_back,  // Somebody took it out of service.
  not_better,   // It never served, and only its figures are kept.
};
BOOST_DESCRIBE_ENUM(LayerState, serving, superseded, rolled_back, not_better)

// Why it was learnt.
enum class LearnCause {
  asked,      // Somebody wanted it.
  night,      // Enough was put right since the last time.
  new_model,  // The shipped model was replaced, which the layer stands on.
};
BOOST_DESCRIBE_ENUM(LearnCause, asked, night, new_model)

// What is told of learning.
enum class LearnStep { begun, promoted, not_better, chosen };
BOOST_DESCRIBE_ENUM(LearnStep, begun, promoted, not_better, chosen)

struct LearntLayer {
  ids::TriageLayer id;
  ids::Organization organization_id;
  LayerState state = LayerState::not_better;
  std::string model;  // Version of the shipped model that it stands on: it serves on no other.
  LearnCause cause = LearnCause::asked;
  std::optional<ids::User> learnt_by;
  base::Time learnt_at{};  // What was put right until then is in it.
  std::int64_t took_ms = 0;
  std::int64_t messages = 0;    // That people had put right or confirmed.
  std::string measures = "[]";  // JSON list of LayerVerdict.
};
BOOST_DESCRIBE_STRUCT(LearntLayer, (),
                      (id, organization_id, state, model, cause, learnt_by, learnt_at, took_ms, messages, measures))

// A training that was asked for and has not ended.
struct Training {
  ids::Organization organization_id;
  LearnCause cause = LearnCause::asked;
  std::optional<ids::User> asked_by;
  base::Time asked_at{};
};
BOOST_DESCRIBE_STRUCT(Training, (), (organization_id, cause, asked_by, asked_at))

// When a company learns by itself.
struct Nights {
  bool on = true;
  std::int64_t hour = 3;  // 0 to 23, where the company is.
};
BOOST_DESCRIBE_STRUCT(Nights, (), (on, hour))

// The last time that it was that hour, `offset` east of Greenwich.
[[nodiscard]] base::Time last_night(base::Time now, std::int64_t hour, std::chrono::seconds offset);

}  // namespace triage
