#include <algorithm>
#include <ctime>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "domain/triage/assess.hpp"
#include "domain/triage/entities.hpp"
#include "domain/triage/features.hpp"
#include "domain/triage/language.hpp"
#include "domain/triage/personal.hpp"
#include "domain/triage/sharpen.hpp"
#include "main/bench/bench.hpp"
#include "main/bench/made_posts.hpp"
#include "main/bench/memory.hpp"
#include "main/bench/timings.hpp"
#include "main/triage_model.hpp"

namespace heed {
namespace {

constexpr double kPromisedPosts_per_s = 30'000;
constexpr double kPromisedModel_mib = 24;
constexpr double kPromisedLoad_ms = 20;
constexpr double kPromisedResident_mib = 40;
constexpr double kPromisedSecondPosts_per_s = 900;
constexpr double kPromisedSecondAlone_ms = 30;
constexpr double kPromisedSecondModel_mib = 10;
constexpr std::size_t kSecondPosts = 320;
constexpr std::size_t kSecondPosts_long = 3'200;
constexpr int kRounds = 9;
constexpr std::size_t kPosts = 2'000;
constexpr std::size_t kPosts_long = 50'000;

double cpu_us() { return 1e6 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

// The least of the rounds: what others on the machine add is not ours.
template <class Work>
double least_us_per_post(const std::vector<std::string>& posts, Work&& work) {
  double least = 0;
  for (int round = 0; round < kRounds; ++round) {
    const double began = cpu_us();
    for (const auto& post : posts) work(post);
    const double us = (cpu_us() - began) / static_cast<double>(posts.size());
    least = round == 0 ? us : std::min(least, us);
  }
  return least;
}

// How long the second tier takes with many posts at once, and with one alone. English posts: others it is not asked about.
base::Result<void> measure_second_tier(const BenchOptions& options, const triage::Model& model, BenchResult& result,
                                       std::size_t& kept) {
  const double before_mib = resident_mib();
  Timings load;
  base::Result<std::shared_ptr<const workflow::EncoderFile>> file;
  load.time([&] { file = open_shipped_triage_encoder(); });
  if (!file) return base::pass_on(file.error());
  const auto posts = make_posts(options.full_size ? kSecondPosts_long : kSecondPosts, {demo::english()});
  const std::vector<std::string_view> texts(posts.begin(), posts.end());
  const triage::PieceReader& cutter = (*file)->model().piece_reader();
  std::vector<triage::Piece> pieces;
  std::size_t all_pieces = 0;
  const double cutting = least_us_per_post(posts, [&](const std::string& post) {
    cutter.cut(post, pieces);
    all_pieces += pieces.size();
  });
  triage::SecondTier tier(model, (*file)->model());
  const auto ask = [&](std::span<const std::string_view> batch) {
    tier.read(batch);
    for (std::size_t i = 0; i < batch.size(); ++i)
      for (const auto& task : (*file)->model().tasks()) kept += tier.answer(i, task).labels.size();
  };
  double least = 0;
  for (int round = 0; round < kRounds; ++round) {
    const double began = cpu_us();
    for (std::size_t at = 0; at < texts.size(); at += triage::kPostsAtOnce)
      ask(std::span(texts).subspan(at, std::min(triage::kPostsAtOnce, texts.size() - at)));
    const double us = (cpu_us() - began) / static_cast<double>(texts.size());
    least = round == 0 ? us : std::min(least, us);
  }
  triage::Scorer scorer(model);
  const double first = least_us_per_post(posts, [&](const std::string& post) {
    scorer.read(post);
    for (const auto& task : model.tasks()) kept += scorer.answer(task).labels.size();
  });
  Timings single;
  for (const auto& text : texts) single.time([&] { ask({&text, 1}); });
  result.figures["second_posts_per_s_per_core"] = 1e6 / least;
  result.figures["second_pieces_per_post"] = static_cast<double>(all_pieces) / static_cast<double>(kRounds * posts.size());
  result.figures["second_share_pieces"] = cutting / least;
  result.figures["second_share_first_tier"] = first / least;
  result.figures["second_share_encoder"] = 1 - (cutting + first) / least;
  result.figures["second_alone_p50_ms"] = single.p50_ms();
  result.figures["second_alone_p99_ms"] = single.p99_ms();
  result.figures["second_model_mib"] = static_cast<double>((*file)->bytes()) / (1024 * 1024);
  result.figures["second_load_ms"] = load.p50_ms();
  result.figures["second_resident_mib"] = resident_mib() - before_mib;
  result.limits["promised_second_posts_per_s_per_core"] = kPromisedSecondPosts_per_s;
  result.limits["promised_second_alone_p99_ms"] = kPromisedSecondAlone_ms;
  result.limits["promised_second_model_mib"] = kPromisedSecondModel_mib;
  result.ratios["second_posts_per_s_to_promised"] = 1e6 / least / kPromisedSecondPosts_per_s;
  result.ratios["second_alone_p99_ms_to_promised"] = single.p99_ms() / kPromisedSecondAlone_ms;
  result.ratios["second_model_mib_to_promised"] = result.figures["second_model_mib"] / kPromisedSecondModel_mib;
  return {};
}

}  // namespace

base::Result<BenchResult> bench_triage(const BenchOptions& options) {
  const auto posts = make_posts(options.full_size ? kPosts_long : kPosts, all_voices());
  const double before_mib = resident_mib();
  Timings load;
  base::Result<std::shared_ptr<const workflow::ModelFile>> file;
  for (int round = 0; round < kRounds; ++round) load.time([&] { file = open_shipped_triage_model(); });
  if (!file) return base::pass_on(file.error());
  const triage::Model& model = (*file)->model();

  std::size_t kept = 0;  // Or the compiler sees that nobody asks.
  double characters = 0;
  for (const auto& post : posts) characters += static_cast<double>(post.size());
  triage::Normaliser normaliser;
  const double normalise = least_us_per_post(posts, [&](const std::string& post) { kept += normaliser.read(post).size(); });
  triage::FeatureReader reader;
  const double features =
      least_us_per_post(posts, [&](const std::string& post) { kept += reader.read(post).letters.size(); });
  triage::Scorer scorer(model);
  // Tasks of one table cost one pass; here each table after the other, known by its first task.
  std::map<std::string, double> by_table;
  for (std::size_t i = 0; i < model.tasks().size(); ++i) {
    if (i > 0 && model.tasks()[i].table == model.tasks()[i - 1].table) continue;
    const double us = least_us_per_post(posts, [&](const std::string& post) {
      scorer.read(post);
      for (const auto& task : model.tasks())
        if (task.table == model.tasks()[i].table) kept += scorer.answer(task).labels.size();
    });
    by_table["us_table_of_" + model.tasks()[i].name] = us - features;
  }
  const double all_tasks = least_us_per_post(posts, [&](const std::string& post) {
    scorer.read(post);
    for (const auto& task : model.tasks()) kept += scorer.answer(task).labels.size();
  });
  const triage::TaskModel* languages = model.find("language");
  const double language = least_us_per_post(posts,
                                            [&](const std::string& post) {
                                              scorer.read(post);
                                              for (const auto& task : model.tasks())
                                                kept += scorer.answer(task).labels.size();
                                              kept += triage::spoken_language(post, scorer, languages).code.size();
                                            }) -
                          all_tasks;
  Timings single;
  for (const auto& post : posts)
    single.time([&] {
      scorer.read(post);
      kept += scorer.answer(model.tasks().front()).labels.size();
    });

  triage::Assessor assessor(model, triage::Rules::shipped());
  const double rules = least_us_per_post(posts, [&](const std::string& post) { kept += assessor.match_rules(post).size(); });
  std::vector<triage::PersonalData> personal;
  std::vector<triage::Entity> entities;
  const double facts = least_us_per_post(posts, [&](const std::string& post) {
    triage::find_personal_data(post, personal);
    entities.clear();
    triage::find_entities(post, personal, {}, entities);
    kept += personal.size() + entities.size();
  });
  const double judging =
      least_us_per_post(posts, [&](const std::string& post) { kept += assessor.judge(post).opinions.size(); }) - features;
  const double whole = least_us_per_post(
      posts, [&](const std::string& post) { kept += static_cast<std::size_t>(assessor.assess(post).urgency) + 1; });

  const double all = all_tasks + language;
  BenchResult result;
  result.name = "triage";
  result.figures = {{"posts_per_s_per_core", 1e6 / all},
                    {"posts_per_s_per_core_without_language", 1e6 / all_tasks},
                    {"us_normalise", normalise},
                    {"us_features", features - normalise},
                    {"us_heads", all_tasks - features},
                    {"us_language", language},
                    {"share_normalise", normalise / all},
                    {"share_features", (features - normalise) / all},
                    {"share_heads", (all_tasks - features) / all},
                    {"share_language", language / all},
                    {"assessed_posts_per_s_per_core", 1e6 / whole},
                    {"assessed_us_rules", rules},
                    {"assessed_us_personal_data_and_entities", facts},
                    {"assessed_us_heads", judging},
                    {"assessed_share_language", language / whole},
                    {"assessed_share_features", features / whole},
                    {"assessed_share_heads", judging / whole},
                    {"assessed_share_rules", rules / whole},
                    {"assessed_share_personal_data_and_entities", facts / whole},
                    {"tasks", static_cast<double>(model.tasks().size())},
                    {"bytes_per_post", characters / static_cast<double>(posts.size())},
                    {"one_task_p50_us", single.p50_ms() * 1000},
                    {"one_task_p99_us", single.p99_ms() * 1000},
                    {"model_mib", static_cast<double>((*file)->bytes()) / (1024 * 1024)},
                    {"load_ms", load.p50_ms()},
                    {"resident_mib", resident_mib() - before_mib}};
  result.figures.insert(by_table.begin(), by_table.end());
  if (kept == 0) return base::fail(base::FailureKind::unavailable, "The model answered nothing.");
  result.limits = {{"promised_posts_per_s_per_core", kPromisedPosts_per_s},
                   {"promised_model_mib", kPromisedModel_mib},
                   {"promised_load_ms", kPromisedLoad_ms},
                   {"promised_resident_mib", kPromisedResident_mib}};
  result.ratios = {
      {"assessed_posts_per_s_to_promised", result.figures["assessed_posts_per_s_per_core"] / kPromisedPosts_per_s},
      {"posts_per_s_to_promised", result.figures["posts_per_s_per_core"] / kPromisedPosts_per_s},
      {"model_mib_to_promised", result.figures["model_mib"] / kPromisedModel_mib},
      {"load_ms_to_promised", result.figures["load_ms"] / kPromisedLoad_ms},
      {"resident_mib_to_promised", result.figures["resident_mib"] / kPromisedResident_mib}};
  if (auto second = measure_second_tier(options, model, result, kept); !second) return base::pass_on(second.error());
  return result;
}

}  // namespace heed
