#include "api/triage_handlers.hpp"

#include <chrono>
#include <utility>

#include "api/present.hpp"
#include "store/triage_layer_store.hpp"
#include "store/triage_store.hpp"
#include "workflow/triage/correct_triage.hpp"
#include "workflow/triage/follower.hpp"
#include "workflow/triage/models.hpp"
#include "workflow/triage/tell_quality.hpp"
#include "workflow/worker_pool.hpp"

namespace api {
namespace {

contract::Triaged present_judged(const workflow::JudgedMessage& judged) {
  return {present(judged.verdict), present(judged.state)};
}

contract::PriorityWeights present_weights(const priority::Weights& in) {
  return {in.urgent,     in.urgent_now, in.intents, in.negative, in.clock, in.late,
          in.unanswered, in.reach,      in.strikes, in.value,    in.live,  in.spam_at_most};
}

priority::Weights read_weights(const contract::PriorityWeights& in) {
  return {in.urgent,     in.urgent_now, in.intents, in.negative, in.clock, in.late,
          in.unanswered, in.reach,      in.strikes, in.value,    in.live,  in.spam_at_most};
}

contract::TriageWords present_words(const triage::CompanyWords& in) {
  contract::TriageWords out;
  for (const auto& one : in.patterns) out.patterns.push_back({one.name, one.pattern});
  out.products = in.products;
  for (const auto& one : in.intents) out.intents.push_back({one.intent, one.words});
  return out;
}

triage::CompanyWords read_words(const contract::TriageWords& in) {
  triage::CompanyWords out;
  for (const auto& one : in.patterns) out.patterns.push_back({one.name, one.pattern});
  out.products = in.products;
  for (const auto& one : in.intents) out.intents.push_back({one.intent, one.words});
  return out;
}

contract::TriageSettings present_settings(const workflow::TriageSettings& settings) {
  contract::TriageSettings out;
  out.weights = present_weights(settings.weights);
  out.default_weights = present_weights(priority::default_weights());
  out.words = present_words(settings.words);
  out.intents = workflow::intents_of(settings);
  const auto nights = settings.learning.value_or(triage::Nights{});
  out.learning = {nights.on, nights.hour};
  return out;
}

std::vector<contract::TriageReason> present_reasons(const std::vector<triage::Reason>& reasons) {
  std::vector<contract::TriageReason> out;
  for (const auto& reason : reasons) {
    contract::TriageReason shown{reason.about, reason.rule, reason.weight, {}, {}};
    for (const auto& place : reason.places) shown.places.push_back({place.begin, place.end});
    for (const auto& one : reason.concepts) shown.concepts.push_back({one.name, one.denied, one.weight});
    out.push_back(std::move(shown));
  }
  return out;
}

// What a message's explanation is made of; the reasons come after it.
struct Explained {
  contract::TriageExplanation shown;
  bool deep = false;  // The second tier had its word.
  std::string text;
  triage::CompanyWords words;
  std::string layer;  // Its bytes; empty where none serves.
};

// By the models that serve now, in a worker.
std::vector<triage::Reason> find_reasons(const workflow::ServingModel& model, const Explained& explained) {
  auto company = triage::Company::compile(explained.words);
  auto layer = triage::read_layer(explained.layer);
  workflow::OwnTriage own;
  if (company) own.words = &*company;
  if (layer) own.layer = &*layer;
  auto said = workflow::MessageAssessor(model).explain(explained.text, own, explained.deep);
  triage::count_in_utf16(said, explained.text);
  return said.reasons;
}

base::Result<Explained> explain(store::Reading& reading, const rights::Principal& who, ids::Message id,
                                const std::string& model) {
  auto judged = workflow::find_judged(reading, who, id);
  if (!judged) return base::pass_on(judged.error());
  Explained out;
  out.shown.triage = present(judged->verdict);
  out.deep = judged->verdict.triage.tier > 1;
  out.shown.model = judged->verdict.model;
  out.shown.assessed_at = judged->verdict.assessed_at;
  for (const auto& correction : store::list_corrections(reading, who.organization_id, id))
    out.shown.corrections.push_back(
        {correction.field, correction.said, correction.meant, correction.corrected_by, correction.at});
  out.text = std::move(judged->message.text);
  out.words = workflow::triage_settings(reading, who.organization_id).words;
  if (const auto serving = store::find_serving_layer(reading, who.organization_id); serving && serving->model == model)
    out.layer = store::layer_bytes(reading, who.organization_id, serving->id);
  return out;
}

base::Time start_of(std::int64_t day) { return base::Time{std::chrono::days(day)}; }

contract::TriageQuality present_quality(const workflow::TriageQuality& quality) {
  contract::TriageQuality out;
  for (const auto& table : quality.tables) {
    contract::TriageConfusion shown;
    shown.field = table.field;
    if (!table.language.empty()) shown.language = table.language;
    if (!table.channel.empty()) shown.channel = table.channel;
    for (const auto& cell : table.cells) {
      shown.cells.push_back({cell.said, cell.meant, cell.count});
      shown.total += cell.count;
      if (cell.said == cell.meant) shown.agreed += cell.count;
    }
    out.tables.push_back(std::move(shown));
  }
  for (const auto& week : quality.weeks)
    out.weeks.push_back({start_of(week.first_day), week.messages, week.corrected, week.confirmed});
  for (const auto& drift : quality.drifts) {
    contract::TriageDrift shown{drift.field, drift.index, triage::kDrifted, drift.alarm, {}};
    for (const auto& value : drift.values) shown.values.push_back({value.value, value.recent, value.before});
    out.drifts.push_back(std::move(shown));
  }
  return out;
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ",") + name;
  return text;
}

workflow::RightValues values_in(const contract::CorrectTriage& in) {
  using triage::Field;
  workflow::RightValues values;
  if (in.sentiment) values.emplace_back(Field::sentiment, *in.sentiment);
  if (in.intents) values.emplace_back(Field::intents, joined(*in.intents));
  if (in.urgency) values.emplace_back(Field::urgency, std::to_string(*in.urgency));
  if (in.language) values.emplace_back(Field::language, *in.language);
  if (in.spam) values.emplace_back(Field::spam, *in.spam ? "true" : "false");
  if (in.abuse) values.emplace_back(Field::abuse, *in.abuse ? "true" : "false");
  if (in.sarcasm) values.emplace_back(Field::sarcasm, *in.sarcasm ? "true" : "false");
  return values;
}

}  // namespace

net::Task<base::Result<contract::TriageExplanation>> get_message_triage(Call& call, contract::MessagePath in) {
  std::optional<workflow::ServingModel> model;
  if (call.services.triage != nullptr) model = call.services.triage->serving();
  auto work = [who = call.principal, in, version = model ? model->version : std::string()](store::Reading& reading) {
    return explain(reading, who, in.message_id, version);
  };
  auto explained = co_await call.store.read(std::move(work));
  if (!explained) co_return base::pass_on(explained.error());
  if (!model) co_return std::move(explained->shown);
  auto shown = std::move(explained->shown);
  auto job = [model = *std::move(model), explained = *std::move(explained)] { return find_reasons(model, explained); };
  const auto reasons = co_await call.services.workers.run(std::move(job));
  if (!reasons) co_return base::pass_on(reasons.error());
  shown.reasons = present_reasons(*reasons);
  co_return shown;
}

net::Task<base::Result<contract::Triaged>> post_triage_correction(Call& call, contract::CorrectTriage in) {
  auto work = [who = call.principal, in = std::move(in)](store::Transaction& transaction) {
    return workflow::correct_triage(transaction, who, in.message_id, values_in(in));
  };
  co_return co_await call.transact(std::move(work), present_judged);
}

net::Task<base::Result<contract::Triaged>> delete_triage_correction(Call& call, contract::TriageFieldPath in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) {
    return workflow::undo_correction(transaction, who, in.message_id, in.field);
  };
  co_return co_await call.transact(std::move(work), present_judged);
}

net::Task<base::Result<contract::TriageSettings>> get_triage_settings(Call& call) {
  auto work = [organization =
                   call.principal.organization_id](store::Reading& reading) -> base::Result<contract::TriageSettings> {
    return present_settings(workflow::triage_settings(reading, organization));
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::TriageSettings>> put_triage_settings(Call& call, contract::ChangeTriageSettings in) {
  auto work = [who = call.principal, in = std::move(in)](store::Transaction& transaction) {
    workflow::TriageSettings settings;
    settings.weights = read_weights(in.weights);
    settings.words = read_words(in.words);
    if (in.learning) settings.learning = triage::Nights{in.learning->on, in.learning->hour};
    else settings.learning = workflow::triage_settings(transaction, who.organization_id).learning;
    return workflow::change_triage_settings(transaction, who, settings);
  };
  co_return co_await call.transact(std::move(work), present_settings);
}

net::Task<base::Result<contract::TriageQuality>> get_triage_quality(Call& call) {
  auto work = [organization =
                   call.principal.organization_id](store::Reading& reading) -> base::Result<contract::TriageQuality> {
    return present_quality(workflow::tell_quality(reading, organization));
  };
  auto quality = co_await call.store.read(std::move(work));
  if (!quality) co_return quality;
  if (const auto* models = call.services.triage; models != nullptr) {
    const auto serving = models->serving();
    quality->model = contract::TriageModel{serving.version, std::string(serving.file->model().card()), models->refused()};
  }
  if (const auto* follower = call.services.triage_follower; follower != nullptr) {
    const auto stats = follower->stats();
    quality->events_behind = stats.behind;
    quality->messages_assessed = stats.assessed;
  }
  co_return quality;
}

}  // namespace api
