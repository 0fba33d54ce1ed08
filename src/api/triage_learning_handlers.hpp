#pragma once
// What triage learnt from the company's own people.

#include "api/call.hpp"
#include "api/contract/triage_learning.hpp"

namespace api {

net::Task<base::Result<contract::TriageLearning>> get_triage_learning(Call& call /*outlives*/);
net::Task<base::Result<contract::TriageLearning>> post_triage_training(Call& call /*outlives*/);
net::Task<base::Result<contract::TriageLearning>> post_triage_layer(Call& call /*outlives*/, contract::ChooseTriageLayer in);

}  // namespace api
