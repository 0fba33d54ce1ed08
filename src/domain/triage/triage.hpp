#pragma once
// What triage says of one message. Everything in it is a hint with a confidence, never a decision; what must not depend on a
// model (safety words, legal threats, words to opt out) is found by rules and named in the reasons.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace triage {

// Said instead of a label whose confidence is below the threshold.
inline constexpr const char* kUnsure = "unsure";

struct Sentiment {
  double score = 0;             // -1 (negative) to 1 (positive)
  std::string label = kUnsure;  // "negative", "neutral", "positive", "unsure"
  double confidence = 0;        // Calibrated, of the label.
};

struct Named {
  std::string name;  // An intent ("refund") or an emotion ("anger").
  double confidence = 0;
};

// A place in the message's text: bytes of its UTF-8, end excluded.
struct Span {
  std::int64_t begin = 0;
  std::int64_t end = 0;
};

// Card, IBAN, e-mail or phone: what must not stand in previews and logs.
struct PersonalData {
  std::string kind;  // "card", "iban", "email", "phone"
  Span place;
};

struct Entity {
  std::string kind;   // "order", "product", "amount", "date", or the name of a company's own pattern
  std::string value;  // As it is written, save amounts ("49.90 EUR") and dates ("2026-11-22") that can be read.
  Span place;
};

// Something that the message speaks of in whatever words, as the lexicon calls it: "not_arrived".
struct SpokenOf {
  std::string name;
  bool denied = false;  // "not great"
  double weight = 0;    // Share of the evidence, 0 to 1.
};

// Why something is said of the message: the rule that fired, or the words and the concepts that moved the model most.
struct Reason {
  std::string about;  // "intent:refund", "urgency", "sentiment", "emotion", "spam", "abuse", "sarcasm", "language"
  std::string rule;   // The rule's name; empty where it is the model's word.
  double weight = 0;  // Share of the evidence for it that is in the places, 0 to 1.
  std::vector<Span> places;
  std::vector<SpokenOf> concepts = {};  // The weightiest first.
};

struct Triage {
  std::string language = {};  // ISO 639-1; empty where unknown.
  double language_confidence = 0;
  Sentiment sentiment;
  std::optional<Named> emotion;  // Only where clear.
  std::vector<Named> intents;    // The surest first; empty where none is sure enough.
  int urgency = 0;               // 0: may wait, 1: today, 2: within the hour
  double urgency_confidence = 0;
  bool spam = false;
  bool abuse = false;
  bool sarcasm = false;
  std::vector<PersonalData> pii;
  std::vector<Entity> entities;
  std::vector<Reason> reasons;
  int tier = 1;  // Which tier had the last word.
};

}  // namespace triage
