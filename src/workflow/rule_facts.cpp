#include "workflow/rule_facts.hpp"

#include <algorithm>
#include <chrono>
#include <initializer_list>
#include <utility>
#include <variant>

#include "domain/triage/facets.hpp"
#include "store/inbox_store.hpp"
#include "store/label_store.hpp"
#include "store/message_store.hpp"
#include "store/organization_store.hpp"
#include "store/triage_store.hpp"
#include "workflow/strikes.hpp"
#include "workflow/time_zones.hpp"

namespace workflow {
namespace {

using automation::ConditionField;
using automation::Trigger;
using conversation::Direction;

std::vector<Trigger> triggers_of(const event::MessageCreated& in) {
  const auto& message = in.message;
  if (message.direction != Direction::inbound || !message.conversation_id) return {};
  std::vector<Trigger> out{Trigger::message_in};
  if (in.state.conversation.message_count == 1) out.push_back(Trigger::conversation_opened);
  if (message.placed == conversation::Placement::reopen) out.push_back(Trigger::conversation_reopened);
  return out;
}

std::vector<Trigger> triggers_of(const event::ConversationUpdated& in, base::Time at) {
  const auto& c = in.state.conversation;
  std::vector<Trigger> out;
  const bool moved =
      (c.assignee_id && c.assignee_id != in.previous_assignee_id) || (c.team_id && c.team_id != in.previous_team_id);
  if (moved) out.push_back(Trigger::assigned);
  if (c.status == conversation::Status::resolved && c.resolved_at == at) out.push_back(Trigger::resolved);
  return out;
}

bool asks_for_any(const automation::Rule& rule, std::initializer_list<ConditionField> fields) {
  return std::ranges::any_of(fields, [&](ConditionField field) { return automation::asks_for(rule, field); });
}

}  // namespace

std::optional<RuleEvent> read_rule_event(const event::Event& happened, base::Time at) {
  RuleEvent out;
  out.at = at;
  if (const auto* created = std::get_if<event::MessageCreated>(&happened)) {
    out.triggers = triggers_of(*created);
    out.state = created->state;
    out.message = created->message;
  } else if (const auto* updated = std::get_if<event::ConversationUpdated>(&happened)) {
    out.triggers = triggers_of(*updated, at);
    out.state = updated->state;
  } else if (const auto* opened = std::get_if<event::ConversationCreated>(&happened)) {
    out.triggers = {Trigger::conversation_opened};
    out.state = opened->state;
  } else if (const auto* triaged = std::get_if<event::MessageTriaged>(&happened)) {
    out.triggers = {Trigger::triaged};
    out.state = triaged->state;
    out.message_id = triaged->verdict.message_id;
  } else if (const auto* warned = std::get_if<event::ClockWarned>(&happened)) {
    out.triggers = {warned->clock ? Trigger::solution_warned : Trigger::clock_warned};
    out.state = warned->state;
  } else if (const auto* breached = std::get_if<event::ClockBreached>(&happened)) {
    out.triggers = {breached->clock ? Trigger::solution_late : Trigger::clock_breached};
    out.state = breached->state;
  } else if (const auto* strike = std::get_if<event::StrikeChanged>(&happened)) {
    if (!strike->undone) out.triggers = {Trigger::strike_added};
    out.state = strike->state;
  } else if (const auto* escalated = std::get_if<event::ClockEscalated>(&happened)) {
    if (!escalated->clock) out.triggers = {Trigger::clock_escalated};
    out.state = escalated->state;
  }
  if (out.triggers.empty()) return std::nullopt;
  return out;
}

TriggerEvents events_of(Trigger trigger) {
  switch (trigger) {
    case Trigger::message_in:
    case Trigger::conversation_reopened: return {event::MessageCreated::kType, ""};
    case Trigger::strike_added: return {event::StrikeChanged::kType, ""};
    case Trigger::conversation_opened: return {event::MessageCreated::kType, event::ConversationCreated::kType};
    case Trigger::triaged: return {event::MessageTriaged::kType, ""};
    case Trigger::solution_warned:
    case Trigger::clock_warned: return {event::ClockWarned::kType, ""};
    case Trigger::solution_late:
    case Trigger::clock_breached: return {event::ClockBreached::kType, ""};
    case Trigger::clock_escalated: return {event::ClockEscalated::kType, ""};
    case Trigger::assigned:
    case Trigger::resolved: return {event::ConversationUpdated::kType, ""};
  }
  return {};
}

const std::string& RuleFacts::channel_of(ids::Organization organization, ids::Inbox inbox) {
  const auto known = std::ranges::find(channels_, inbox, [](const auto& one) { return one.first; });
  if (known != channels_.end()) return known->second;
  const auto found = store::find_inbox(reading_, organization, inbox);
  return channels_.emplace_back(inbox, found ? found->channel : "").second;
}

std::int64_t RuleFacts::hour_of(ids::Organization organization, base::Time at) {
  auto known = std::ranges::find(zones_, organization, [](const auto& one) { return one.first; });
  if (known == zones_.end()) {
    const auto found = store::find_organization(reading_, organization);
    known = zones_.insert(zones_.end(), {organization, found ? found->time_zone : "UTC"});
  }
  const auto zone = open_time_zone(known->second);
  const auto local = at.time_since_epoch() + (zone ? zone->at(at).ahead : std::chrono::seconds(0));
  return std::chrono::floor<std::chrono::hours>(local % std::chrono::days(1)).count();
}

void RuleFacts::look_up_words(automation::Facts& facts, const automation::Rule& rule, const RuleEvent& happened,
                              const conversation::Conversation& c) {
  if (happened.message) {
    facts.text = happened.message->text;
    facts.is_public = happened.message->is_public;
    return;
  }
  if (!asks_for_any(rule, {ConditionField::text, ConditionField::visibility})) return;
  const auto message = happened.message_id ? store::find_message(reading_, c.organization_id, *happened.message_id)
                                           : store::find_newest_heard(reading_, c.organization_id, c.id);
  if (!message) return;
  facts.text = message->text;
  facts.is_public = message->is_public;
}

void RuleFacts::look_up_contact(automation::Facts& facts, const automation::Rule& rule, const conversation::Conversation& c,
                                base::Time at) {
  if (asks_for_any(rule, {ConditionField::contact_value, ConditionField::followers, ConditionField::strikes})) {
    const auto known = store::priority_facts(reading_, c, at);
    facts.value = known.value;
    facts.followers = known.followers;
    facts.strikes = known.strikes == 0 ? 0 : strike_level(reading_, c.organization_id, c.contact_id, at);
  }
  if (automation::asks_for(rule, ConditionField::label))
    facts.labels = store::list_labels(reading_, c.organization_id, c.id);
}

automation::Facts RuleFacts::of(const automation::Rule& rule, const RuleEvent& happened,
                                const event::ConversationState& state) {
  const auto& c = state.conversation;
  automation::Facts facts;
  look_up_words(facts, rule, happened, c);
  look_up_contact(facts, rule, c, happened.at);
  if (state.facets) {
    auto facets = triage::read_facets(*state.facets);
    facts.languages = std::move(facets.languages);
    facts.sentiments = std::move(facets.sentiments);
    facts.intents = std::move(facets.intents);
    facts.urgency = facets.urgency;
    facts.spam = facets.spam;
    facts.abuse = facets.abuse;
  }
  facts.priority = state.priority.value_or(0);
  if (automation::asks_for(rule, ConditionField::channel)) facts.channel = channel_of(c.organization_id, c.inbox_id);
  facts.inbox_id = c.inbox_id;
  facts.team_id = c.team_id;
  facts.assignee_id = c.assignee_id;
  facts.status = c.status;
  facts.owed = c.owed;
  facts.late = state.clock && state.clock->breached_at;
  if (c.owed_since)
    facts.waiting_minutes =
        std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::minutes>(happened.at - *c.owed_since).count());
  if (automation::asks_for(rule, ConditionField::hour)) facts.hour = hour_of(c.organization_id, happened.at);
  return facts;
}

}  // namespace workflow
