#include "workflow/triage/trainer.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <exception>
#include <map>
#include <utility>
#include <variant>

#include "base/json/encode.hpp"
#include "store/organization_store.hpp"
#include "workflow/time_zones.hpp"
#include "workflow/triage/learn.hpp"
#include "workflow/triage/rank.hpp"

namespace workflow {
namespace {

using triage::Field;
using triage::LayerExample;
using triage::LayerState;
using triage::LearnCause;
using triage::LearnStep;
using triage::LearntLayer;
using triage::Training;

constexpr int kLowestPriority = 19;
constexpr std::int64_t kMostFieldsTaught = 3;  // Of one message.
constexpr const char* kNoIntent = "-";         // What the models call a message that asks for nothing.

// What there is to say of a message's intents, or nothing where it named only some that there are no more.
std::optional<std::vector<std::string>> known_intents(const std::string& meant, const std::vector<std::string>& known) {
  auto names = triage::intents_in(meant);
  if (names.empty()) return std::vector<std::string>{kNoIntent};
  std::erase_if(names, [&](const std::string& name) { return std::ranges::find(known, name) == known.end(); });
  return names.empty() ? std::nullopt : std::optional(std::move(names));
}

std::vector<LayerExample> examples_of(store::Reading& reading, ids::Organization organization) {
  auto intents = intents_of(triage_settings(reading, organization));
  std::erase(intents, kOptOut);
  std::map<ids::Message, LayerExample> examples;
  const auto add = [&](store::Taught one) {
    if (static_cast<std::int64_t>(examples.size()) == kMostTaught && !examples.contains(one.message_id)) return;
    auto& example = examples[one.message_id];
    example.message_id = one.message_id.value;
    if (example.text.empty()) example.text = std::move(one.text);
    if (one.field == Field::intents) example.intents = known_intents(one.meant, intents);
    if (one.field == Field::urgency) example.urgency = one.meant.front() - '0';
    if (one.field == Field::sentiment) example.sentiment = std::move(one.meant);
  };
  store::each_taught(reading, organization, kMostTaught * kMostFieldsTaught, add);
  std::vector<LayerExample> out;
  for (auto& [id, example] : examples) out.push_back(std::move(example));
  return out;
}

// Why the company is to learn now, if it is.
std::optional<LearnCause> due_cause(store::Reading& reading, const organization::Organization& organization,
                                    const std::string& model) {
  if (store::find_training(reading, organization.id)) return std::nullopt;
  const auto layers = store::list_layers(reading, organization.id);
  const auto serving = store::find_serving_layer(reading, organization.id);
  if (serving && serving->model != model && layers.front().model != model) return LearnCause::new_model;
  const auto nights = triage_settings(reading, organization.id).learning.value_or(triage::Nights{});
  if (!nights.on) return std::nullopt;
  const auto now = reading.now();
  // Without time zones night is Greenwich's.
  const auto zone = open_time_zone(organization.time_zone).value_or(sla::Zone());
  const auto night = triage::last_night(now, nights.hour, zone.at(now).ahead);
  const auto last = layers.empty() ? base::Time{} : layers.front().learnt_at;
  if (last >= night || store::count_taught(reading, organization.id, last, night) < kNewForANight) return std::nullopt;
  return is_enough(tell_learning(reading, organization.id, model)) ? std::optional(LearnCause::night) : std::nullopt;
}

}  // namespace

// What a training begins with.
struct LayerWork::Material {
  Training training;
  std::vector<LayerExample> examples;
  std::optional<store::ServingLayer> serving;
  std::optional<triage::Layer> layer;  // That one, where it stands on the model that serves.
  base::Time now{};
};

LayerWork::LayerWork(store::Store& store, std::function<ServingModel()> serving, std::function<bool()> stop)
    : store_(store), serving_(std::move(serving)), stop_(std::move(stop)) {}

base::Result<bool> LayerWork::look() {
  const auto model = serving_().version;
  auto due = store_.read_blocking([&](store::Reading& reading) -> base::Result<std::vector<Training>> {
    std::vector<Training> found;
    for (const auto& organization : store::list_organizations(reading))
      if (const auto cause = due_cause(reading, organization, model))
        found.push_back({organization.id, *cause, std::nullopt, reading.now()});
    return found;
  });
  if (!due) return base::pass_on(due.error());
  if (due->empty()) return false;
  return store_.transact_blocking([&](store::Transaction& transaction) -> base::Result<bool> {
    for (const auto& training : *due) begin_training(transaction, training);
    return true;
  });
}

LayerWork::Material LayerWork::gather(store::Reading& reading, const Training& training, const std::string& model) {
  Material material;
  material.training = training;
  material.now = reading.now();
  const auto organization = training.organization_id;
  material.examples = examples_of(reading, organization);
  material.serving = store::find_serving_layer(reading, organization);
  if (material.serving && material.serving->model == model)
    if (auto layer = triage::read_layer(store::layer_bytes(reading, organization, material.serving->id)))
      material.layer = *std::move(layer);
  return material;
}

base::Result<bool> LayerWork::learn() {
  const ServingModel model = serving_();
  auto found = store_.read_blocking([&](store::Reading& reading) -> base::Result<std::optional<Material>> {
    const auto asked = store::next_training(reading);
    if (!asked) return std::nullopt;
    return gather(reading, *asked, model.version);
  });
  if (!found) return base::pass_on(found.error());
  const auto& material = *found;
  if (!material) return false;
  MessageAssessor reader(model);
  triage::LayerTraining training;
  training.sharpen = reader.second_tier();
  training.serving = material->layer ? &*material->layer : nullptr;
  training.stop = stop_;
  const auto trained = triage::train_layer(reader.assessor(), material->examples, training);
  if (trained.stopped) return false;
  if (auto kept = keep(*material, trained, model.version); !kept) return base::pass_on(kept.error());
  return true;
}

base::Result<void> LayerWork::keep(const Material& material, const triage::TrainedLayer& trained, const std::string& model) {
  const auto bytes = trained.better ? triage::write_layer(trained.layer) : std::string();
  // What could not be read back would be lost at the next start.
  if (trained.better)
    if (const auto read = triage::read_layer(bytes); !read) return base::pass_on(read.error());
  const auto organization = material.training.organization_id;
  auto done = store_.transact_blocking([&](store::Transaction& transaction) -> base::Result<bool> {
    const auto serving = store::find_serving_layer(transaction, organization);
    // Somebody chose another one meanwhile: it is learnt anew, to be compared with that one.
    if (serving != material.serving) return false;
    LearntLayer layer;
    layer.id = transaction.new_id<ids::TriageLayer>();
    layer.organization_id = organization;
    layer.state = trained.better ? LayerState::serving : LayerState::not_better;
    layer.model = model;
    layer.cause = material.training.cause;
    layer.learnt_by = material.training.asked_by;
    layer.learnt_at = material.now;
    layer.took_ms = std::chrono::duration_cast<std::chrono::milliseconds>(transaction.now() - material.now).count();
    layer.messages = static_cast<std::int64_t>(material.examples.size());
    layer.measures = base::encode(trained.verdicts);
    if (trained.better && serving) store::set_layer_state(transaction, organization, serving->id, LayerState::superseded);
    store::insert_layer(transaction, layer, bytes);
    store::prune_layers(transaction, organization, kLayersKept);
    store::remove_training(transaction, organization);
    auto serves = serving ? std::optional(serving->id) : std::nullopt;
    if (trained.better) serves = layer.id;
    transaction.publish(organization, event::TriageLearnt{trained.better ? LearnStep::promoted : LearnStep::not_better,
                                                          serves, material.training.asked_by});
    return true;
  });
  if (!done) return base::pass_on(done.error());
  if (!*done) return {};
  ++trained_;
  if (trained.better) ++promoted_;
  return {};
}

struct LayerTrainer::State {
  mutable std::mutex mutex;
  std::condition_variable changed;
  bool asked = true;  // Since it was looked last; at the start too.
  std::atomic<bool> stopping = false;
  std::int64_t failures = 0;
};

LayerTrainer::LayerTrainer(store::Store& store, const TriageModels& models, std::function<void(const std::string&)> on_error,
                           TrainerOptions options)
    : store_(store),
      on_error_(std::move(on_error)),
      options_(options),
      state_(std::make_shared<State>()),
      work_(store, [&models] { return models.serving(); }, [state = state_] { return state->stopping.load(); }) {}

LayerTrainer::~LayerTrainer() { stop(); }

void LayerTrainer::start() {
  store_.on_committed([state = state_](const store::PublishedBatch& published) {
    const auto asks = [](const store::Published& one) { return std::holds_alternative<event::TriageLearnt>(one.event); };
    if (std::ranges::none_of(*published, asks)) return;
    const std::lock_guard lock(state->mutex);
    state->asked = true;
    state->changed.notify_all();
  });
  thread_ = std::thread([this] { run(); });
}

void LayerTrainer::stop() {
  state_->stopping = true;
  { const std::lock_guard lock(state_->mutex); }
  state_->changed.notify_all();
  if (thread_.joinable()) thread_.join();
}

TrainerStats LayerTrainer::stats() const {
  const std::lock_guard lock(state_->mutex);
  auto stats = work_.stats();
  stats.failures = state_->failures;
  return stats;
}

// Why it could not be done; empty where it was.
std::string LayerTrainer::do_everything() {
  try {
    auto did = work_.look();
    if (did) did = work_.learn();
    while (did && *did && !state_->stopping) did = work_.learn();
    return did ? std::string() : did.error().message;
  } catch (const std::exception& error) {
    return error.what();
  }
}

void LayerTrainer::run() {
  // Of this thread alone: whoever reads and answers goes first.
  setpriority(PRIO_PROCESS, 0, kLowestPriority);
  auto& state = *state_;
  std::string last_failure;
  std::unique_lock lock(state.mutex);
  while (!state.stopping) {
    state.asked = false;
    lock.unlock();
    const std::string failure = do_everything();
    if (!failure.empty() && failure != last_failure) on_error_("learning from corrections: " + failure);
    last_failure = failure;
    lock.lock();
    if (!failure.empty()) ++state.failures;
    const auto wait = failure.empty() ? options_.every : options_.pause;
    state.changed.wait_for(lock, wait, [&] { return state.stopping || (state.asked && failure.empty()); });
  }
}

}  // namespace workflow
