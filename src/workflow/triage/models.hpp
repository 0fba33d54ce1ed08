#pragma once
// The model that serves, and the one that takes its place: a folder is looked at for a `triage.model` that changed. What is refused
// leaves the old one serving. Everything here may be called from any thread.

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "domain/triage/assess.hpp"
#include "domain/triage/company.hpp"
#include "domain/triage/layer.hpp"
#include "domain/triage/triage.hpp"
#include "workflow/triage/model_file.hpp"

namespace workflow {

// Gives the encoder of the second tier; asked when it is needed first, for it is unpacked into memory then.
using EncoderOpener = std::function<std::shared_ptr<const EncoderFile>()>;

// A model that is read from, and what verdicts call it.
struct ServingModel {
  std::shared_ptr<const ModelFile> file;
  std::string version;
  EncoderOpener encoder = nullptr;  // None: the second tier is switched off.
};

class TriageModels {
 public:
  // `folder`: empty for none. `on_change` is told, in a sentence, which model serves from now on or why one is refused.
  TriageModels(std::shared_ptr<const ModelFile> shipped, std::string folder,
               std::function<void(const std::string&)> on_change = nullptr, EncoderOpener encoder = nullptr);

  [[nodiscard]] ServingModel serving() const;
  // Looks whether the file in the folder is another one than last time.
  void look();
  // Why the file in the folder does not serve; none where there is none, or it does.
  [[nodiscard]] std::optional<std::string> refused() const;

 private:
  struct Seen {
    std::int64_t changed = 0;
    std::int64_t size = 0;
    std::uint64_t number = 0;
    friend bool operator==(const Seen&, const Seen&) = default;
  };

  mutable std::mutex mutex_;
  ServingModel shipped_, serving_;
  std::string folder_;
  std::function<void(const std::string&)> on_change_;
  std::optional<Seen> seen_;
  std::optional<std::string> refused_;
};

// What a company adds to the models: its words, and what its people taught.
struct OwnTriage {
  const triage::Company* words = nullptr;
  triage::Layer* layer = nullptr;  // Of the thread that reads.
  std::string layer_name = {};     // As verdicts call it.
};

// Reads messages with one model; one a thread.
class MessageAssessor {
 public:
  explicit MessageAssessor(ServingModel model);
  // Places are counted in bytes of the text. `deep`: the second tier has its word, which takes about a millisecond.
  [[nodiscard]] triage::Triage assess(std::string_view text, const OwnTriage& own, bool deep);
  // Names the words that moved the models too, and what the company's own layer changed.
  [[nodiscard]] triage::Triage explain(std::string_view text, const OwnTriage& own, bool deep);
  // The second tier's word in an assessment; null where it is switched off.
  [[nodiscard]] const triage::Sharpen* second_tier();
  [[nodiscard]] triage::Assessor& assessor() { return assessor_; }
  [[nodiscard]] const std::string& version() const { return model_.version; }

 private:
  triage::Triage assess(std::string_view text, const OwnTriage& own, bool deep, bool explain);

  ServingModel model_;
  triage::Assessor assessor_;
  std::shared_ptr<const EncoderFile> encoder_;
  triage::Sharpen sharpen_;  // Made with the encoder.
};

// What reads a text, and what its verdicts call it.
struct MessageReader {
  std::function<triage::Triage(std::string_view text, const OwnTriage& own, bool deep)> assess;
  std::string version;
};
// Gives the reader of whatever serves when it is asked; for one thread.
[[nodiscard]] std::function<MessageReader()> readers_of(const TriageModels& models /*outlives*/);

}  // namespace workflow
