#include "domain/triage/assess.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "domain/triage/entities.hpp"
#include "domain/triage/language.hpp"
#include "domain/triage/personal.hpp"

namespace triage {
namespace {

// What has to be reached before something is said, chosen on the validation part of the care posts (tools/models/care). The heads
// for emotion, irony, abuse and spam were taught by public posts that are not care's, and there are right only where they are very
// sure: what they say below is noise, and a wrong word of abuse or spam does a customer wrong.
constexpr float kLeastIntent = 0.20F;     // Beside the task's own threshold, which likes macro-F1 and guesses at rare ones.
constexpr float kLeastSentiment = 0.45F;  // Of three labels; below, "unsure": one post in six.
constexpr float kLeastEmotion = 0.75F;
constexpr float kLeastIrony = 0.80F;
constexpr float kLeastOffensive = 0.75F;
constexpr float kLeastHate = 0.75F;
constexpr float kLeastSpam = 0.50F;            // Of the intent, which knows care's spam.
constexpr float kLeastSpamOfMessages = 0.98F;  // Of text messages, asked where the model has no such intent.

// How much each sentiment counts: care's own set knows what customers write, the large ones know more words. Macro-F1 on the
// validation part: 48 with care's alone, 43 with the others alone, 54 with half of each.
constexpr float kCareShare = 0.5F;

constexpr double kByRule = 1.0;
constexpr int kMostUrgency = 2;
constexpr std::array<std::string_view, kAsked> kTasks = {
    "care-intent",       "care-urgency",    "care-sentiment",      "tweeteval-sentiment", "xlmt",
    "tweeteval-emotion", "tweeteval-irony", "tweeteval-offensive", "tweeteval-hate",      "spam"};
constexpr std::array<std::string_view, 3> kSentiments = {"negative", "neutral", "positive"};
constexpr std::string_view kNoIntent = "-";
constexpr std::string_view kSpam = "spam";

float sure(const Opinion& opinion, std::size_t label) {
  const TaskModel& task = *opinion.task;
  return 1.0F / (1.0F + std::exp(-(task.sure_slope * log_odds(opinion.probabilities[label]) + task.sure_shift)));
}

std::size_t furthest(const Opinion& opinion) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < opinion.probabilities.size(); ++i)
    if (margin(opinion, i) > margin(opinion, best)) best = i;
  return best;
}

std::optional<Label> label_of(const TaskModel& task, std::string_view name) {
  const auto found = std::ranges::find(task.labels, name);
  if (found == task.labels.end()) return std::nullopt;
  return static_cast<Label>(found - task.labels.begin());
}

// Languages that the sets of the English sentiment task are not in are asked of the other one.
const Opinion& general_sentiment(const Judgement& judgement, std::string_view language) {
  const Opinion& english = judgement.on(Asked::sentiment);
  const Opinion& many = judgement.on(Asked::sentiment_many);
  return (language == "en" || !many.is_there()) && english.is_there() ? english : many;
}

Sentiment sentiment_of(const Judgement& judgement, std::string_view language) {
  const Opinion& care = judgement.on(Asked::care_sentiment);
  const Opinion& general = general_sentiment(judgement, language);
  Sentiment out;
  if (!care.is_there() && !general.is_there()) return out;
  std::array<float, 3> share{};
  for (std::size_t i = 0; i < share.size(); ++i) {
    const float of_care = care.is_there() ? care.of(kSentiments[i]) : general.of(kSentiments[i]);
    const float of_all = general.is_there() ? general.of(kSentiments[i]) : of_care;
    share[i] = kCareShare * of_care + (1 - kCareShare) * of_all;
  }
  const auto best = static_cast<std::size_t>(std::ranges::max_element(share) - share.begin());
  out.score = share[2] - share[0];
  out.confidence = share[best];
  if (share[best] >= kLeastSentiment) out.label = kSentiments[best];
  return out;
}

bool is_spam(const Judgement& judgement) {
  const Opinion& intent = judgement.on(Asked::intent);
  if (intent.is_there() && label_of(*intent.task, kSpam)) return intent.of(kSpam) >= kLeastSpam;
  const Opinion& messages = judgement.on(Asked::spam);
  return messages.is_there() && messages.of(kSpam) >= kLeastSpamOfMessages;
}

bool says(const Opinion& opinion, std::string_view label, float least) {
  return opinion.is_there() && opinion.of(label) >= least;
}

}  // namespace

float Opinion::of(std::string_view label) const {
  const auto found = label_of(*task, label);
  return found ? probabilities[*found] : 0;
}

float margin(const Opinion& opinion, std::size_t label) {
  const TaskModel& task = *opinion.task;
  const float probability = opinion.probabilities[label];
  const float odds = task.many_labels ? log_odds(probability) : std::log(std::max(probability, 1e-9F));
  return odds - task.lift[label] + task.steepness * task.preference[label];
}

Assessor::Assessor(const Model& model, const Rules& rules) : rules_(rules), scorer_(model), finder_(rules) {
  for (std::size_t i = 0; i < kAsked; ++i) tasks_[i] = model.find(kTasks[i]);
  language_ = model.find("language");
}

const Judgement& Assessor::judge(std::string_view text) {
  scorer_.read(text);
  for (std::size_t i = 0; i < kAsked; ++i) {
    judgement_.opinions[i].task = tasks_[i];
    if (tasks_[i] != nullptr) scorer_.probabilities(*tasks_[i], judgement_.opinions[i].probabilities);
  }
  return judgement_;
}

std::span<const RuleHit> Assessor::match_rules(std::string_view text) {
  plain_.read(text);
  return finder_.find(plain_);
}

Spoken Assessor::hear(std::string_view text, const Sharpen* sharpen) {
  judge(text);
  const Spoken spoken = spoken_language(text, scorer_, language_);
  judgement_.language = spoken.code;
  judgement_.tier = 1;
  if (sharpen != nullptr) (*sharpen)(text, judgement_);
  return spoken;
}

const Judgement& Assessor::judge(std::string_view text, const Sharpen* sharpen) {
  hear(text, sharpen);
  return judgement_;
}

Triage Assessor::assess(std::string_view text, const AssessOptions& options) {
  Triage triage;
  const Spoken spoken = hear(text, options.sharpen);
  triage.language = spoken.code;
  triage.language_confidence = spoken.confidence;
  triage.tier = judgement_.tier;
  conclude(triage);
  if (options.explain) explain(text, triage);
  plain_.read(text);
  apply_rules(options, triage);
  find_facts(text, options, triage);
  return triage;
}

void Assessor::conclude(Triage& triage) const {
  triage.sentiment = sentiment_of(judgement_, triage.language);
  triage.spam = is_spam(judgement_);
  triage.abuse = says(judgement_.on(Asked::offensive), "offensive", kLeastOffensive) ||
                 says(judgement_.on(Asked::hate), "hate", kLeastHate);
  triage.sarcasm = says(judgement_.on(Asked::irony), "irony", kLeastIrony);
  if (const Opinion& intents = judgement_.on(Asked::intent); intents.is_there())
    for (std::size_t i = 0; i < intents.probabilities.size(); ++i)
      if (margin(intents, i) > 0 && intents.probabilities[i] >= kLeastIntent && intents.task->labels[i] != kNoIntent)
        triage.intents.push_back({intents.task->labels[i], intents.probabilities[i]});
  if (const Opinion& urgency = judgement_.on(Asked::urgency); urgency.is_there()) {
    const std::size_t label = furthest(urgency);
    triage.urgency = std::clamp(urgency.task->labels[label].front() - '0', 0, kMostUrgency);
    triage.urgency_confidence = sure(urgency, label);
  }
  if (const Opinion& emotion = judgement_.on(Asked::emotion); emotion.is_there() && triage.language == "en") {
    const std::size_t label = furthest(emotion);
    if (emotion.probabilities[label] >= kLeastEmotion)
      triage.emotion = Named{emotion.task->labels[label], emotion.probabilities[label]};
  }
}

void Assessor::explain(std::string_view text, Triage& triage) {
  explainer_.read(text);
  const auto add = [&](Asked what, std::string_view label, const std::string& about) {
    const TaskModel* task = tasks_[static_cast<std::size_t>(what)];
    const auto known = task == nullptr ? std::nullopt : label_of(*task, label);
    if (!known) return;
    if (Reason reason = explainer_.reason(scorer_, *task, *known, about); !reason.places.empty() || !reason.concepts.empty())
      triage.reasons.push_back(std::move(reason));
  };
  const auto has_intent = [this](std::string_view label) {
    const Opinion& intent = judgement_.on(Asked::intent);
    return intent.is_there() && label_of(*intent.task, label).has_value();
  };
  for (const Named& intent : triage.intents) add(Asked::intent, intent.name, "intent:" + intent.name);
  if (triage.urgency > 0) add(Asked::urgency, std::to_string(triage.urgency), "urgency");
  if (triage.sentiment.label != kUnsure) {
    const bool has_care = judgement_.on(Asked::care_sentiment).is_there();
    const bool english = &general_sentiment(judgement_, triage.language) == &judgement_.on(Asked::sentiment);
    add(has_care  ? Asked::care_sentiment
        : english ? Asked::sentiment
                  : Asked::sentiment_many,
        triage.sentiment.label, "sentiment");
  }
  if (triage.emotion) add(Asked::emotion, triage.emotion->name, "emotion");
  if (triage.spam) add(has_intent(kSpam) ? Asked::intent : Asked::spam, kSpam, "spam");
  if (triage.abuse) add(Asked::offensive, "offensive", "abuse");
  if (triage.sarcasm) add(Asked::irony, "irony", "sarcasm");
}

// Rules add and raise; they take nothing back.
void Assessor::apply_rules(const AssessOptions& options, Triage& triage) {
  std::vector<Reason> reasons;
  const auto intend = [&triage](const std::string& intent) {
    const auto known = std::ranges::find(triage.intents, intent, &Named::name);
    if (known == triage.intents.end()) triage.intents.push_back({intent, kByRule});
    else known->confidence = kByRule;
  };
  for (const RuleHit& hit : finder_.find(plain_)) {
    const Rule& rule = rules_.rule(hit.rule);
    const std::string about = rule.intent.empty() ? "urgency" : "intent:" + rule.intent;
    const auto same = std::ranges::find(reasons, rule.name, &Reason::rule);
    if (same == reasons.end()) reasons.push_back({about, rule.name, kByRule, {hit.place}});
    else if (std::ranges::find(same->places, hit.place.begin, &Span::begin) == same->places.end())
      same->places.push_back(hit.place);
    if (!rule.intent.empty()) intend(rule.intent);
    if (rule.urgency > 0 && rule.urgency >= triage.urgency) {
      triage.urgency = rule.urgency;
      triage.urgency_confidence = kByRule;
    }
  }
  if (options.company != nullptr) {
    std::vector<Reason> own;
    options.company->find_intents(plain_, own);
    for (Reason& reason : own) {
      intend(reason.rule);
      reasons.push_back(std::move(reason));
    }
  }
  triage.reasons.insert(triage.reasons.begin(), std::make_move_iterator(reasons.begin()),
                        std::make_move_iterator(reasons.end()));
  std::ranges::sort(triage.intents, {},
                    [](const Named& intent) { return std::pair(-intent.confidence, std::string_view(intent.name)); });
}

void Assessor::find_facts(std::string_view text, const AssessOptions& options, Triage& triage) const {
  find_personal_data(text, triage.pii);
  const Company* company = options.company;
  find_entities(text, triage.pii, {.orders = company == nullptr || !company->has_order_pattern()}, triage.entities);
  if (company != nullptr) company->find_entities(text, plain_, triage.entities);
  std::ranges::sort(triage.entities, {},
                    [](const Entity& entity) { return std::pair(entity.place.begin, entity.place.end); });
}

}  // namespace triage
