#include "api/present.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/json/decode.hpp"
#include "domain/conversation/view.hpp"
#include "domain/triage/facets.hpp"

namespace api {
namespace {

std::vector<contract::PriorityReason> reasons_of(const std::optional<std::string>& kept) {
  std::vector<contract::PriorityReason> out;
  if (!kept) return out;
  // Of a newer program there may be a code that this one does not know: then there is only the number.
  const auto reasons = base::decode_text<std::vector<priority::Reason>>(*kept, base::UnknownMembers::ignore);
  if (!reasons) return out;
  for (const auto& reason : *reasons)
    out.push_back({reason.code, reason.points, reason.subject, reason.number, reason.seconds});
  return out;
}

contract::TriageSpan present(triage::Span place) { return {place.begin, place.end}; }

}  // namespace

contract::Clock present(const sla::Clock& clock) {
  return {clock.kind,      clock.started_at, clock.due_at,   clock.breached_at, clock.warn_at,
          clock.warned_at, clock.paused_at,  clock.target_s, clock.policy_id,   clock.escalated.value_or(0)};
}

contract::Conversation present(const event::ConversationState& state) {
  const auto& c = state.conversation;
  contract::Conversation out;
  out.id = c.id;
  out.inbox_id = c.inbox_id;
  out.contact_id = c.contact_id;
  out.contact_name = state.contact_name;
  out.team_id = c.team_id;
  out.assignee_id = c.assignee_id;
  out.status = c.status;
  out.snoozed_until = c.snoozed_until;
  out.owed = c.owed;
  out.owed_since = c.owed_since;
  out.dismiss_reason = c.dismiss_reason;
  out.dismiss_note = c.dismiss_note;
  if (state.clock) {
    out.clock = present(*state.clock);
  }
  out.first_said_at = c.first_said_at;
  out.last_said_at = c.last_said_at;
  out.last_text = c.last_text;
  out.last_direction = c.last_direction;
  out.message_count = c.message_count;
  out.first_answered_at = c.first_answered_at;
  if (c.first_answered_at) {
    out.first_response_s = std::chrono::duration_cast<std::chrono::seconds>(*c.first_answered_at - c.first_said_at).count();
  }
  out.views = conversation::views_of(c);
  out.merged_into_id = c.merged_into_id;
  out.case_id = c.case_id;
  out.priority = state.priority;
  out.priority_reasons = reasons_of(state.priority_reasons);
  if (state.facets) {
    auto facets = triage::read_facets(*state.facets);
    out.facets = contract::Facets{std::move(facets.intents),
                                  std::move(facets.sentiments),
                                  std::move(facets.languages),
                                  facets.urgency,
                                  facets.spam,
                                  facets.abuse};
  }
  return out;
}

contract::Triage present(const triage::Verdict& verdict) {
  const auto& said = verdict.triage;
  contract::Triage out;
  out.message_id = verdict.message_id;
  if (!said.language.empty()) out.language = said.language;
  out.language_confidence = said.language_confidence;
  out.sentiment = {said.sentiment.score, said.sentiment.label, said.sentiment.confidence};
  if (said.emotion) out.emotion = contract::TriageNamed{said.emotion->name, said.emotion->confidence};
  for (const auto& intent : said.intents) out.intents.push_back({intent.name, intent.confidence});
  out.urgency = said.urgency;
  out.urgency_confidence = said.urgency_confidence;
  out.spam = said.spam;
  out.abuse = said.abuse;
  out.sarcasm = said.sarcasm;
  for (const auto& found : said.pii) out.personal_data.push_back({found.kind, present(found.place)});
  for (const auto& found : said.entities) out.entities.push_back({found.kind, found.value, present(found.place)});
  out.tier = said.tier;
  out.corrected = verdict.corrected;
  return out;
}

contract::Message present(const conversation::Message& message, const std::string& author_name) {
  contract::Message out;
  out.id = message.id;
  out.conversation_id = message.conversation_id;
  out.direction = message.direction;
  out.author_name = author_name;
  out.user_id = message.user_id;
  out.is_public = message.is_public;
  out.text = message.text;
  out.delivery = message.delivery;
  out.said_at = message.said_at;
  out.edited_at = message.edited_at;
  out.deleted_at = message.deleted_at;
  out.original_text = message.original_text;
  if (!message.language.empty()) out.language = message.language;
  return out;
}

void add_outbound(contract::Message& message, const conversation::Outbound& outbound) {
  if (message.delivery == conversation::Delivery::queued)
    message.send_at = std::max(outbound.send_at, outbound.retry_at.value_or(outbound.send_at));
  if (!outbound.reason.empty()) message.delivery_reason = outbound.reason;
  if (!outbound.url.empty()) message.url = outbound.url;
  message.delivered_at = outbound.delivered_at;
  message.seen_at = outbound.seen_at;
}

contract::Attachment present(const conversation::Attachment& file) {
  return {file.id, file.name, file.type, file.size, file.description, file.is_inline};
}

std::vector<contract::Attachment> present(const std::vector<conversation::Attachment>& files) {
  std::vector<contract::Attachment> out;
  for (const auto& file : files) out.push_back(present(file));
  return out;
}

contract::Act present(const conversation::Act& act) { return {act.kind, act.user_id, act.done_at}; }

contract::Signal present(const signals::Signal& signal, std::optional<ids::Contact> contact,
                         const std::string& author_name) {
  contract::Signal out;
  out.id = signal.id;
  out.inbox_id = signal.inbox_id;
  out.kind = signal.kind;
  out.author_name = author_name;
  out.contact_id = contact;
  out.message_id = signal.message_id;
  out.at = signal.at;
  return out;
}

contract::Notification present(const notification::Notification& notice) {
  contract::Notification out;
  out.id = notice.id;
  out.conversation_id = notice.conversation_id;
  out.cause = notice.cause;
  out.text = notice.text;
  out.rung = notice.rung;
  out.made_at = notice.made_at;
  out.climbs_at = notice.climbs_at;
  out.seen_at = notice.seen_at;
  out.taken_at = notice.taken_at;
  out.taken_by = notice.taken_by;
  return out;
}

contract::Alert present(const signals::Alert& alert) {
  contract::Alert out;
  out.id = alert.id;
  out.inbox_id = alert.inbox_id;
  out.kind = alert.signal_kind;
  out.began_at = alert.began_at;
  out.raised_at = alert.raised_at;
  out.ended_at = alert.ended_at;
  out.observed = alert.observed;
  out.expected = alert.expected;
  out.seen_by = alert.seen_by;
  out.seen_at = alert.seen_at;
  return out;
}

}  // namespace api
