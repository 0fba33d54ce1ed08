#include <unistd.h>
#include <algorithm>
#include <ctime>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "domain/triage/assess.hpp"
#include "domain/triage/entities.hpp"
#include "domain/triage/features.hpp"
#include "domain/triage/language.hpp"
#include "domain/triage/personal.hpp"
#include "main/bench/bench.hpp"
#include "main/bench/timings.hpp"
#include "main/demo/story.hpp"
#include "main/triage_model.hpp"

namespace heed {
namespace {

constexpr double kPromisedPosts_per_s = 30'000;
constexpr double kPromisedModel_mib = 24;
constexpr double kPromisedLoad_ms = 20;
constexpr double kPromisedResident_mib = 40;
constexpr int kRounds = 9;
constexpr std::size_t kPosts = 2'000;
constexpr std::size_t kPosts_long = 50'000;

constexpr std::size_t kPostBytes = 105;  // As public posts to companies have on average.

// Pieces of what the customers of the sample company write, in its six languages, put together anew for each post: the same
// few posts over and over would find all their rows in the processor's cache.
std::vector<std::string> make_posts(std::size_t count) {
  std::vector<std::vector<std::string_view>> lines;
  for (const auto& voice :
       {demo::portuguese(), demo::english(), demo::german(), demo::spanish(), demo::french(), demo::arabic()})
    for (const auto& story : voice.stories)
      for (const std::string_view line : story.lines)
        if (line.starts_with("> ")) lines.push_back(base::split(line.substr(2), ' '));
  std::mt19937_64 random(4);
  std::vector<std::string> posts;
  for (std::size_t i = 0; i < count; ++i) {
    std::string post = "@shop";
    while (post.size() < kPostBytes) {
      const auto& line = lines[random() % lines.size()];
      const std::size_t begin = random() % line.size();
      const std::size_t end = std::min(line.size(), begin + 2 + random() % 5);
      for (std::size_t word = begin; word < end; ++word) post.append(" ").append(line[word]);
    }
    posts.push_back(std::move(post));
  }
  return posts;
}

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

double resident_mib() {
  std::ifstream statm("/proc/self/statm");
  double pages = 0;
  statm >> pages >> pages;
  return pages * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1024 * 1024);
}

}  // namespace

base::Result<BenchResult> bench_triage(const BenchOptions& options) {
  const auto posts = make_posts(options.full_size ? kPosts_long : kPosts);
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
        if (task.table == model.tasks()[i].table) kept += scorer.answer(task).labels.front();
    });
    by_table["us_table_of_" + model.tasks()[i].name] = us - features;
  }
  const double all_tasks = least_us_per_post(posts, [&](const std::string& post) {
    scorer.read(post);
    for (const auto& task : model.tasks()) kept += scorer.answer(task).labels.front();
  });
  const double language =
      least_us_per_post(posts, [&](const std::string& post) { kept += triage::detect_language(post).size(); });
  Timings single;
  for (const auto& post : posts)
    single.time([&] {
      scorer.read(post);
      kept += scorer.answer(model.tasks().front()).labels.front();
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
  return result;
}

}  // namespace heed
