#include "api/triage_learning_handlers.hpp"

#include <utility>

#include "base/json/decode.hpp"
#include "domain/triage/layer.hpp"
#include "workflow/triage/learn.hpp"
#include "workflow/triage/models.hpp"

namespace api {
namespace {

std::vector<contract::TriageMeasure> present_measures(const std::string& kept) {
  std::vector<contract::TriageMeasure> out;
  const auto measures = base::decode_text<std::vector<triage::LayerVerdict>>(kept, base::UnknownMembers::ignore);
  if (!measures) return out;
  for (const auto& in : *measures)
    if (const auto field = base::from_name<triage::Field>(in.task))
      out.push_back(
          {*field, in.learnt, in.held_back, in.before, in.serving, in.after, in.put_right, in.broken, in.better, in.kept});
  return out;
}

contract::TriageLearning present_learning(const workflow::Learning& in) {
  contract::TriageLearning out;
  for (const auto& layer : in.layers) {
    contract::TriageLayer shown;
    shown.id = layer.id;
    shown.state = layer.state;
    shown.model = layer.model;
    shown.may_serve = layer.state != triage::LayerState::not_better && layer.model == in.model;
    shown.cause = layer.cause;
    shown.by = layer.learnt_by;
    shown.learnt_at = layer.learnt_at;
    shown.took_ms = layer.took_ms;
    shown.messages = layer.messages;
    shown.measures = present_measures(layer.measures);
    out.layers.push_back(std::move(shown));
  }
  if (in.training) out.training = contract::TriageTraining{in.training->cause, in.training->asked_by, in.training->asked_at};
  for (const auto& task : in.taught) out.taught.push_back({task.field, task.messages, task.held_back});
  out.enough = workflow::is_enough(in);
  out.held_back_needed = triage::kFewestHeldBack;
  out.messages_needed = triage::kFewestHeldBack * triage::kLayerParts;
  out.since_last = in.since_last;
  return out;
}

// Empty in a program without a model: nothing stands on that.
std::string model_of(const Call& call) {
  return call.services.triage == nullptr ? std::string() : call.services.triage->serving().version;
}

}  // namespace

net::Task<base::Result<contract::TriageLearning>> get_triage_learning(Call& call) {
  auto work = [organization = call.principal.organization_id,
               model = model_of(call)](store::Reading& reading) -> base::Result<contract::TriageLearning> {
    return present_learning(workflow::tell_learning(reading, organization, model));
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::TriageLearning>> post_triage_training(Call& call) {
  if (call.services.triage == nullptr)
    co_return base::fail(base::FailureKind::conflict, "This program was built without a model of triage.");
  auto work = [who = call.principal, model = model_of(call)](store::Transaction& transaction) {
    return workflow::ask_to_learn(transaction, who, model);
  };
  co_return co_await call.transact(std::move(work), present_learning);
}

net::Task<base::Result<contract::TriageLearning>> post_triage_layer(Call& call, contract::ChooseTriageLayer in) {
  auto work = [who = call.principal, in, model = model_of(call)](store::Transaction& transaction) {
    return workflow::choose_layer(transaction, who, in.layer_id, model);
  };
  co_return co_await call.transact(std::move(work), present_learning);
}

}  // namespace api
