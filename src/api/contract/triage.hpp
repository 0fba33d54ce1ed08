#pragma once
// What messages say, by the models, the rules and the people who put them right; and how it is made into a priority.
//
// Every message of a customer gets its triage within about a second of its arrival: `message.triaged` of the live feed tells of it,
// and `triage` of a message is null until then. Places are counted in UTF-16 code units of the message's `text`, end excluded.

#include <map>

#include "api/contract/common.hpp"
#include "domain/priority/priority.hpp"
#include "domain/triage/verdict.hpp"

namespace api::contract {

struct TriageSpan {
  std::int64_t begin = 0;
  std::int64_t end = 0;
};
BOOST_DESCRIBE_STRUCT(TriageSpan, (), (begin, end))

struct TriageSentiment {
  double score = 0;       // -1 (negative) to 1 (positive)
  std::string label;      // "negative", "neutral", "positive", "unsure"
  double confidence = 0;  // Of the label: of answers given with 0.8, about eight in ten are right.
};
BOOST_DESCRIBE_STRUCT(TriageSentiment, (), (score, label, confidence))

struct TriageNamed {
  std::string name;
  double confidence = 0;
};
BOOST_DESCRIBE_STRUCT(TriageNamed, (), (name, confidence))

struct TriagePersonalData {
  std::string kind;  // "card", "iban", "email", "phone"
  TriageSpan place;
};
BOOST_DESCRIBE_STRUCT(TriagePersonalData, (), (kind, place))

struct TriageEntity {
  std::string kind;  // "order", "product", "amount", "date", or the name of a company's own pattern
  std::string value;
  TriageSpan place;
};
BOOST_DESCRIBE_STRUCT(TriageEntity, (), (kind, value, place))

// What a message says, as people left it.
struct Triage {
  ids::Message message_id;
  std::optional<std::string> language;  // ISO 639-1; none where unknown.
  double language_confidence = 0;
  TriageSentiment sentiment;
  std::optional<TriageNamed> emotion;  // Only where it is clear.
  std::vector<TriageNamed> intents;    // The surest first; those of triage settings' `intents`.
  std::int64_t urgency = 0;            // 0: may wait, 1: today, 2: within the hour
  double urgency_confidence = 0;
  bool spam = false;
  bool abuse = false;
  bool sarcasm = false;
  std::vector<TriagePersonalData> personal_data;
  std::vector<TriageEntity> entities;
  std::int64_t tier = 1;                 // Which tier of models had the last word.
  std::vector<triage::Field> corrected;  // What people said of it; the rest is the models'.
};
BOOST_DESCRIBE_STRUCT(Triage, (),
                      (message_id, language, language_confidence, sentiment, emotion, intents, urgency, urgency_confidence,
                       spam, abuse, sarcasm, personal_data, entities, tier, corrected))

// Something that a message speaks of, in whatever words and language.
struct TriageConcept {
  std::string name;     // "refund", "not_arrived": lines of tools/models/concepts/en.tsv.
  bool denied = false;  // "not great"
  double weight = 0;    // Share of the evidence, 0 to 1.
};
BOOST_DESCRIBE_STRUCT(TriageConcept, (), (name, denied, weight))

// Why something is said of a message: the rule that fired, or the words and the concepts that moved the model most.
struct TriageReason {
  std::string about;  // "intent:refund", "urgency", "sentiment", "emotion", "spam", "abuse", "sarcasm", "language"
  std::string rule;   // The rule's name; empty where it is the model's word.
  double weight = 0;  // Share of the evidence for it that is in the places, 0 to 1.
  std::vector<TriageSpan> places;
  std::vector<TriageConcept> concepts;  // The weightiest first; none where a rule fired.
};
BOOST_DESCRIBE_STRUCT(TriageReason, (), (about, rule, weight, places, concepts))

// One field put right. Values are texts: "negative", "refund,delivery", "2", "de", "true".
struct TriageCorrection {
  triage::Field field = triage::Field::sentiment;
  std::string said;   // What the models had said.
  std::string meant;  // What a person says; the same where they agreed.
  std::optional<ids::User> by;
  base::Time at{};
};
BOOST_DESCRIBE_STRUCT(TriageCorrection, (), (field, said, meant, by, at))

struct TriageExplanation {
  Triage triage;
  std::string model;  // Which one's verdict it is.
  base::Time assessed_at{};
  std::vector<TriageReason> reasons;  // By the model that serves now, of the text as it is now.
  std::vector<TriageCorrection> corrections;
};
BOOST_DESCRIBE_STRUCT(TriageExplanation, (), (triage, model, assessed_at, reasons, corrections))

struct MessagePath {
  ids::Message message_id;
};
BOOST_DESCRIBE_STRUCT(MessagePath, (), (message_id))

// Says what a message is in truth, one field or several; saying what the models said too confirms it. A field that was put
// right before is put right anew.
struct CorrectTriage {
  ids::Message message_id;
  std::optional<std::string> sentiment;             // "negative", "neutral", "positive"
  std::optional<std::vector<std::string>> intents;  // All that are right; none: an empty list.
  std::optional<std::int64_t> urgency;              // 0, 1 or 2
  std::optional<std::string> language;              // ISO 639-1
  std::optional<bool> spam;
  std::optional<bool> abuse;
  std::optional<bool> sarcasm;
};
BOOST_DESCRIBE_STRUCT(CorrectTriage, (), (message_id, sentiment, intents, urgency, language, spam, abuse, sarcasm))

// What a conversation can be found by: of the customer's words that nobody has answered yet, and where all are answered, of
// their last one.
struct Facets {
  std::vector<std::string> intents;
  std::vector<std::string> sentiments;  // "negative", "neutral", "positive"
  std::vector<std::string> languages;
  std::int64_t urgency = 0;  // Of the most urgent word.
  bool spam = false;         // All of the words are.
  bool abuse = false;        // One of them is.
};
BOOST_DESCRIBE_STRUCT(Facets, (), (intents, sentiments, languages, urgency, spam, abuse))

struct TriageFieldPath {
  ids::Message message_id;
  triage::Field field = triage::Field::sentiment;
};
BOOST_DESCRIBE_STRUCT(TriageFieldPath, (), (message_id, field))

// One reason for a conversation's priority, to be put in words. What `subject`, `number` and `seconds` say depends on the code:
// `intent`: subject is which; `clock`: number is percent of the time over (at the step that counted), as for `late`;
// `unanswered`: number of words, seconds between the first and the last; `reach`: number of followers; `strikes`: their level;
// `rule`, `escalated`: number is the least that a rule (subject is its name) or a second strike says;
// `value`: subject is what they are worth; `live`: an answer is promised within seconds.
struct PriorityReason {
  priority::Code code = priority::Code::urgent;
  double points = 0;
  std::string subject;
  std::int64_t number = 0;
  std::int64_t seconds = 0;
};
BOOST_DESCRIBE_STRUCT(PriorityReason, (), (code, points, subject, number, seconds))

// Points at most for each fact, 0 to 100. What each is for stands in the documentation of triage.
struct PriorityWeights {
  double urgent = 0;
  double urgent_now = 0;
  std::map<std::string, double> intents;
  double negative = 0;
  double clock = 0;
  double late = 0;
  double unanswered = 0;
  double reach = 0;
  double strikes = 0;
  double value = 0;
  double live = 0;
  double spam_at_most = 0;
};
BOOST_DESCRIBE_STRUCT(PriorityWeights, (),
                      (urgent, urgent_now, intents, negative, clock, late, unanswered, reach, strikes, value, live,
                       spam_at_most))

// What a company adds: found in a message as it was written, small and capital letters alike.
struct TriagePattern {
  std::string name;     // What it finds: "order" stands in for the order numbers that are found without it.
  std::string pattern;  // RE2's syntax.
};
BOOST_DESCRIBE_STRUCT(TriagePattern, (), (name, pattern))

// A message with one of these words, in any case and with or without accents, is taken to be of that intent. Without words it is
// known from what people put right alone.
struct TriageIntentWords {
  std::string intent;  // One that there is, or a new one.
  std::vector<std::string> words;
};
BOOST_DESCRIBE_STRUCT(TriageIntentWords, (), (intent, words))

struct TriageWords {
  std::vector<TriagePattern> patterns;
  std::vector<std::string> products;
  std::vector<TriageIntentWords> intents;
};
BOOST_DESCRIBE_STRUCT(TriageWords, (), (patterns, products, intents))

// When triage learns from what people put right by itself: where enough is new.
struct TriageNights {
  bool on = true;
  std::int64_t hour = 0;  // 0 to 23, in the organization's time zone.
};
BOOST_DESCRIBE_STRUCT(TriageNights, (), (on, hour))

struct TriageSettings {
  PriorityWeights weights;
  PriorityWeights default_weights;
  TriageWords words;
  std::vector<std::string> intents;  // Every name there is, the company's own too.
  TriageNights learning;
};
BOOST_DESCRIBE_STRUCT(TriageSettings, (), (weights, default_weights, words, intents, learning))

// What is under way is ranked anew with the weights within seconds; the words are looked for in what is said from now on.
struct ChangeTriageSettings {
  PriorityWeights weights;
  TriageWords words;
  std::optional<TriageNights> learning;  // Left out: as it was.
};
BOOST_DESCRIBE_STRUCT(ChangeTriageSettings, (), (weights, words, learning))

struct TriageConfused {
  std::string said;   // By the models; of intents, each name for itself and "none" where there was none.
  std::string meant;  // By people.
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(TriageConfused, (), (said, meant, count))

// What people said of messages, ours alone: of one field, all of it, or in one language, or on one channel.
struct TriageConfusion {
  triage::Field field = triage::Field::sentiment;
  std::optional<std::string> language;
  std::optional<std::string> channel;
  std::int64_t agreed = 0;  // Of them, where people and models say the same.
  std::int64_t total = 0;
  std::vector<TriageConfused> cells;
};
BOOST_DESCRIBE_STRUCT(TriageConfusion, (), (field, language, channel, agreed, total, cells))

struct TriageWeek {
  base::Time begins_at{};
  std::int64_t messages = 0;   // Said in these seven days and read.
  std::int64_t corrected = 0;  // Messages of which somebody said, in these days, that the models were wrong,
  std::int64_t confirmed = 0;  // or right and nothing else.
};
BOOST_DESCRIBE_STRUCT(TriageWeek, (), (begins_at, messages, corrected, confirmed))

struct TriageShare {
  std::string value;
  std::int64_t recent = 0;  // Of the last 7 days.
  std::int64_t before = 0;  // Of the 28 before.
};
BOOST_DESCRIBE_STRUCT(TriageShare, (), (value, recent, before))

// Whether what is said has changed: the population stability index of the last 7 days against the 28 before.
struct TriageDrift {
  triage::Field field = triage::Field::sentiment;
  double index = 0;
  double alarm_above = 0;
  bool alarm = false;  // Above that, with enough messages on both sides to tell.
  std::vector<TriageShare> values;
};
BOOST_DESCRIBE_STRUCT(TriageDrift, (), (field, index, alarm_above, alarm, values))

struct TriageModel {
  std::string version;  // Verdicts name it.
  std::string card;     // JSON: what it was trained on, under which licence, how it measures, what it is not for.
  std::optional<std::string> refused;  // Why the model in the folder does not serve.
};
BOOST_DESCRIBE_STRUCT(TriageModel, (), (version, card, refused))

struct TriageQuality {
  std::vector<TriageConfusion> tables;
  std::vector<TriageWeek> weeks;  // The latest last; the last one ends today.
  std::vector<TriageDrift> drifts;
  std::optional<TriageModel> model;    // None in a program without one.
  std::int64_t events_behind = 0;      // What happened and has not been looked at yet.
  std::int64_t messages_assessed = 0;  // Since the server started, of all organizations.
};
BOOST_DESCRIBE_STRUCT(TriageQuality, (), (tables, weeks, drifts, model, events_behind, messages_assessed))

}  // namespace api::contract
