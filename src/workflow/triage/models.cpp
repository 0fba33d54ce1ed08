#include "workflow/triage/models.hpp"

#include <sys/stat.h>

#include <array>
#include <cstdio>
#include <utility>

#include "domain/triage/sharpen.hpp"
#include "domain/triage/verdict.hpp"

namespace workflow {
namespace {

// Verdicts name the model by its beginning of 64 bits that say what is in it.
std::string version_of(const ModelFile& file) {
  std::array<char, 17> text{};
  const auto length =
      std::snprintf(text.data(), text.size(), "%08llx", static_cast<unsigned long long>(file.checksum() >> 32U));
  return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace

TriageModels::TriageModels(std::shared_ptr<const ModelFile> shipped, std::string folder,
                           std::function<void(const std::string&)> on_change, EncoderOpener encoder)
    : folder_(std::move(folder)), on_change_(std::move(on_change)) {
  shipped_.encoder = std::move(encoder);
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
      serving_ = {*file, version_of(**file), shipped_.encoder};
      told = "the triage model " + path + " serves, version " + serving_.version;
    } else {
      refused_ = file.error().message;
      told = file.error().message + " Version " + serving_.version + " goes on serving.";
    }
  }
  if (on_change_) on_change_(told);
}

MessageAssessor::MessageAssessor(ServingModel model)
    : model_(std::move(model)), assessor_(model_.file->model(), triage::Rules::shipped()) {}

const triage::Sharpen* MessageAssessor::second_tier() {
  if (encoder_ == nullptr && model_.encoder) {
    encoder_ = model_.encoder();
    if (encoder_ == nullptr) model_.encoder = nullptr;
    else sharpen_ = triage::SecondOpinion(model_.file->model(), encoder_->model());
  }
  return sharpen_ ? &sharpen_ : nullptr;
}

triage::Triage MessageAssessor::assess(std::string_view text, const OwnTriage& own, bool deep, bool explain) {
  const triage::Sharpen* second = deep ? second_tier() : nullptr;
  const triage::Sharpen both = [&](std::string_view of, triage::Judgement& judgement) {
    if (second != nullptr) (*second)(of, judgement);
    own.layer->sharpen(of, judgement);
  };
  triage::AssessOptions options;
  options.sharpen = own.layer != nullptr ? &both : second;
  options.company = own.words;
  options.explain = explain;
  return assessor_.assess(text, options);
}

triage::Triage MessageAssessor::assess(std::string_view text, const OwnTriage& own, bool deep) {
  return assess(text, own, deep, false);
}

triage::Triage MessageAssessor::explain(std::string_view text, const OwnTriage& own, bool deep) {
  auto said = assess(text, own, deep, true);
  if (own.layer != nullptr) triage::tell_what_was_learnt(assess(text, {own.words}, deep, false), said);
  return said;
}

std::function<MessageReader()> readers_of(const TriageModels& models) {
  return [&models, last = std::shared_ptr<MessageAssessor>()]() mutable -> MessageReader {
    auto serving = models.serving();
    if (last == nullptr || last->version() != serving.version) last = std::make_shared<MessageAssessor>(std::move(serving));
    return {[last](std::string_view text, const OwnTriage& own, bool deep) { return last->assess(text, own, deep); },
            last->version()};
  };
}

}  // namespace workflow
