#pragma once
// A company's own layer as people meet it: what serves and how good it is, learning asked for, an earlier layer or none put in
// service again. The learning itself is done by trainer.hpp.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/rights/rights.hpp"
#include "domain/triage/learning.hpp"
#include "store/transaction.hpp"

namespace workflow {

inline constexpr std::int64_t kMostTaught = 20'000;  // Messages to learn from, the latest.
inline constexpr std::int64_t kNewForANight = 20;  // Put right or confirmed since the last time, for a night to be worth it.
inline constexpr std::int64_t kLayersKept = 10;    // Of those that could serve, and of those that were not better.

// Messages of which people said something, by what they said of them.
struct TaughtTask {
  triage::Field field = triage::Field::intents;
  std::int64_t messages = 0;
  std::int64_t held_back = 0;  // Of them, to judge by.
};

struct Learning {
  std::string model;                         // That the layers are to stand on.
  std::vector<triage::LearntLayer> layers;   // The latest first.
  std::optional<triage::Training> training;  // Waiting or under way.
  std::vector<TaughtTask> taught;            // Intents, urgency, sentiment.
  std::int64_t since_last = 0;               // Said or taken back since it learnt last.
  triage::Nights nights;
};

// `model`: version of the one that serves.
[[nodiscard]] Learning tell_learning(store::Reading& reading, ids::Organization organization, const std::string& model);

// Enough of one field is held back to prove anything.
[[nodiscard]] bool is_enough(const Learning& learning);

// Soon, in the background. Failure `conflict` while it is learning, where there is too little to learn from, or nothing new.
base::Result<Learning> ask_to_learn(store::Transaction& transaction, const rights::Principal& who, const std::string& model);
// The training, and that it was told of; false where there is one already.
bool begin_training(store::Transaction& transaction, const triage::Training& training);

// The layer serves from now on; none: the models alone do. Failure `not_found`; `conflict` where it cannot serve.
base::Result<Learning> choose_layer(store::Transaction& transaction, const rights::Principal& who,
                                    std::optional<ids::TriageLayer> id, const std::string& model);

}  // namespace workflow
