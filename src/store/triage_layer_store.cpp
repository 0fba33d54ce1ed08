#include "store/triage_layer_store.hpp"

#include "base/base64.hpp"
#include "store/checked_query.hpp"

namespace store {
namespace {

using triage::LayerState;
using triage::LearnCause;
using triage::LearntLayer;
using triage::Training;

constexpr Query<void(ids::TriageLayer, ids::Organization, LayerState, std::string, LearnCause, std::optional<ids::User>,
                     base::Time, std::int64_t, std::int64_t, std::string, std::string)>
    kInsert{"triage_layer_insert"};
constexpr Query<LearntLayer(ids::Organization)> kList{"triage_layer_list"};
constexpr Query<LearntLayer(ids::Organization, ids::TriageLayer)> kFind{"triage_layer_find"};
constexpr Query<ServingLayer(ids::Organization)> kServing{"triage_layer_serving"};
constexpr Query<std::string(ids::Organization, ids::TriageLayer)> kBytes{"triage_layer_bytes"};
constexpr Query<void(ids::Organization, ids::TriageLayer, LayerState)> kSetState{"triage_layer_set_state"};
constexpr Query<void(ids::Organization, std::int64_t)> kPrune{"triage_layer_prune"};
constexpr Query<ids::Organization(ids::Organization, LearnCause, std::optional<ids::User>, base::Time)> kTrainingInsert{
    "triage_training_insert"};
constexpr Query<Training(ids::Organization)> kTrainingFind{"triage_training_find"};
constexpr Query<Training()> kTrainingNext{"triage_training_next"};
constexpr Query<void(ids::Organization)> kTrainingRemove{"triage_training_remove"};
constexpr Query<TaughtField(ids::Organization, std::int64_t)> kTaughtFields{"triage_taught_fields"};
constexpr Query<Taught(ids::Organization, std::int64_t)> kTaught{"triage_taught"};
constexpr Query<std::int64_t(ids::Organization, base::Time, base::Time)> kTaughtSince{"triage_taught_since"};

}  // namespace

void insert_layer(Transaction& transaction, const LearntLayer& layer, const std::string& bytes) {
  transaction.run(kInsert, layer.id, layer.organization_id, layer.state, layer.model, layer.cause, layer.learnt_by,
                  layer.learnt_at, layer.took_ms, layer.messages, layer.measures, base::to_base64(bytes));
}

std::vector<LearntLayer> list_layers(Reading& reading, ids::Organization organization) {
  return reading.rows(kList, organization);
}

std::optional<LearntLayer> find_layer(Reading& reading, ids::Organization organization, ids::TriageLayer id) {
  return reading.one(kFind, organization, id);
}

std::optional<ServingLayer> find_serving_layer(Reading& reading, ids::Organization organization) {
  return reading.one(kServing, organization);
}

std::string layer_bytes(Reading& reading, ids::Organization organization, ids::TriageLayer id) {
  return base::from_base64(reading.one(kBytes, organization, id).value_or("")).value_or("");
}

void set_layer_state(Transaction& transaction, ids::Organization organization, ids::TriageLayer id, LayerState state) {
  transaction.run(kSetState, organization, id, state);
}

void prune_layers(Transaction& transaction, ids::Organization organization, std::int64_t most) {
  transaction.run(kPrune, organization, most);
}

bool insert_training(Transaction& transaction, const Training& training) {
  return transaction.one(kTrainingInsert, training.organization_id, training.cause, training.asked_by, training.asked_at)
      .has_value();
}

std::optional<Training> find_training(Reading& reading, ids::Organization organization) {
  return reading.one(kTrainingFind, organization);
}

std::optional<Training> next_training(Reading& reading) { return reading.one(kTrainingNext); }

void remove_training(Transaction& transaction, ids::Organization organization) {
  transaction.run(kTrainingRemove, organization);
}

std::vector<TaughtField> list_taught_fields(Reading& reading, ids::Organization organization, std::int64_t limit) {
  return reading.rows(kTaughtFields, organization, limit);
}

void each_taught(Reading& reading, ids::Organization organization, std::int64_t limit,
                 const std::function<void(Taught taught)>& take) {
  reading.each(kTaught, take, organization, limit);
}

std::int64_t count_taught(Reading& reading, ids::Organization organization, base::Time since, base::Time until) {
  return reading.one(kTaughtSince, organization, since, until).value_or(0);
}

std::vector<CheckedQuery> triage_layer_queries() {
  return {kInsert,         kList,         kFind,         kServing,        kBytes,        kSetState, kPrune,
          kTrainingInsert, kTrainingFind, kTrainingNext, kTrainingRemove, kTaughtFields, kTaught,   kTaughtSince};
}

}  // namespace store
