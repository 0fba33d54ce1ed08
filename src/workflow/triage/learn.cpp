#include "workflow/triage/learn.hpp"

#include <algorithm>
#include <array>

#include "domain/triage/layer.hpp"
#include "store/triage_layer_store.hpp"
#include "workflow/triage/rank.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using triage::Field;
using triage::LayerState;
using triage::LearnStep;

constexpr std::array kTaughtFields = {Field::intents, Field::urgency, Field::sentiment};

std::vector<TaughtTask> count_taught(store::Reading& reading, ids::Organization organization) {
  std::vector<TaughtTask> counts;
  for (const auto field : kTaughtFields) counts.push_back({field, 0, 0});
  const auto most = kMostTaught * static_cast<std::int64_t>(kTaughtFields.size());
  for (const auto& one : store::list_taught_fields(reading, organization, most)) {
    auto& count = *std::ranges::find(counts, one.field, &TaughtTask::field);
    ++count.messages;
    if (triage::is_held_back(one.message_id.value)) ++count.held_back;
  }
  return counts;
}

std::string too_few(const Learning& learning) {
  const auto most = std::ranges::max_element(learning.taught, {}, &TaughtTask::held_back);
  return "There is too little to learn from: people put right or confirmed " + std::to_string(most->messages) +
         " messages. It takes about " + std::to_string(triage::kFewestHeldBack * triage::kLayerParts) + ", of which " +
         std::to_string(triage::kFewestHeldBack) + " are held back to judge by; now " + std::to_string(most->held_back) +
         " are.";
}

}  // namespace

Learning tell_learning(store::Reading& reading, ids::Organization organization, const std::string& model) {
  Learning out;
  out.model = model;
  out.layers = store::list_layers(reading, organization);
  out.training = store::find_training(reading, organization);
  out.taught = count_taught(reading, organization);
  const auto last = out.layers.empty() ? base::Time{} : out.layers.front().learnt_at;
  out.since_last = store::count_taught(reading, organization, last, reading.now());
  out.nights = triage_settings(reading, organization).learning.value_or(triage::Nights{});
  return out;
}

bool is_enough(const Learning& learning) {
  return std::ranges::any_of(learning.taught,
                             [](const TaughtTask& task) { return task.held_back >= triage::kFewestHeldBack; });
}

bool begin_training(store::Transaction& transaction, const triage::Training& training) {
  if (!store::insert_training(transaction, training)) return false;
  const auto serving = store::find_serving_layer(transaction, training.organization_id);
  transaction.publish(
      training.organization_id,
      event::TriageLearnt{LearnStep::begun, serving ? std::optional(serving->id) : std::nullopt, training.asked_by});
  return true;
}

base::Result<Learning> ask_to_learn(store::Transaction& transaction, const rights::Principal& who,
                                    const std::string& model) {
  auto learning = tell_learning(transaction, who.organization_id, model);
  if (learning.training) return base::fail(FailureKind::conflict, "It is learning already.");
  if (!is_enough(learning)) return base::fail(FailureKind::conflict, too_few(learning));
  const bool is_new_model = learning.layers.empty() || learning.layers.front().model != model;
  if (learning.since_last == 0 && !is_new_model)
    return base::fail(FailureKind::conflict, "Nothing was put right or confirmed since it learnt last.");
  triage::Training training;
  training.organization_id = who.organization_id;
  training.asked_by = who.user_id;
  training.asked_at = transaction.now();
  begin_training(transaction, training);
  learning.training = training;
  return learning;
}

base::Result<Learning> choose_layer(store::Transaction& transaction, const rights::Principal& who,
                                    std::optional<ids::TriageLayer> id, const std::string& model) {
  const auto organization = who.organization_id;
  const auto serving = store::find_serving_layer(transaction, organization);
  const auto wanted = id ? store::find_layer(transaction, organization, *id) : std::nullopt;
  if (id && !wanted) return base::fail(FailureKind::not_found, "There is no such layer.");
  if (wanted && wanted->state == LayerState::not_better)
    return base::fail(FailureKind::conflict, "This one was not better: only its figures were kept.");
  if (wanted && wanted->model != model)
    return base::fail(FailureKind::conflict, "This one was learnt on another model; learn anew.");
  if (serving == std::nullopt ? wanted.has_value() : !wanted || wanted->id != serving->id) {
    if (serving) {
      const bool is_later = wanted && wanted->id > serving->id;
      store::set_layer_state(transaction, organization, serving->id,
                             is_later ? LayerState::superseded : LayerState::rolled_back);
    }
    if (wanted) store::set_layer_state(transaction, organization, wanted->id, LayerState::serving);
    transaction.publish(organization, event::TriageLearnt{LearnStep::chosen, id, who.user_id});
  }
  return tell_learning(transaction, organization, model);
}

}  // namespace workflow
