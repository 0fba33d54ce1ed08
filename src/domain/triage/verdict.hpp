#pragma once
// What is kept of the triage of one message, and how people put it right. A verdict is what the models and rules said; a
// correction is what a person said instead, field by field, and can be taken back. What counts is both together
// (correct()).

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/ids.hpp"
#include "domain/triage/triage.hpp"

namespace triage {

BOOST_DESCRIBE_STRUCT(Sentiment, (), (score, label, confidence))
BOOST_DESCRIBE_STRUCT(Named, (), (name, confidence))
BOOST_DESCRIBE_STRUCT(Span, (), (begin, end))
BOOST_DESCRIBE_STRUCT(PersonalData, (), (kind, place))
BOOST_DESCRIBE_STRUCT(Entity, (), (kind, value, place))
BOOST_DESCRIBE_STRUCT(SpokenOf, (), (name, denied, weight))
BOOST_DESCRIBE_STRUCT(Reason, (), (about, rule, weight, places, concepts))
BOOST_DESCRIBE_STRUCT(Triage, (),
                      (language, language_confidence, sentiment, emotion, intents, urgency, urgency_confidence, spam, abuse,
                       sarcasm, pii, entities, reasons, tier))

// What a person can put right.
enum class Field { sentiment, intents, urgency, language, spam, abuse, sarcasm };
BOOST_DESCRIBE_ENUM(Field, sentiment, intents, urgency, language, spam, abuse, sarcasm)

struct Verdict {
  ids::Message message_id;
  Triage triage;      // Without reasons: they are found again where somebody asks. Places are counted in UTF-16.
  std::string model;  // Which one said so.
  base::Time assessed_at{};
  std::vector<Field> corrected;  // By a person.
};
BOOST_DESCRIBE_STRUCT(Verdict, (), (message_id, triage, model, assessed_at, corrected))

// One field of one message, put right. Values are texts: "negative", "refund,delivery" (in order of the letters), "2", "de",
// "true".
struct Correction {
  ids::Correction id;
  ids::Organization organization_id;
  ids::Message message_id;
  ids::Inbox inbox_id;
  Field field = Field::sentiment;
  std::string said;      // What the verdict had.
  std::string meant;     // The same as `said` where a person agreed.
  std::string language;  // Of the message.
  std::string model;     // Whose verdict it was.
  std::optional<ids::User> corrected_by;
  base::Time at{};
  std::optional<base::Time> undone_at;
};
BOOST_DESCRIBE_STRUCT(Correction, (),
                      (id, organization_id, message_id, inbox_id, field, said, meant, language, model, corrected_by, at,
                       undone_at))

// Counts every place in UTF-16 code units of the text, as clients do, instead of bytes.
void count_in_utf16(Triage& triage, std::string_view text);

// What a field of it says, as a correction writes it.
[[nodiscard]] std::string value_of(const Triage& triage, Field field);

// Rules of this name in the reasons: a company's own layer says so, or has it no longer said.
inline constexpr const char* kLearnt = "learnt";
inline constexpr const char* kUnlearnt = "unlearnt";
// Adds a reason for each field that is not what it was `before` the layer had its word.
void tell_what_was_learnt(const Triage& before, Triage& now);

// The intents that a correction's value names.
[[nodiscard]] std::vector<std::string> intents_in(const std::string& value);

// The value as a correction keeps it; a Failure that names what was expected where it is none of the field's. `intents`: the
// names that there are.
[[nodiscard]] base::Result<std::string> check_value(Field field, const std::string& value,
                                                    std::span<const std::string> intents);

// The verdict as people left it: what they said is certain.
void correct(Verdict& verdict, std::span<const Correction> corrections);

// What a message may ask for.
[[nodiscard]] std::span<const std::string> intent_names();

}  // namespace triage
