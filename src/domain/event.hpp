#pragma once
// What happened, told in the same transaction as the change itself. The events table gives live updates, resumption
// after event N, and "what happened here?" from one mechanism. An event about a conversation carries the conversation as
// it stood after the change, so that a reader needs no second look.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <boost/describe.hpp>

#include "domain/contact/contact.hpp"
#include "domain/contact/join.hpp"
#include "domain/contact/strike.hpp"
#include "domain/conversation/act.hpp"
#include "domain/conversation/attachment.hpp"
#include "domain/conversation/conversation.hpp"
#include "domain/conversation/follow_up.hpp"
#include "domain/conversation/outbound.hpp"
#include "domain/ids.hpp"
#include "domain/notification/notification.hpp"
#include "domain/rights/rights.hpp"
#include "domain/routing/decision.hpp"
#include "domain/signal/alert.hpp"
#include "domain/signal/signal.hpp"
#include "domain/sla/clock.hpp"
#include "domain/triage/learning.hpp"
#include "domain/triage/verdict.hpp"

namespace event {

// What a list row shows of a conversation.
struct ConversationState {
  conversation::Conversation conversation;
  std::string contact_name;
  std::optional<sla::Clock> clock;              // The clock that is running, if one is.
  std::optional<std::int64_t> priority;         // 0 to 100; none before it was looked at.
  std::optional<std::string> priority_reasons;  // JSON list of priority::Reason.
  std::optional<std::string> facets;            // Text of triage::Facets; none before it was looked at.
};
BOOST_DESCRIBE_STRUCT(ConversationState, (), (conversation, contact_name, clock, priority, priority_reasons, facets))

// A conversation that began by itself: split off another. One that a message opens is told of by MessageCreated alone.
struct ConversationCreated {
  static constexpr const char* kType = "conversation.created";
  ConversationState state;
};
BOOST_DESCRIBE_STRUCT(ConversationCreated, (), (state))

// Anything about a conversation changed but its messages: status, assignee, team, clock.
struct ConversationUpdated {
  static constexpr const char* kType = "conversation.updated";
  ConversationState state;
  std::optional<ids::User> by;                // Who did it; none for the system.
  std::optional<ids::Team> previous_team_id;  // Before the change, so that a partner learns that it left them.
  std::optional<ids::User> previous_assignee_id;
};
BOOST_DESCRIBE_STRUCT(ConversationUpdated, (), (state, by, previous_team_id, previous_assignee_id))

// The first message of a conversation tells of the conversation too: its state has a message_count of 1.
struct MessageCreated {
  static constexpr const char* kType = "message.created";
  conversation::Message message;
  std::string author_name;
  ConversationState state;
  std::optional<conversation::Outbound> outbound = std::nullopt;  // Of a message that leaves.
  std::optional<std::string> subject = std::nullopt;              // Of a mail.
  std::optional<std::vector<conversation::Attachment>> files = std::nullopt;
  std::optional<bool> automatic = std::nullopt;  // True of what a machine said.
};
BOOST_DESCRIBE_STRUCT(MessageCreated, (), (message, author_name, state, outbound, subject, files, automatic))

// A post of ours that stands in no conversation: people may reply to it.
struct PostCreated {
  static constexpr const char* kType = "post.created";
  conversation::Message message;
  std::string author_name;
};
BOOST_DESCRIBE_STRUCT(PostCreated, (), (message, author_name))

struct PostUpdated {
  static constexpr const char* kType = "post.updated";
  conversation::Message message;
  std::string author_name;
};
BOOST_DESCRIBE_STRUCT(PostUpdated, (), (message, author_name))

// A message was edited or deleted on the platform, or how an outbound one stands with it changed. One that is `cancelled` is
// in the thread no more.
struct MessageUpdated {
  static constexpr const char* kType = "message.updated";
  conversation::Message message;
  std::string author_name;
  ConversationState state;
  std::optional<conversation::Outbound> outbound = std::nullopt;  // Of a message that leaves.
};
BOOST_DESCRIBE_STRUCT(MessageUpdated, (), (message, author_name, state, outbound))

// One of us did something to a message on its platform: liked it, hid it.
struct MessageActed {
  static constexpr const char* kType = "message.acted";
  conversation::Act act;
  ConversationState state;
};
BOOST_DESCRIBE_STRUCT(MessageActed, (), (act, state))

// What a message says was found out, or put right by a person. The conversation's priority may have changed with it.
struct MessageTriaged {
  static constexpr const char* kType = "message.triaged";
  triage::Verdict verdict;
  ConversationState state;
  std::optional<ids::User> by;  // Who put it right.
};
BOOST_DESCRIBE_STRUCT(MessageTriaged, (), (verdict, state, by))

// A conversation's priority changed, and nothing else.
struct ConversationRanked {
  static constexpr const char* kType = "conversation.ranked";
  ConversationState state;
};
BOOST_DESCRIBE_STRUCT(ConversationRanked, (), (state))

// Triage began to learn from what people put right, has learnt, or somebody chose which layer serves.
struct TriageLearnt {
  static constexpr const char* kType = "triage.learnt";
  triage::LearnStep step = triage::LearnStep::begun;
  std::optional<ids::TriageLayer> layer_id;  // That serves now.
  std::optional<ids::User> by;
};
BOOST_DESCRIBE_STRUCT(TriageLearnt, (), (step, layer_id, by))

// Messages moved from one conversation to another: merged, split, or their thread became known.
struct MessagesMoved {
  static constexpr const char* kType = "messages.moved";
  ids::Conversation from_id;
  ConversationState state;  // Where they stand now.
};
BOOST_DESCRIBE_STRUCT(MessagesMoved, (), (from_id, state))

// Handles went from one contact to another: the two were found to be one person, or not to be.
struct IdentitiesMoved {
  static constexpr const char* kType = "identities.moved";
  ids::Contact from_id;
  ids::Contact contact_id;   // Whose they are now.
  std::string contact_name;  // What that one is called now.
  std::vector<ids::Identity> identity_ids;
  std::optional<contact::JoinCause> joined;  // None: they were taken apart.
  std::optional<ids::User> by;
};
BOOST_DESCRIBE_STRUCT(IdentitiesMoved, (), (from_id, contact_id, contact_name, identity_ids, joined, by))

// What a contact is worth to the company was said.
struct ContactChanged {
  static constexpr const char* kType = "contact.changed";
  ids::Contact contact_id;
  contact::Value value = contact::Value::none;
  std::optional<ids::User> by;
};
BOOST_DESCRIBE_STRUCT(ContactChanged, (), (contact_id, value, by))

struct SignalReceived {
  static constexpr const char* kType = "signal.received";
  signals::Signal signal;
  std::optional<ids::Contact> contact_id;
  std::string author_name;
};
BOOST_DESCRIBE_STRUCT(SignalReceived, (), (signal, contact_id, author_name))

// Much more of something than is usual on an inbox.
struct AlertOpened {
  static constexpr const char* kType = "alert.opened";
  signals::Alert alert;
};
BOOST_DESCRIBE_STRUCT(AlertOpened, (), (alert))

// It grew, ended, or somebody looked at it.
struct AlertChanged {
  static constexpr const char* kType = "alert.changed";
  signals::Alert alert;
};
BOOST_DESCRIBE_STRUCT(AlertChanged, (), (alert))

struct ClockBreached {
  static constexpr const char* kType = "clock.breached";
  ConversationState state;
  std::optional<sla::Clock> clock;  // Of the solution or the call; none where it is the one in `state`, of the answer.
};
BOOST_DESCRIBE_STRUCT(ClockBreached, (), (state, clock))

// Much of a clock's time is over, and there is still time to act.
struct ClockWarned {
  static constexpr const char* kType = "clock.warned";
  ConversationState state;
  std::optional<sla::Clock> clock;  // As of a breach.
};
BOOST_DESCRIBE_STRUCT(ClockWarned, (), (state, clock))

// Nobody answered for so long after the breach that the policy goes a step further.
struct ClockEscalated {
  static constexpr const char* kType = "clock.escalated";
  ConversationState state;
  std::int64_t step = 1;
  std::optional<sla::Clock> clock;  // As of a breach.
};
BOOST_DESCRIBE_STRUCT(ClockEscalated, (), (state, step, clock))

// A running clock has another deadline, because a policy or a calendar changed, or another one is now the most fitting.
struct ClockMoved {
  static constexpr const char* kType = "clock.moved";
  ConversationState state;
  base::Time previous_due_at{};
  std::optional<ids::SlaPolicy> previous_policy_id;
  std::string why;  // Of the policy that holds now, as sla::Choice tells it.
};
BOOST_DESCRIBE_STRUCT(ClockMoved, (), (state, previous_due_at, previous_policy_id, why))

// Policies or business hours changed.
struct SlaChanged {
  static constexpr const char* kType = "sla.changed";
  std::optional<ids::SlaPolicy> policy_id;
  std::optional<ids::BusinessHours> hours_id;
  std::optional<ids::User> by;
};
BOOST_DESCRIBE_STRUCT(SlaChanged, (), (policy_id, hours_id, by))

// Somebody came, went, or was found to be gone.
struct PresenceChanged {
  static constexpr const char* kType = "presence.changed";
  ids::User user_id;
  routing::Presence presence = routing::Presence::off;
  std::optional<ids::User> by;  // None: found out by the server.
};
BOOST_DESCRIBE_STRUCT(PresenceChanged, (), (user_id, presence, by))

// Routing decided. What it changed of the conversation is told of by ConversationUpdated, too.
struct ConversationRouted {
  static constexpr const char* kType = "conversation.routed";
  ConversationState state;
  routing::Decision decision;
};
BOOST_DESCRIBE_STRUCT(ConversationRouted, (), (state, decision))

// How a team's work is given out changed, or what somebody can do and carry.
struct RoutingChanged {
  static constexpr const char* kType = "routing.changed";
  std::optional<ids::Team> team_id;
  std::optional<ids::User> user_id;
  std::optional<ids::User> by;
};
BOOST_DESCRIBE_STRUCT(RoutingChanged, (), (team_id, user_id, by))

// A rule acted on a conversation, or could not.
struct RuleRan {
  static constexpr const char* kType = "rule.ran";
  ConversationState state;
  ids::Rule rule_id;
  std::string rule_name;
  std::vector<std::string> actions;  // Names of those that were done.
  std::string trouble;               // Why the others were not; empty when all were.
  std::int64_t depth = 1;            // 1: what it answered to was done by no rule.
};
BOOST_DESCRIBE_STRUCT(RuleRan, (), (state, rule_id, rule_name, actions, trouble, depth))

// A run of a playbook went on: begun, a step done or undone, ended.
struct PlaybookMoved {
  static constexpr const char* kType = "playbook.moved";
  ConversationState state;
  ids::PlaybookRun run_id;
  std::string playbook_name;
  std::string what;                  // "begun", "step_done", "step_undone", "finished", "stopped"
  std::optional<std::int64_t> step;  // Counted from 0.
  std::optional<ids::User> by;       // None: a rule.
};
BOOST_DESCRIBE_STRUCT(PlaybookMoved, (), (state, run_id, playbook_name, what, step, by))

// Rules, macros or playbooks were written, switched or removed.
struct RulesChanged {
  static constexpr const char* kType = "rules.changed";
  std::optional<ids::Rule> rule_id;
  std::optional<ids::Macro> macro_id;
  std::optional<ids::Playbook> playbook_id;
  std::optional<ids::User> by;
};
BOOST_DESCRIBE_STRUCT(RulesChanged, (), (rule_id, macro_id, playbook_id, by))

// Somebody is told something by name, has seen it, or has it. Only they hear of it.
struct NotificationChanged {
  static constexpr const char* kType = "notification.changed";
  notification::Notification notification;
};
BOOST_DESCRIBE_STRUCT(NotificationChanged, (), (notification))

// A strike was added to a contact, or taken back.
struct StrikeChanged {
  static constexpr const char* kType = "strike.changed";
  ConversationState state;  // In which it befell them.
  ids::Strike strike_id;
  contact::StrikeCause cause = contact::StrikeCause::reopened;
  std::string note;  // A person's words.
  bool undone = false;
  std::int64_t level = 0;       // How many count now, the old ones for less.
  std::optional<ids::User> by;  // None: the server.
};
BOOST_DESCRIBE_STRUCT(StrikeChanged, (), (state, strike_id, cause, note, undone, level, by))

// Something to be done later was promised or planned, moved, is due, or ended.
struct FollowUpChanged {
  static constexpr const char* kType = "follow_up.changed";
  ConversationState state;
  ids::FollowUp follow_up_id;
  conversation::FollowUpKind kind = conversation::FollowUpKind::reminder;
  conversation::FollowUpStep step = conversation::FollowUpStep::planned;
  base::Time due_at{};
  std::string text;
  std::optional<ids::User> by;  // None: the customer or the server.
};
BOOST_DESCRIBE_STRUCT(FollowUpChanged, (), (state, follow_up_id, kind, step, due_at, text, by))

// A call or a visit was written down.
struct EncounterLogged {
  static constexpr const char* kType = "encounter.logged";
  ConversationState state;
  ids::Encounter encounter_id;
  conversation::EncounterKind kind = conversation::EncounterKind::call;
  base::Time happened_at{};
  std::string text;
  ids::User by;
};
BOOST_DESCRIBE_STRUCT(EncounterLogged, (), (state, encounter_id, kind, happened_at, text, by))

struct InboxChanged {
  static constexpr const char* kType = "inbox.changed";
  ids::Inbox inbox_id;
};
BOOST_DESCRIBE_STRUCT(InboxChanged, (), (inbox_id))

// Users or teams changed.
struct TeamChanged {
  static constexpr const char* kType = "team.changed";
  std::optional<ids::User> user_id;
  std::optional<ids::Team> team_id;
};
BOOST_DESCRIBE_STRUCT(TeamChanged, (), (user_id, team_id))

struct OrganizationChanged {
  static constexpr const char* kType = "organization.changed";
  ids::Organization organization_id;
};
BOOST_DESCRIBE_STRUCT(OrganizationChanged, (), (organization_id))

using Event = std::variant<ConversationCreated, ConversationUpdated, MessageCreated, PostCreated, PostUpdated,
                           MessageUpdated, MessageActed, MessageTriaged, ConversationRanked, MessagesMoved, IdentitiesMoved,
                           ContactChanged, SignalReceived, AlertOpened, AlertChanged, ClockBreached, ClockWarned,
                           ClockEscalated, ClockMoved, SlaChanged, PresenceChanged, ConversationRouted, RoutingChanged,
                           RuleRan, PlaybookMoved, RulesChanged, NotificationChanged, StrikeChanged, FollowUpChanged,
                           EncounterLogged, TriageLearnt, InboxChanged, TeamChanged, OrganizationChanged>;

}  // namespace event
