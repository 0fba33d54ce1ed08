#include "api/present_event.hpp"

#include <algorithm>

#include "api/present.hpp"
#include "api/topics.hpp"
#include "api/widget_handlers.hpp"

namespace api {
namespace {

using conversation::Status;

template <class... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};

// The state of the conversation that an event is about, if it is about one.
const event::ConversationState* state_of(const event::Event& happened) {
  return std::visit(
      []<class Happened>(const Happened& one) -> const event::ConversationState* {
        if constexpr (requires { one.state; }) return &one.state;
        else return nullptr;
      },
      happened);
}

bool sees(const rights::Principal& who, const conversation::Conversation& conversation) {
  return rights::may_see(who, conversation.organization_id, conversation.team_id, conversation.assignee_id);
}

// Whether the event says how the visitor's own matter stands: the conversation that goes on with their next word. What was
// split off or merged away is the team's own order, and words that moved close nothing.
bool tells_standing(const Numbered& happened, const conversation::Conversation& conversation) {
  if (!conversation.thread_key.empty() || conversation.merged_into_id) return false;
  return conversation.status != Status::resolved || !std::holds_alternative<event::MessagesMoved>(happened.event);
}

}  // namespace

std::optional<ids::User> addressee_of(const event::Event& happened) {
  const auto* told = std::get_if<event::NotificationChanged>(&happened);
  return told != nullptr ? std::optional(told->notification.user_id) : std::nullopt;
}

Share share_of(const rights::Principal& who, const Numbered& happened) {
  if (who.organization_id != happened.organization_id || !rights::may(who, permission_of(happened.event)))
    return Share::nothing;
  if (const auto addressee = addressee_of(happened.event)) return who.user_id == addressee ? Share::whole : Share::nothing;
  const auto* state = state_of(happened.event);
  // A post of ours stands in no conversation and belongs to no team: it is not for partners.
  const bool is_post = std::holds_alternative<event::PostCreated>(happened.event) ||
                       std::holds_alternative<event::PostUpdated>(happened.event);
  if (state == nullptr) return is_post && rights::sees_only_own_teams(who) ? Share::nothing : Share::whole;
  if (sees(who, state->conversation)) return Share::whole;
  const auto* updated = std::get_if<event::ConversationUpdated>(&happened.event);
  if (updated == nullptr) return Share::nothing;
  const bool saw = rights::may_see(who, happened.organization_id, updated->previous_team_id, updated->previous_assignee_id);
  return saw ? Share::gone : Share::nothing;
}

std::optional<contract::FeedMessage> present_whole(const Numbered& happened) {
  const auto fill = [&]<class Out>(Out out) {
    out.seq = happened.seq;
    out.at = happened.at;
    return std::optional<contract::FeedMessage>(std::move(out));
  };
  const auto settings = [&](const char* noun) {
    contract::FeedSettingsChanged out;
    out.noun = noun;
    return fill(std::move(out));
  };
  const auto message = [&]<class Out>(Out out, const auto& in) {
    out.message = present(in.message, in.author_name);
    if (in.outbound) add_outbound(out.message, *in.outbound);
    if constexpr (requires { in.files; }) {
      out.message.subject = in.subject;
      if (in.files) out.message.attachments = present(*in.files);
    }
    if constexpr (requires { in.automatic; }) out.message.automatic = in.automatic.value_or(false);
    out.conversation = present(in.state);
    return fill(std::move(out));
  };
  return std::visit(Overloaded{
                        [&](const event::ConversationCreated& in) {
                          contract::FeedConversationCreated out;
                          out.conversation = present(in.state);
                          return fill(std::move(out));
                        },
                        [&](const event::ConversationUpdated& in) {
                          contract::FeedConversationUpdated out;
                          out.conversation = present(in.state);
                          out.by = in.by;
                          return fill(std::move(out));
                        },
                        [&](const event::MessageCreated& in) { return message(contract::FeedMessageCreated{}, in); },
                        [&](const event::MessageUpdated& in) { return message(contract::FeedMessageUpdated{}, in); },
                        [&](const event::MessageActed& in) {
                          contract::FeedMessageActed out;
                          out.message_id = in.act.message_id;
                          out.act = present(in.act);
                          out.conversation = present(in.state);
                          return fill(std::move(out));
                        },
                        [&](const event::MessageTriaged& in) {
                          contract::FeedMessageTriaged out;
                          out.triage = present(in.verdict);
                          out.conversation = present(in.state);
                          out.by = in.by;
                          return fill(std::move(out));
                        },
                        [&](const event::ConversationRanked& in) {
                          contract::FeedConversationRanked out;
                          out.conversation = present(in.state);
                          return fill(std::move(out));
                        },
                        [&](const event::ClockBreached& in) {
                          contract::FeedClockBreached out;
                          out.conversation = present(in.state);
                          if (in.clock) out.kind = in.clock->kind;
                          return fill(std::move(out));
                        },
                        [&](const event::ClockWarned& in) {
                          contract::FeedClockWarned out;
                          out.conversation = present(in.state);
                          if (in.clock) out.kind = in.clock->kind;
                          return fill(std::move(out));
                        },
                        [&](const event::ClockEscalated& in) {
                          contract::FeedClockEscalated out;
                          out.conversation = present(in.state);
                          out.step = in.step;
                          if (in.clock) out.kind = in.clock->kind;
                          return fill(std::move(out));
                        },
                        [&](const event::ClockMoved& in) {
                          contract::FeedClockMoved out;
                          out.conversation = present(in.state);
                          out.previous_due_at = in.previous_due_at;
                          out.why = in.why;
                          return fill(std::move(out));
                        },
                        [&](const event::PresenceChanged& in) {
                          contract::FeedPresenceChanged out;
                          out.user_id = in.user_id;
                          out.presence = in.presence;
                          out.by = in.by;
                          return fill(std::move(out));
                        },
                        [&](const event::ConversationRouted& in) {
                          contract::FeedConversationRouted out;
                          out.conversation = present(in.state);
                          out.decision = in.decision;
                          return fill(std::move(out));
                        },
                        [&](const event::RuleRan& in) {
                          contract::FeedRuleRan out;
                          out.conversation = present(in.state);
                          out.rule_id = in.rule_id;
                          out.rule_name = in.rule_name;
                          out.actions = in.actions;
                          out.trouble = in.trouble;
                          return fill(std::move(out));
                        },
                        [&](const event::PlaybookMoved& in) {
                          contract::FeedPlaybookMoved out;
                          out.conversation = present(in.state);
                          out.run_id = in.run_id;
                          out.playbook_name = in.playbook_name;
                          out.what = in.what;
                          out.step = in.step;
                          out.by = in.by;
                          return fill(std::move(out));
                        },
                        [&](const event::NotificationChanged& in) {
                          contract::FeedNotificationChanged out;
                          out.notification = present(in.notification);
                          return fill(std::move(out));
                        },
                        [&](const event::StrikeChanged& in) {
                          contract::FeedStrikeChanged out;
                          out.conversation = present(in.state);
                          out.strike_id = in.strike_id;
                          out.cause = in.cause;
                          out.note = in.note;
                          out.undone = in.undone;
                          out.level = in.level;
                          out.by = in.by;
                          return fill(std::move(out));
                        },
                        [&](const event::FollowUpChanged& in) {
                          contract::FeedFollowUpChanged out;
                          out.conversation = present(in.state);
                          out.follow_up_id = in.follow_up_id;
                          out.kind = in.kind;
                          out.step = in.step;
                          out.due_at = in.due_at;
                          out.text = in.text;
                          out.by = in.by;
                          return fill(std::move(out));
                        },
                        [&](const event::EncounterLogged& in) {
                          contract::FeedEncounterLogged out;
                          out.conversation = present(in.state);
                          out.encounter_id = in.encounter_id;
                          out.kind = in.kind;
                          out.happened_at = in.happened_at;
                          out.text = in.text;
                          out.by = in.by;
                          return fill(std::move(out));
                        },
                        [&](const event::MessagesMoved& in) {
                          contract::FeedMessagesMoved out;
                          out.from_id = in.from_id;
                          out.conversation = present(in.state);
                          return fill(std::move(out));
                        },
                        [&](const event::IdentitiesMoved& in) {
                          contract::FeedIdentitiesMoved out;
                          out.from_id = in.from_id;
                          out.contact_id = in.contact_id;
                          out.contact_name = in.contact_name;
                          out.joined = in.joined.has_value();
                          out.by = in.by;
                          return fill(std::move(out));
                        },
                        [&](const event::ContactChanged& in) {
                          contract::FeedContactChanged out;
                          out.contact_id = in.contact_id;
                          out.value = in.value;
                          out.by = in.by;
                          return fill(std::move(out));
                        },
                        [&](const event::SignalReceived& in) {
                          contract::FeedSignalReceived out;
                          out.signal = present(in.signal, in.contact_id, in.author_name);
                          return fill(std::move(out));
                        },
                        [&](const event::AlertOpened& in) {
                          contract::FeedAlertOpened out;
                          out.alert = present(in.alert);
                          return fill(std::move(out));
                        },
                        [&](const event::AlertChanged& in) {
                          contract::FeedAlertChanged out;
                          out.alert = present(in.alert);
                          return fill(std::move(out));
                        },
                        [&](const event::TriageLearnt& in) {
                          contract::FeedTriageLearnt out;
                          out.step = in.step;
                          out.layer_id = in.layer_id;
                          out.by = in.by;
                          return fill(std::move(out));
                        },
                        [&](const event::PostUpdated&) { return std::optional<contract::FeedMessage>(); },
                        [&](const event::PostCreated&) { return std::optional<contract::FeedMessage>(); },
                        [&](const event::InboxChanged&) { return settings("inbox"); },
                        [&](const event::SlaChanged&) { return settings("sla"); },
                        [&](const event::RoutingChanged&) { return settings("routing"); },
                        [&](const event::RulesChanged&) { return settings("rules"); },
                        [&](const event::TeamChanged&) { return settings("team"); },
                        [&](const event::OrganizationChanged&) { return settings("organization"); },
                    },
                    happened.event);
}

std::optional<contract::FeedMessage> present_gone(const Numbered& happened) {
  const auto* state = state_of(happened.event);
  if (state == nullptr) return std::nullopt;
  contract::FeedConversationGone out;
  out.seq = happened.seq;
  out.at = happened.at;
  out.conversation_id = state->conversation.id;
  return out;
}

std::vector<contract::FeedMessage> present_to_visitor(VisitorView& view, const Numbered& happened) {
  if (const auto* moved = std::get_if<event::IdentitiesMoved>(&happened.event)) {
    if (std::ranges::find(moved->identity_ids, view.identity_id) != moved->identity_ids.end())
      view.contact_id = moved->contact_id;
    return {};
  }
  const auto* state = state_of(happened.event);
  if (state == nullptr || happened.organization_id != view.organization_id || state->conversation.inbox_id != view.inbox_id)
    return {};
  const auto* said = std::get_if<event::MessageCreated>(&happened.event);
  if (said != nullptr && said->message.identity_id == view.identity_id) view.contact_id = state->conversation.contact_id;
  if (view.contact_id != state->conversation.contact_id) return {};

  std::vector<contract::FeedMessage> told;
  const auto tell = [&]<class Out>(Out out) {
    out.seq = happened.seq;
    out.at = happened.at;
    told.emplace_back(std::move(out));
  };
  if (said != nullptr && said->message.direction != conversation::Direction::internal) {
    contract::FeedWidgetMessage out;
    out.message = present_to_visitor(said->message, said->author_name);
    if (said->files) out.message.files = present(*said->files);
    tell(std::move(out));
  }
  const bool resolved = state->conversation.status == Status::resolved;
  if (tells_standing(happened, state->conversation) && resolved != view.resolved) {
    view.resolved = resolved;
    contract::FeedWidgetStatus out;
    out.resolved = resolved;
    tell(std::move(out));
  }
  return told;
}

}  // namespace api
