#include "domain/automation/fields.hpp"

#include <algorithm>
#include <vector>

#include "base/check.hpp"
#include "domain/triage/verdict.hpp"

namespace automation {
namespace {

using enum Comparison;

std::vector<std::string> intents() {
  const auto names = triage::intent_names();
  return {names.begin(), names.end()};
}

std::vector<FieldType> make_fields() {
  using F = ConditionField;
  using V = ValueType;
  const std::vector<Comparison> words{contains, contains_not};
  const std::vector<Comparison> names{is, is_not};
  const std::vector<Comparison> numbers{at_least, at_most};
  const std::vector<Comparison> flags{is};
  return {
      {F::text, V::text, words, {}, 0, 0, "What the customer said; letters and accents of any case are the same."},
      {F::language, V::language, names, {}, 0, 0, "The language of what waits for an answer, as two letters."},
      {F::sentiment, V::choice, names, {"negative", "neutral", "positive"}, 0, 0, "The mood of what waits for an answer."},
      {F::intent, V::choice, names, intents(), 0, 0, "What the customer wants, as triage reads it."},
      {F::urgency, V::number, numbers, {}, 0, 2, "0 may wait, 1 today, 2 within the hour."},
      {F::spam, V::flag, flags, {}, 0, 0, "Whether all that waits is spam."},
      {F::abuse, V::flag, flags, {}, 0, 0, "Whether any of it insults or threatens."},
      {F::priority, V::number, numbers, {}, 0, 100, "The score that orders the lists."},
      {F::channel, V::channel, names, {}, 0, 0, "The kind of place it came from."},
      {F::inbox, V::inbox, names, {}, 0, 0, "The connected account it came from."},
      {F::team, V::team, names, {}, 0, 0, "The team that has it; none: no team."},
      {F::assignee, V::user, names, {}, 0, 0, "Who has it; none: nobody."},
      {F::status, V::choice, names, {"open", "pending", "snoozed", "resolved"}, 0, 0, "How the conversation stands."},
      {F::owed, V::flag, flags, {}, 0, 0, "Whether an answer is owed."},
      {F::late, V::flag, flags, {}, 0, 0, "Whether the promised time is over."},
      {F::contact_value,
       V::choice,
       names,
       {"none", "customer", "valued", "key"},
       0,
       0,
       "What the customer is worth to the company."},
      {F::followers, V::number, numbers, {}, 0, 1'000'000'000, "How many follow the customer where they have most."},
      {F::strikes, V::number, numbers, {}, 0, 1000, "Mishaps that the customer suffered before."},
      {F::visibility, V::choice, flags, {"public", "private"}, 0, 0, "Whether everybody can read what the customer said."},
      {F::waiting_minutes, V::number, numbers, {}, 0, 43'200, "For how long the customer has been waiting."},
      {F::hour, V::number, numbers, {}, 0, 23, "The hour of the day where the organization is."},
      {F::label, V::label, names, {}, 0, 0, "A label of the conversation."},
  };
}

std::vector<TriggerType> make_triggers() {
  using T = Trigger;
  return {
      {T::message_in, "The customer said something."},
      {T::conversation_opened, "A conversation began."},
      {T::conversation_reopened, "The customer wrote again in a conversation that was resolved."},
      {T::triaged, "What a message says was read, within about a second, or put right by a person."},
      {T::clock_warned, "Much of the promised time is over."},
      {T::clock_breached, "The promised time is over, and nobody answered."},
      {T::clock_escalated, "Still nobody answered when the policy took its next step."},
      {T::solution_warned, "Much of the time in which a solution was promised is over."},
      {T::solution_late, "The time in which a solution was promised is over, and it is not resolved."},
      {T::strike_added, "A mishap: a matter that was answered and closed was not at its end."},
      {T::assigned, "It went to another person or another team."},
      {T::resolved, "It was resolved."},
  };
}

std::vector<ActionType> make_actions() {
  using K = ActionKind;
  return {
      {K::assign_user, {"user_id"}, {}, true, "Give it to somebody."},
      {K::assign_team, {"team_id"}, {}, true, "Give it to a team."},
      {K::add_label, {"label"}, {}, true, "Put a label on it."},
      {K::remove_label, {"label"}, {}, true, "Take a label off it."},
      {K::set_priority, {"priority"}, {}, false, "Let its priority be at least this, whatever triage finds."},
      {K::set_policy, {"policy_id"}, {}, false, "Promise what this policy promises, wherever that holds otherwise."},
      {K::add_note, {"text"}, {}, true, "Write a note for the team."},
      {K::notify,
       {"text"},
       {"user_id", "whom"},
       false,
       "Tell somebody by name: a colleague, the assignee, the leads or its team."},
      {K::draft_macro, {"macro_id"}, {}, false, "Offer a macro's text as an answer, to be sent by a person with one press."},
      {K::start_playbook, {"playbook_id"}, {}, true, "Begin a playbook, unless it is being followed already."},
      {K::tell_webhooks, {}, {}, false, "Tell the addresses that are told of rule.ran, and do nothing else."},
  };
}

}  // namespace

std::span<const FieldType> field_types() {
  static const std::vector<FieldType> kFields = make_fields();
  return kFields;
}

std::span<const TriggerType> trigger_types() {
  static const std::vector<TriggerType> kTriggers = make_triggers();
  return kTriggers;
}

std::span<const ActionType> action_types() {
  static const std::vector<ActionType> kActions = make_actions();
  return kActions;
}

const FieldType& type_of(ConditionField field) {
  const auto found = std::ranges::find(field_types(), field, &FieldType::field);
  HEED_CHECK(found != field_types().end(), "every field is described");
  return *found;
}

const ActionType& type_of(ActionKind kind) {
  const auto found = std::ranges::find(action_types(), kind, &ActionType::kind);
  HEED_CHECK(found != action_types().end(), "every action is described");
  return *found;
}

}  // namespace automation
