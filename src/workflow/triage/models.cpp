#include "workflow/triage/models.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include "domain/triage/language.hpp"

namespace workflow {
namespace {

// Verdicts name the model by its beginning of 64 bits that say what is in it.
std::string version_of(const ModelFile& file) {
  std::array<char, 17> text{};
  const auto length =
      std::snprintf(text.data(), text.size(), "%08llx", static_cast<unsigned long long>(file.checksum() >> 32U));
  return {text.data(), static_cast<std::size_t>(length)};
}

constexpr float kSure = 0.5F;  // Below that an answer is as often wrong as right.

}  // namespace

TriageModels::TriageModels(std::shared_ptr<const ModelFile> shipped, std::string folder,
                           std::function<void(const std::string&)> on_change)
    : folder_(std::move(folder)), on_change_(std::move(on_change)) {
  shipped_.version = version_of(*shipped);
  shipped_.file = std::move(shipped);
  serving_ = shipped_;
  look();
}

ServingModel TriageModels::serving() const {
  const std::lock_guard lock(mutex_);
  return serving_;
}

std::optional<std::string> TriageModels::refused() const {
  const std::lock_guard lock(mutex_);
  return refused_;
}

void TriageModels::look() {
  if (folder_.empty()) return;
  const std::string path = folder_ + "/triage.model";
  struct stat facts{};
  std::optional<Seen> there;
  if (stat(path.c_str(), &facts) == 0)
    there = Seen{facts.st_mtim.tv_sec * 1'000'000'000 + facts.st_mtim.tv_nsec, facts.st_size, facts.st_ino};
  std::string told;
  {
    const std::lock_guard lock(mutex_);
    if (there == seen_) return;
    seen_ = there;
    refused_.reset();
    if (!there) {
      serving_ = shipped_;
      told = "the program's own triage model serves: there is none in " + folder_;
    } else if (auto file = ModelFile::open(path)) {
      serving_ = {*file, version_of(**file)};
      told = "the triage model " + path + " serves, version " + serving_.version;
    } else {
      refused_ = file.error().message;
      told = file.error().message + " Version " + serving_.version + " goes on serving.";
    }
  }
  if (on_change_) on_change_(told);
}

MessageAssessor::MessageAssessor(ServingModel model) : model_(std::move(model)), scorer_(model_.file->model()) {}

triage::Triage MessageAssessor::assess(std::string_view text) {
  const auto& model = model_.file->model();
  triage::Triage out;
  out.language = triage::detect_language(text);
  scorer_.read(text);
  const auto answer_of = [&](const char* task) {
    const auto* found = model.find(task);
    triage::Named out_of;
    if (found == nullptr) return out_of;
    const auto answer = scorer_.answer(*found);
    out_of.name = found->labels[answer.labels.front()];
    out_of.confidence = answer.confidence;
    return out_of;
  };
  const auto sentiment = answer_of("care-sentiment");
  if (sentiment.confidence >= kSure) out.sentiment.label = sentiment.name;
  out.sentiment.confidence = sentiment.confidence;
  out.sentiment.score = sentiment.name == "negative"   ? -sentiment.confidence
                        : sentiment.name == "positive" ? sentiment.confidence
                                                       : 0;
  if (const auto* task = model.find("care-intent")) {
    std::vector<float> likely;
    scorer_.probabilities(*task, likely);
    for (std::size_t i = 0; i < likely.size(); ++i)
      if (likely[i] >= kSure && task->labels[i] != "-") out.intents.push_back({task->labels[i], likely[i]});
    std::ranges::sort(out.intents, std::ranges::greater{}, &triage::Named::confidence);
  }
  const auto urgency = answer_of("care-urgency");
  if (urgency.name.size() == 1 && urgency.name[0] >= '0' && urgency.name[0] <= '2') out.urgency = urgency.name[0] - '0';
  out.urgency_confidence = urgency.confidence;
  const auto spam = answer_of("spam");
  out.spam = spam.name == "spam" && spam.confidence >= kSure;
  const auto offensive = answer_of("tweeteval-offensive");
  out.abuse = offensive.name == "offensive" && offensive.confidence >= kSure;
  return out;
}

std::function<MessageReader()> readers_of(const TriageModels& models) {
  return [&models, last = std::shared_ptr<MessageAssessor>()]() mutable -> MessageReader {
    auto serving = models.serving();
    if (last == nullptr || last->version() != serving.version) last = std::make_shared<MessageAssessor>(std::move(serving));
    return {[last](std::string_view text) { return last->assess(text); }, last->version()};
  };
}

}  // namespace workflow
