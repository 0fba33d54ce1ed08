#pragma once
// Rows of the layers that a company's people taught triage, of learning that was asked for, and of what there is to learn from.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "domain/triage/learning.hpp"
#include "domain/triage/verdict.hpp"
#include "store/transaction.hpp"

namespace store {

// `bytes`: empty where it is not to serve.
void insert_layer(Transaction& transaction, const triage::LearntLayer& layer, const std::string& bytes);
// The latest first.
[[nodiscard]] std::vector<triage::LearntLayer> list_layers(Reading& reading, ids::Organization organization);
[[nodiscard]] std::optional<triage::LearntLayer> find_layer(Reading& reading, ids::Organization organization,
                                                            ids::TriageLayer id);
struct ServingLayer {
  ids::TriageLayer id;
  std::string model;  // It serves on this one alone.
  friend bool operator==(const ServingLayer&, const ServingLayer&) = default;
};
BOOST_DESCRIBE_STRUCT(ServingLayer, (), (id, model))
[[nodiscard]] std::optional<ServingLayer> find_serving_layer(Reading& reading, ids::Organization organization);
// Empty where there is no such layer, or none to serve.
[[nodiscard]] std::string layer_bytes(Reading& reading, ids::Organization organization, ids::TriageLayer id);
void set_layer_state(Transaction& transaction, ids::Organization organization, ids::TriageLayer id,
                     triage::LayerState state);
// Leaves the one that serves, the latest `most` of those that could, and as many that were not better.
void prune_layers(Transaction& transaction, ids::Organization organization, std::int64_t most);

// False where one is waiting or under way already.
bool insert_training(Transaction& transaction, const triage::Training& training);
[[nodiscard]] std::optional<triage::Training> find_training(Reading& reading, ids::Organization organization);
// Of any organization, the longest waiting.
[[nodiscard]] std::optional<triage::Training> next_training(Reading& reading);
void remove_training(Transaction& transaction, ids::Organization organization);

// What a person said of a message.
struct TaughtField {
  ids::Message message_id;
  triage::Field field = triage::Field::sentiment;
};
BOOST_DESCRIBE_STRUCT(TaughtField, (), (message_id, field))
struct Taught {
  ids::Message message_id;
  triage::Field field = triage::Field::sentiment;
  std::string meant;
  std::string text;  // Of the message.
};
BOOST_DESCRIBE_STRUCT(Taught, (), (message_id, field, meant, text))
// Intents, urgency and sentiment, the latest first.
[[nodiscard]] std::vector<TaughtField> list_taught_fields(Reading& reading, ids::Organization organization,
                                                          std::int64_t limit);
void each_taught(Reading& reading, ids::Organization organization, std::int64_t limit,
                 const std::function<void(Taught taught)>& take);
// Said or taken back after `since`, until `until`.
[[nodiscard]] std::int64_t count_taught(Reading& reading, ids::Organization organization, base::Time since,
                                        base::Time until);

}  // namespace store
