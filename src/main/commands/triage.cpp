// heed triage, heed triage eval.
#include <algorithm>
#include <boost/describe.hpp>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <string>

#include "base/json/encode.hpp"
#include "base/text.hpp"
#include "domain/triage/assess.hpp"
#include "domain/triage/language.hpp"
#include "domain/triage/sharpen.hpp"
#include "main/commands.hpp"
#include "main/progress.hpp"
#include "main/record.hpp"
#include "main/triage_model.hpp"
#include "workflow/triage/labelled_posts.hpp"

namespace heed {
namespace {

constexpr std::string_view kComplaint = "complaint";
constexpr std::size_t kBootstrapRounds = 1000;
constexpr std::uint64_t kBootstrapSeed = 1;

struct Said {
  std::string label;  // Several with | between, where the task has many.
  double confidence = 0;
};
BOOST_DESCRIBE_STRUCT(Said, (), (label, confidence))

struct EvaluatedLabel {
  std::string label;
  std::int64_t posts = 0;
  double precision = 0;
  double recall = 0;
  double f1 = 0;
};
BOOST_DESCRIBE_STRUCT(EvaluatedLabel, (), (label, posts, precision, recall, f1))

struct Evaluated {
  std::string task;
  std::int64_t posts = 0;
  std::string measure;
  double score = 0;
  double low = 0;  // 95 % interval by bootstrap.
  double high = 0;
  std::optional<double> reject_recall;
  double calibration_error = 0;
  std::vector<EvaluatedLabel> labels;
};
BOOST_DESCRIBE_STRUCT(Evaluated, (), (task, posts, measure, score, low, high, reject_recall, calibration_error, labels))

struct SpokenReason {
  std::string about;
  std::string rule;
  double weight = 0;
  std::vector<triage::Span> places;
  std::vector<triage::SpokenOf> concepts;
  std::string text;  // The same in a sentence.
};
BOOST_DESCRIBE_STRUCT(SpokenReason, (), (about, rule, weight, places, concepts, text))

struct Assessed {
  std::string language;
  double language_confidence = 0;
  triage::Sentiment sentiment;
  std::optional<triage::Named> emotion;
  std::vector<triage::Named> intents;
  std::int64_t urgency = 0;
  double urgency_confidence = 0;
  bool spam = false;
  bool abuse = false;
  bool sarcasm = false;
  std::vector<triage::PersonalData> pii;
  std::vector<triage::Entity> entities;
  std::vector<SpokenReason> reasons;
  std::int64_t tier = 1;
};
BOOST_DESCRIBE_STRUCT(Assessed, (),
                      (language, language_confidence, sentiment, emotion, intents, urgency, urgency_confidence, spam, abuse,
                       sarcasm, pii, entities, reasons, tier))

// The model with the task that was asked for.
struct Asked {
  std::shared_ptr<const workflow::ModelFile> file;
  const triage::TaskModel* task = nullptr;
};

base::Result<Asked> ask_for(const Invocation& call) {
  const auto name = call.value("task");
  if (!name) return base::fail(base::FailureKind::invalid, "Name a task with --task.", "--task");
  auto file = open_triage_model(call);
  if (!file) return base::pass_on(file.error());
  Asked asked{*file, (*file)->model().find(triage::task_called(*name).name)};
  if (asked.task != nullptr) return asked;
  std::string there;
  for (const auto& task : (*file)->model().tasks()) there += (there.empty() ? "" : ", ") + task.name;
  return base::fail(base::FailureKind::not_found, "The model has no task \"" + *name + "\"; it has " + there + ".",
                    "--task");
}

std::string names_of(const triage::TaskModel& task, const std::vector<triage::Label>& labels) {
  std::string names;
  for (const triage::Label label : labels) names += (names.empty() ? "" : "|") + task.labels[label];
  return names.empty() ? std::string(triage::kNoLabel) : names;
}

Evaluated evaluate(const triage::Task& task, const triage::TaskModel& model, const std::vector<triage::Judged>& judged) {
  const auto interval = triage::bootstrap(task, model.labels, judged, kBootstrapRounds, kBootstrapSeed);
  Evaluated out;
  out.task = model.name;
  out.posts = static_cast<std::int64_t>(judged.size());
  out.measure = triage::measure_name(task.measure);
  out.score = triage::score(task, model.labels, judged);
  out.low = interval.low;
  out.high = interval.high;
  if (!task.rejected.empty()) out.reject_recall = triage::reject_recall(task, model.labels, judged);
  out.calibration_error = triage::calibration_error(judged);
  const auto by_label = triage::by_label(model.labels, judged);
  for (std::size_t i = 0; i < by_label.size(); ++i)
    out.labels.push_back({model.labels[i], static_cast<std::int64_t>(by_label[i].posts), by_label[i].precision,
                          by_label[i].recall, by_label[i].f1});
  return out;
}

void print(const Evaluated& out) {
  std::printf("%s, %s posts\n  %-20s %.2f  (95 %%: %.2f to %.2f)\n", out.task.c_str(), with_commas(out.posts).c_str(),
              out.measure.c_str(), 100 * out.score, 100 * out.low, 100 * out.high);
  if (out.reject_recall) std::printf("  %-20s %.2f\n", "recall out of scope", 100 * *out.reject_recall);
  std::printf("  %-20s %.3f\n\n  %-24s %7s %9s %7s %7s\n", "calibration error", out.calibration_error, "label", "posts",
              "precision", "recall", "F1");
  for (const EvaluatedLabel& one : out.labels)
    std::printf("  %-24s %7s %9.2f %7.2f %7.2f\n", one.label.c_str(), with_commas(one.posts).c_str(), 100 * one.precision,
                100 * one.recall, 100 * one.f1);
}

// "refund (31 %), not great (6 %)"
std::string in_words(const std::vector<triage::SpokenOf>& concepts) {
  std::string words;
  for (const triage::SpokenOf& one : concepts) {
    std::string name = one.name;
    std::ranges::replace(name, '_', ' ');
    words += (words.empty() ? "" : ", ") + std::string(one.denied ? "not " : "") + name + " (" +
             std::to_string(std::lround(100 * one.weight)) + " %)";
  }
  return words;
}

std::string by_model(const std::string& about, const std::string& words, const std::string& concepts) {
  const std::string speaks = "what it speaks of: " + concepts;
  if (words.empty()) return "For " + about + " the model goes by " + speaks + ".";
  return "For " + about + " the model leans most on " + words + (concepts.empty() ? "." : ", and on " + speaks + ".");
}

SpokenReason spoken(const triage::Reason& reason, std::string_view post) {
  std::string words;
  for (const triage::Span& place : reason.places)
    words += (words.empty() ? "\"" : ", \"") +
             base::to_storable(
                 post.substr(static_cast<std::size_t>(place.begin), static_cast<std::size_t>(place.end - place.begin))) +
             "\"";
  constexpr std::string_view kIntent = "intent:";
  const std::string about =
      reason.about.starts_with(kIntent) ? "the intent " + reason.about.substr(kIntent.size()) : "the " + reason.about;
  const std::string text = reason.rule.empty()
                               ? by_model(about, words, in_words(reason.concepts))
                               : "The rule " + reason.rule + " finds " + words + "; it stands for " + about + ".";
  return {reason.about, reason.rule, reason.weight, reason.places, reason.concepts, text};
}

Assessed described(const triage::Triage& said, std::string_view post) {
  Assessed out{said.language,
               said.language_confidence,
               said.sentiment,
               said.emotion,
               said.intents,
               said.urgency,
               said.urgency_confidence,
               said.spam,
               said.abuse,
               said.sarcasm,
               said.pii,
               said.entities,
               {},
               said.tier};
  for (const triage::Reason& reason : said.reasons) out.reasons.push_back(spoken(reason, post));
  return out;
}

// The encoder that --tier 2 asks for; null for --tier 1.
base::Result<std::shared_ptr<const workflow::EncoderFile>> encoder_of(const Invocation& call) {
  const auto tier = call.value("tier");
  if (!tier || *tier == "1") return std::shared_ptr<const workflow::EncoderFile>();
  if (*tier == "2") return open_triage_encoder(call);
  return base::fail(base::FailureKind::invalid, "There is a tier 1 and a tier 2.", "--tier");
}

int assess_posts(const Invocation& call, const workflow::EncoderFile* encoder) {
  const auto file = open_triage_model(call);
  if (!file) return say_failure(file.error());
  triage::Assessor assessor((*file)->model(), triage::Rules::shipped());
  triage::Sharpen sharpen;
  if (encoder != nullptr) sharpen = triage::SecondOpinion((*file)->model(), encoder->model());
  const triage::AssessOptions options{.sharpen = sharpen ? &sharpen : nullptr, .explain = true};
  std::string out;
  for (std::string post; std::getline(std::cin, post);) {
    out.clear();
    base::encode_to(out, described(assessor.assess(post, options), post));
    std::cout << out << "\n";
  }
  return kDone;
}

// Asks both tiers about posts, as many at once as the encoder likes; what is not in its language is left to the first.
class BothTiers {
 public:
  BothTiers(const triage::Model& first, const triage::TaskModel& task, const workflow::EncoderFile* encoder)
      : first_(first), task_(task), scorer_(first) {
    sharp_ = encoder == nullptr ? nullptr : encoder->model().find(task.name);
    if (sharp_ != nullptr && sharp_->model.labels != task.labels) sharp_ = nullptr;
    if (sharp_ == nullptr) return;
    second_.emplace(first, encoder->model());
  }

  // One answer a post, and the task whose labels it counts.
  [[nodiscard]] const triage::TaskModel& task() const { return sharp_ == nullptr ? task_ : sharp_->model; }
  std::vector<triage::Answer> answer(std::span<const std::string_view> posts) {
    std::vector<triage::Answer> answers(posts.size());
    std::vector<std::size_t> known;
    std::vector<std::string_view> texts;
    const triage::TaskModel* language = first_.find("language");
    for (std::size_t i = 0; i < posts.size(); ++i) {
      scorer_.read(posts[i]);
      if (second_ && triage::encoder_knows(triage::spoken_language(posts[i], scorer_, language).code)) {
        known.push_back(i);
        texts.push_back(posts[i]);
      } else {
        answers[i] = scorer_.answer(task_);
      }
    }
    if (known.empty() || !second_) return answers;
    second_->read(texts);
    for (std::size_t i = 0; i < known.size(); ++i) answers[known[i]] = second_->answer(i, *sharp_);
    return answers;
  }

 private:
  const triage::Model& first_;
  const triage::TaskModel& task_;
  const triage::SharpTask* sharp_ = nullptr;
  triage::Scorer scorer_;
  std::optional<triage::SecondTier> second_;
};

int answer_posts(BothTiers& tiers) {
  std::vector<std::string> posts;
  std::string out;
  const auto flush = [&] {
    const std::vector<std::string_view> texts(posts.begin(), posts.end());
    out.clear();
    for (const triage::Answer& answer : tiers.answer(texts)) {
      base::encode_to(out, Said{names_of(tiers.task(), answer.labels), answer.confidence});
      out += "\n";
    }
    std::cout << out;
    posts.clear();
  };
  for (std::string post; std::getline(std::cin, post);) {
    posts.push_back(std::move(post));
    if (posts.size() == triage::kPostsAtOnce) flush();
  }
  flush();
  return kDone;
}

// "complaint": of the intents of a care post, whether that one is among them.
int tell_complaints(const Invocation& call, const workflow::EncoderFile* encoder) {
  const auto file = open_triage_model(call);
  if (!file) return say_failure(file.error());
  const triage::TaskModel* task = (*file)->model().find("care-intent");
  if (task == nullptr)
    return say_failure({base::FailureKind::not_found, "The model has no task \"care-intent\".", "--task", {}});
  const auto label = std::ranges::find(task->labels, "complaint") - task->labels.begin();
  triage::Scorer scorer((*file)->model());
  triage::Sharpen sharpen;
  if (encoder != nullptr) sharpen = triage::SecondOpinion((*file)->model(), encoder->model());
  const triage::TaskModel* languages = (*file)->model().find("language");
  std::string out;
  for (std::string post; std::getline(std::cin, post);) {
    scorer.read(post);
    triage::Judgement judgement;
    judgement.language = triage::spoken_language(post, scorer, languages).code;
    triage::Opinion& intents = judgement.on(triage::Asked::intent);
    intents.task = task;
    scorer.probabilities(*task, intents.probabilities);
    if (sharpen) sharpen(post, judgement);
    const double likely = intents.of("complaint");
    const bool is_one = static_cast<std::size_t>(label) < task->labels.size() &&
                        triage::margin(intents, static_cast<std::size_t>(label)) > 0;
    out.clear();
    base::encode_to(out, Said{is_one ? "complaint" : "non_complaint", is_one ? likely : 1 - likely});
    std::cout << out << "\n";
  }
  return kDone;
}

}  // namespace

int run_triage(const Invocation& call) {
  const auto encoder = encoder_of(call);
  if (!encoder) return say_failure(encoder.error());
  const auto task = call.value("task");
  if (!task) return assess_posts(call, encoder->get());
  if (*task == kComplaint) return tell_complaints(call, encoder->get());
  const auto asked = ask_for(call);
  if (!asked) return say_failure(asked.error());
  BothTiers tiers(asked->file->model(), *asked->task, encoder->get());
  return answer_posts(tiers);
}

int run_triage_eval(const Invocation& call) {
  const auto encoder = encoder_of(call);
  if (!encoder) return say_failure(encoder.error());
  const auto asked = ask_for(call);
  if (!asked) return say_failure(asked.error());
  BothTiers tiers(asked->file->model(), *asked->task, encoder->get());
  const triage::Task task = triage::task_called(asked->task->name);
  const auto posts = workflow::read_posts(call.positionals.at(0), task, tiers.task().labels);
  if (!posts) return say_failure(posts.error());
  std::vector<triage::Judged> judged;
  for (std::size_t begin = 0; begin < posts->size(); begin += triage::kPostsAtOnce) {
    std::vector<std::string_view> texts;
    for (std::size_t i = begin; i < std::min(posts->size(), begin + triage::kPostsAtOnce); ++i)
      texts.push_back((*posts)[i].text);
    auto answers = tiers.answer(texts);
    for (std::size_t i = 0; i < answers.size(); ++i)
      judged.push_back(
          {(*posts)[begin + i].labels, std::move(answers[i].labels), answers[i].confidence, (*posts)[begin + i].group});
  }
  const auto out = evaluate(task, tiers.task(), judged);
  if (call.has("json")) std::cout << base::encode(out) << "\n";
  else print(out);
  return kDone;
}

}  // namespace heed
