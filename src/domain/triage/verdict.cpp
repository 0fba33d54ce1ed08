#include "domain/triage/verdict.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/json/traits.hpp"

namespace triage {
namespace {

using base::FailureKind;

constexpr char kBetween = ',';

std::string join(const std::vector<std::string>& parts) {
  std::string text;
  for (const auto& part : parts) {
    if (!text.empty()) text += kBetween;
    text += part;
  }
  return text;
}

std::string truth(bool value) { return value ? "true" : "false"; }

bool is_language(const std::string& value) {
  return value.size() >= 2 && value.size() <= 3 && std::ranges::all_of(value, [](char c) { return c >= 'a' && c <= 'z'; });
}

// Halfway out: a person says which way, not how far.
constexpr double kPlainSentiment = 0.5;

void set(Triage& triage, Field field, const std::string& value) {
  switch (field) {
    case Field::sentiment:
      if (triage.sentiment.label != value || triage.sentiment.label == kUnsure)
        triage.sentiment.score = value == "negative" ? -kPlainSentiment : value == "positive" ? kPlainSentiment : 0;
      triage.sentiment.label = value;
      triage.sentiment.confidence = 1;
      return;
    case Field::intents:
      triage.intents.clear();
      for (auto& name : intents_in(value)) triage.intents.push_back({std::move(name), 1});
      return;
    case Field::urgency:
      triage.urgency = value.front() - '0';
      triage.urgency_confidence = 1;
      return;
    case Field::language:
      triage.language = value;
      triage.language_confidence = 1;
      return;
    case Field::spam: triage.spam = value == "true"; return;
    case Field::abuse: triage.abuse = value == "true"; return;
    case Field::sarcasm: triage.sarcasm = value == "true"; return;
  }
}

tl::unexpected<base::Failure> refuse(Field field, std::string_view expected) {
  const std::string name(base::to_name(field));
  return base::fail(FailureKind::invalid, name + ": expected " + std::string(expected), name);
}

// UTF-16 code units before each byte of the text that is asked for, in rising order or not.
class Utf16Count {
 public:
  explicit Utf16Count(std::string_view text) : text_(text) {}

  [[nodiscard]] std::int64_t before(std::int64_t byte) {
    const auto wanted = static_cast<std::size_t>(std::clamp<std::int64_t>(byte, 0, static_cast<std::int64_t>(text_.size())));
    if (wanted < at_) at_ = 0, units_ = 0;
    for (; at_ < wanted; ++at_) {
      const auto unit = static_cast<unsigned char>(text_[at_]);
      if (unit < 0x80 || unit >= 0xC0) units_ += unit >= 0xF0 ? 2 : 1;
    }
    return units_;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::int64_t units_ = 0;
};

}  // namespace

void count_in_utf16(Triage& triage, std::string_view text) {
  Utf16Count count(text);
  const auto recount = [&count](Span& place) { place = {count.before(place.begin), count.before(place.end)}; };
  for (auto& found : triage.pii) recount(found.place);
  for (auto& found : triage.entities) recount(found.place);
  for (auto& reason : triage.reasons)
    for (auto& place : reason.places) recount(place);
}

std::string value_of(const Triage& triage, Field field) {
  switch (field) {
    case Field::sentiment: return triage.sentiment.label;
    case Field::intents: {
      std::vector<std::string> names;
      for (const auto& intent : triage.intents) names.push_back(intent.name);
      std::ranges::sort(names);
      return join(names);
    }
    case Field::urgency: return std::to_string(triage.urgency);
    case Field::language: return triage.language;
    case Field::spam: return truth(triage.spam);
    case Field::abuse: return truth(triage.abuse);
    case Field::sarcasm: return truth(triage.sarcasm);
  }
  return {};
}

void tell_what_was_learnt(const Triage& before, Triage& now) {
  const auto tell = [&now](std::string about, const char* rule) { now.reasons.push_back({std::move(about), rule, 0, {}}); };
  const auto tell_missing = [&](const std::vector<Named>& here, const std::vector<Named>& there, const char* rule) {
    for (const auto& intent : here)
      if (std::ranges::find(there, intent.name, &Named::name) == there.end()) tell("intent:" + intent.name, rule);
  };
  tell_missing(now.intents, before.intents, kLearnt);
  tell_missing(before.intents, now.intents, kUnlearnt);
  if (now.urgency != before.urgency) tell("urgency", kLearnt);
  if (now.sentiment.label != before.sentiment.label) tell("sentiment", kLearnt);
}

std::vector<std::string> intents_in(const std::string& value) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  while (from <= value.size()) {
    const auto to = std::min(value.find(kBetween, from), value.size());
    if (to > from) parts.push_back(value.substr(from, to - from));
    from = to + 1;
  }
  std::ranges::sort(parts);
  parts.erase(std::ranges::unique(parts).begin(), parts.end());
  return parts;
}

base::Result<std::string> check_value(Field field, const std::string& value, std::span<const std::string> intents) {
  switch (field) {
    case Field::sentiment:
      if (value != "negative" && value != "neutral" && value != "positive")
        return refuse(field, "negative, neutral or positive");
      return value;
    case Field::intents: {
      const auto names = intents_in(value);
      for (const auto& name : names)
        if (std::ranges::find(intents, name) == intents.end())
          return refuse(field, "names of intents; there is no \"" + name + "\"");
      return join(names);
    }
    case Field::urgency:
      if (value != "0" && value != "1" && value != "2") return refuse(field, "0, 1 or 2");
      return value;
    case Field::language:
      if (!is_language(value)) return refuse(field, "a language like \"de\"");
      return value;
    case Field::spam:
    case Field::abuse:
    case Field::sarcasm:
      if (value != "true" && value != "false") return refuse(field, "true or false");
      return value;
  }
  return refuse(field, "something else");
}

void correct(Verdict& verdict, std::span<const Correction> corrections) {
  for (const auto& correction : corrections) {
    if (correction.undone_at || correction.message_id != verdict.message_id) continue;
    set(verdict.triage, correction.field, correction.meant);
    if (std::ranges::find(verdict.corrected, correction.field) == verdict.corrected.end())
      verdict.corrected.push_back(correction.field);
  }
  std::ranges::sort(verdict.corrected);
}

std::span<const std::string> intent_names() {
  static const std::array<std::string, 17> kNames = {"complaint",    "question",       "request", "praise",   "suggestion",
                                                     "churn_threat", "cancellation",   "refund",  "delivery", "billing",
                                                     "outage",       "account_access", "how_to",  "safety",   "legal_press",
                                                     "spam",         "small_talk"};
  return kNames;
}

}  // namespace triage
