// Learning from corrections as the server does it: the rows of the record in, a layer that serves out.
#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "channel/channel.hpp"
#include "domain/triage/verdict.hpp"
#include "main/bench/bench.hpp"
#include "main/bench/child.hpp"
#include "main/bench/made_posts.hpp"
#include "main/bench/memory.hpp"
#include "main/record.hpp"
#include "main/triage_model.hpp"
#include "store/message_store.hpp"
#include "store/triage_store.hpp"
#include "workflow/credential.hpp"
#include "workflow/manage_inboxes.hpp"
#include "workflow/triage/correct_triage.hpp"
#include "workflow/triage/learn.hpp"
#include "workflow/triage/trainer.hpp"

namespace heed {
namespace {

using std::chrono::steady_clock;
using triage::Field;

constexpr std::int64_t kMessages = 2'000;
constexpr std::int64_t kMessages_long = workflow::kMostTaught;
constexpr std::int64_t kAtOnce = 500;
constexpr std::array kTaughtFields = {Field::intents, Field::urgency, Field::sentiment};
constexpr std::array kOwnIntents = {"lamp_flickers", "missing_screw", "wrong_colour"};
constexpr std::size_t kTellingWordOneIn = 80;  // So people put right what is said of every fifth post.

double cpu_s() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }
double seconds_since(steady_clock::time_point began) {
  return std::chrono::duration<double>(steady_clock::now() - began).count();
}

// A company whose people put right what the models say, and confirm the rest.
class Teachers {
 public:
  static base::Result<Teachers> found(Record& record /*outlives*/);
  // All fields of all posts, in the same order; gives the processor's seconds that reading them took.
  base::Result<double> teach(const std::vector<std::string>& posts, const workflow::ServingModel& model);
  [[nodiscard]] const rights::Principal& lead() const { return lead_; }

 private:
  explicit Teachers(Record& record) : record_(&record) {}
  void correct(store::Transaction& transaction, ids::Message message, std::string_view post, const triage::Triage& said);

  Record* record_;
  inbox::Inbox inbox_;
  rights::Principal lead_;
};

base::Result<Teachers> Teachers::found(Record& record) {
  Teachers teachers(record);
  auto organization = record.ensure_organization("Bench");
  if (!organization) return base::pass_on(organization.error());
  teachers.lead_.kind = rights::PrincipalKind::user;
  teachers.lead_.organization_id = organization->id;
  teachers.lead_.role = rights::Role::owner;
  const auto types = channel::all_channel_types();
  const auto channel = *std::ranges::find(types, false, &channel::ChannelType::connectable);
  auto made = record.store().transact_blocking([&](store::Transaction& transaction) -> base::Result<inbox::Inbox> {
    workflow::TriageSettings settings;
    for (const char* intent : kOwnIntents) settings.words.intents.push_back({intent, {}});
    if (auto set = workflow::change_triage_settings(transaction, teachers.lead_, settings); !set)
      return base::pass_on(set.error());
    return workflow::ensure_imported_inbox(transaction, organization->id, channel, "Bench", workflow::new_public_key());
  });
  if (!made) return base::pass_on(made.error());
  teachers.inbox_ = *std::move(made);
  return teachers;
}

base::Result<double> Teachers::teach(const std::vector<std::string>& posts, const workflow::ServingModel& model) {
  workflow::MessageAssessor reader(model);
  const double began = cpu_s();
  std::vector<triage::Triage> said;
  for (const auto& post : posts) said.push_back(reader.assess(post, {}, true));
  const double reading_s = cpu_s() - began;
  for (std::size_t first = 0; first < posts.size(); first += kAtOnce) {
    auto written = record_->store().transact_blocking([&](store::Transaction& transaction) -> base::Result<void> {
      for (std::size_t i = first; i < std::min<std::size_t>(posts.size(), first + kAtOnce); ++i) {
        conversation::Message message;
        message.id = transaction.new_id<ids::Message>();
        message.organization_id = lead_.organization_id;
        message.inbox_id = inbox_.id;
        message.text = posts[i];
        message.external_id = std::to_string(i);
        message.said_at = message.created_at = transaction.now();
        store::insert_message(transaction, message);
        correct(transaction, message.id, posts[i], said[i]);
      }
      return {};
    });
    if (!written) return base::pass_on(written.error());
  }
  return reading_s;
}

// Where the models are wrong, a word of the post tells what is right, so there is something to learn.
void Teachers::correct(store::Transaction& transaction, ids::Message message, std::string_view post,
                       const triage::Triage& said) {
  std::optional<std::size_t> right;
  for (const std::string_view word : base::split(post, ' '))
    if (const std::size_t hash = std::hash<std::string_view>()(word); hash % kTellingWordOneIn == 0)
      right = hash / kTellingWordOneIn;
  for (const Field field : kTaughtFields) {
    triage::Correction correction;
    correction.id = transaction.new_id<ids::Correction>();
    correction.organization_id = lead_.organization_id;
    correction.message_id = message;
    correction.inbox_id = inbox_.id;
    correction.field = field;
    correction.said = correction.meant = triage::value_of(said, field);
    if (field == Field::sentiment && correction.meant == triage::kUnsure) correction.meant = "neutral";
    if (right) {
      if (field == Field::intents) correction.meant = kOwnIntents.at(*right % kOwnIntents.size());
      if (field == Field::urgency) correction.meant = std::to_string(*right % 3);
      if (field == Field::sentiment) correction.meant = *right % 2 == 0 ? "negative" : "positive";
    }
    correction.language = said.language;
    correction.at = transaction.now();
    store::put_correction(transaction, correction);
  }
}

base::Result<workflow::ServingModel> shipped_models() {
  auto file = open_shipped_triage_model();
  if (!file) return base::pass_on(file.error());
  auto encoder = open_shipped_triage_encoder();
  if (!encoder) return base::pass_on(encoder.error());
  return workflow::TriageModels(*std::move(file), "", nullptr, [encoder = *std::move(encoder)] { return encoder; })
      .serving();
}

}  // namespace

base::Result<BenchResult> bench_learn(const BenchOptions& options) {
  const ScratchFolder folder;
  Config config;
  config.data = folder.path();
  Record record(config);
  const auto model = shipped_models();
  if (!model) return base::pass_on(model.error());
  auto teachers = Teachers::found(record);
  if (!teachers) return base::pass_on(teachers.error());
  const auto messages = options.full_size ? kMessages_long : kMessages;
  const auto reading = teachers->teach(make_posts(static_cast<std::size_t>(messages), all_voices()), *model);
  if (!reading) return base::pass_on(reading.error());

  workflow::LayerWork work(record.store(), [&model] { return *model; });
  auto asked = record.store().transact_blocking([&](store::Transaction& transaction) {
    return workflow::ask_to_learn(transaction, teachers->lead(), model->version);
  });
  if (!asked) return base::pass_on(asked.error());
  forget_peak();
  const double before_mib = resident_mib();
  const double cpu_began = cpu_s();
  const auto began = steady_clock::now();
  if (auto learnt = work.learn(); !learnt) return base::pass_on(learnt.error());
  const double took_s = seconds_since(began);
  const double cpu = cpu_s() - cpu_began;
  const double peak = peak_mib() - before_mib;
  if (work.stats().promoted != 1)
    return base::fail(base::FailureKind::unavailable, "What was learnt is no better: there was something to learn.");

  BenchResult result;
  result.name = "learn";
  result.figures = {{"messages", static_cast<double>(messages)},
                    {"corrections", static_cast<double>(messages * std::ssize(kTaughtFields))},
                    {"learning_s", took_s},
                    {"learning_cpu_s", cpu},
                    {"learning_cpu_ms_per_message", 1'000 * cpu / static_cast<double>(messages)},
                    {"learning_peak_mib", peak}};
  result.limits = {{"reading_cpu_s", *reading}};
  result.ratios = {{"learning_cpu_to_reading", cpu / *reading}};
  return result;
}

}  // namespace heed
