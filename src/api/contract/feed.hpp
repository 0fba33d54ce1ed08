#pragma once
// The live feed, /api/v1/live (agents) and /api/v1/widget/{key}/live (visitors): WebSocket messages, one JSON object
// each, or an array of those that happened together. The client begins with `subscribe`; the server answers `hello` and then sends events in order of `seq`, numbers
// growing (with gaps: what the reader may not see is left out). A client that comes back subscribes after the last `seq`
// it has; when the server cannot go back that far, the client read too slowly, or more happens than it can use, the server
// sends `resync`: load anew, then go on from its `seq`. While too much happens it comes again about every second, and
// events come again after the last of them.

#include <variant>

#include "api/contract/alert.hpp"
#include "api/contract/conversation.hpp"
#include "api/contract/notification.hpp"
#include "api/contract/signal.hpp"
#include "api/contract/widget.hpp"
#include "domain/contact/strike.hpp"
#include "domain/conversation/follow_up.hpp"
#include "domain/routing/decision.hpp"
#include "domain/sla/clock.hpp"
#include "domain/triage/learning.hpp"

namespace api::contract {

struct Subscribe {
  std::string type;  // "subscribe"
  std::optional<std::int64_t> after;
  std::optional<std::string> token;  // A visitor's; agents are known by their cookie or Authorization header.
};
BOOST_DESCRIBE_STRUCT(Subscribe, (), (type, after, token))

#define HEED_FEED_TYPE(text) \
  std::string type = text;   \
  static constexpr const char* kType = text;

struct FeedHello {
  HEED_FEED_TYPE("hello")
  std::int64_t seq = 0;
  base::Time now{};
};
BOOST_DESCRIBE_STRUCT(FeedHello, (), (type, seq, now))

struct FeedResync {
  HEED_FEED_TYPE("resync")
  std::int64_t seq = 0;
};
BOOST_DESCRIBE_STRUCT(FeedResync, (), (type, seq))

struct FeedError {
  HEED_FEED_TYPE("error")
  std::string message;
};
BOOST_DESCRIBE_STRUCT(FeedError, (), (type, message))

struct FeedConversationCreated {
  HEED_FEED_TYPE("conversation.created")
  std::int64_t seq = 0;
  base::Time at{};
  Conversation conversation;
};
BOOST_DESCRIBE_STRUCT(FeedConversationCreated, (), (type, seq, at, conversation))

struct FeedConversationUpdated {
  HEED_FEED_TYPE("conversation.updated")
  std::int64_t seq = 0;
  base::Time at{};
  Conversation conversation;
  std::optional<ids::User> by;
};
BOOST_DESCRIBE_STRUCT(FeedConversationUpdated, (), (type, seq, at, conversation, by))

// The conversation is no longer this reader's to see.
struct FeedConversationGone {
  HEED_FEED_TYPE("conversation.gone")
  std::int64_t seq = 0;
  base::Time at{};
  ids::Conversation conversation_id;
};
BOOST_DESCRIBE_STRUCT(FeedConversationGone, (), (type, seq, at, conversation_id))

struct FeedMessageCreated {
  HEED_FEED_TYPE("message.created")
  std::int64_t seq = 0;
  base::Time at{};
  Message message;
  Conversation conversation;
};
BOOST_DESCRIBE_STRUCT(FeedMessageCreated, (), (type, seq, at, message, conversation))

struct FeedMessageUpdated {
  HEED_FEED_TYPE("message.updated")
  std::int64_t seq = 0;
  base::Time at{};
  Message message;
  Conversation conversation;
};
BOOST_DESCRIBE_STRUCT(FeedMessageUpdated, (), (type, seq, at, message, conversation))

// One of us did something to a message on its platform: add it to its `acts`.
struct FeedMessageActed {
  HEED_FEED_TYPE("message.acted")
  std::int64_t seq = 0;
  base::Time at{};
  ids::Message message_id;
  Act act;
  Conversation conversation;
};
BOOST_DESCRIBE_STRUCT(FeedMessageActed, (), (type, seq, at, message_id, act, conversation))

// What a message says was found out, or put right: replace its `triage`. The conversation's priority may have changed too.
struct FeedMessageTriaged {
  HEED_FEED_TYPE("message.triaged")
  std::int64_t seq = 0;
  base::Time at{};
  Triage triage;
  Conversation conversation;
  std::optional<ids::User> by;  // Who put it right.
};
BOOST_DESCRIBE_STRUCT(FeedMessageTriaged, (), (type, seq, at, triage, conversation, by))

// A conversation's priority changed, and nothing else.
struct FeedConversationRanked {
  HEED_FEED_TYPE("conversation.ranked")
  std::int64_t seq = 0;
  base::Time at{};
  Conversation conversation;
};
BOOST_DESCRIBE_STRUCT(FeedConversationRanked, (), (type, seq, at, conversation))

// Messages moved from another conversation to this one: load its messages again.
struct FeedMessagesMoved {
  HEED_FEED_TYPE("messages.moved")
  std::int64_t seq = 0;
  base::Time at{};
  ids::Conversation from_id;
  Conversation conversation;
};
BOOST_DESCRIBE_STRUCT(FeedMessagesMoved, (), (type, seq, at, from_id, conversation))

// Handles went from one contact to another: the two were found to be one person, or not to be. What conversations are
// concerned is told of each.
struct FeedIdentitiesMoved {
  HEED_FEED_TYPE("identities.moved")
  std::int64_t seq = 0;
  base::Time at{};
  ids::Contact from_id;
  ids::Contact contact_id;   // Whose they are now.
  std::string contact_name;  // What that one is called now.
  bool joined = false;       // Nothing is left with `from_id`.
  std::optional<ids::User> by;
};
BOOST_DESCRIBE_STRUCT(FeedIdentitiesMoved, (), (type, seq, at, from_id, contact_id, contact_name, joined, by))

// What a contact is worth to the company was said: those who show it load it again.
struct FeedContactChanged {
  HEED_FEED_TYPE("contact.changed")
  std::int64_t seq = 0;
  base::Time at{};
  ids::Contact contact_id;
  contact::Value value = contact::Value::none;
  std::optional<ids::User> by;
};
BOOST_DESCRIBE_STRUCT(FeedContactChanged, (), (type, seq, at, contact_id, value, by))

struct FeedSignalReceived {
  HEED_FEED_TYPE("signal.received")
  std::int64_t seq = 0;
  base::Time at{};
  Signal signal;
};
BOOST_DESCRIBE_STRUCT(FeedSignalReceived, (), (type, seq, at, signal))

// Much more of something than is usual on an inbox.
struct FeedAlertOpened {
  HEED_FEED_TYPE("alert.opened")
  std::int64_t seq = 0;
  base::Time at{};
  Alert alert;
};
BOOST_DESCRIBE_STRUCT(FeedAlertOpened, (), (type, seq, at, alert))

// It grew, ended, or somebody looked at it.
struct FeedAlertChanged {
  HEED_FEED_TYPE("alert.changed")
  std::int64_t seq = 0;
  base::Time at{};
  Alert alert;
};
BOOST_DESCRIBE_STRUCT(FeedAlertChanged, (), (type, seq, at, alert))

struct FeedClockBreached {
  HEED_FEED_TYPE("clock.breached")
  std::int64_t seq = 0;
  base::Time at{};
  Conversation conversation;
  std::optional<sla::ClockKind> kind;  // None: of the answer, as the conversation has it.
};
BOOST_DESCRIBE_STRUCT(FeedClockBreached, (), (type, seq, at, conversation, kind))

// Much of the time to answer is over, and there is still time to act.
struct FeedClockWarned {
  HEED_FEED_TYPE("clock.warned")
  std::int64_t seq = 0;
  base::Time at{};
  Conversation conversation;
  std::optional<sla::ClockKind> kind;  // None: of the answer, as the conversation has it.
};
BOOST_DESCRIBE_STRUCT(FeedClockWarned, (), (type, seq, at, conversation, kind))

// Nobody answered for so long after the breach that the policy goes a step further.
struct FeedClockEscalated {
  HEED_FEED_TYPE("clock.escalated")
  std::int64_t seq = 0;
  base::Time at{};
  Conversation conversation;
  std::int64_t step = 1;
  std::optional<sla::ClockKind> kind;
};
BOOST_DESCRIBE_STRUCT(FeedClockEscalated, (), (type, seq, at, conversation, step, kind))

// A running clock has another deadline: a policy or a calendar changed, or another policy fits better now.
struct FeedClockMoved {
  HEED_FEED_TYPE("clock.moved")
  std::int64_t seq = 0;
  base::Time at{};
  Conversation conversation;
  base::Time previous_due_at{};
  std::string why;
};
BOOST_DESCRIBE_STRUCT(FeedClockMoved, (), (type, seq, at, conversation, previous_due_at, why))

// Somebody came, went, or was found to be gone.
struct FeedPresenceChanged {
  HEED_FEED_TYPE("presence.changed")
  std::int64_t seq = 0;
  base::Time at{};
  ids::User user_id;
  routing::Presence presence = routing::Presence::off;
  std::optional<ids::User> by;  // None: found out by the server.
};
BOOST_DESCRIBE_STRUCT(FeedPresenceChanged, (), (type, seq, at, user_id, presence, by))

// Routing decided; what it changed of the conversation comes as conversation.updated, too.
struct FeedConversationRouted {
  HEED_FEED_TYPE("conversation.routed")
  std::int64_t seq = 0;
  base::Time at{};
  Conversation conversation;
  routing::Decision decision;
};
BOOST_DESCRIBE_STRUCT(FeedConversationRouted, (), (type, seq, at, conversation, decision))

// A rule acted on a conversation, or could not.
struct FeedRuleRan {
  HEED_FEED_TYPE("rule.ran")
  std::int64_t seq = 0;
  base::Time at{};
  Conversation conversation;
  ids::Rule rule_id;
  std::string rule_name;
  std::vector<std::string> actions;  // Names of those that were done.
  std::string trouble;               // Why the others were not; empty when all were.
};
BOOST_DESCRIBE_STRUCT(FeedRuleRan, (), (type, seq, at, conversation, rule_id, rule_name, actions, trouble))

// A run of a playbook went on.
struct FeedPlaybookMoved {
  HEED_FEED_TYPE("playbook.moved")
  std::int64_t seq = 0;
  base::Time at{};
  Conversation conversation;
  ids::PlaybookRun run_id;
  std::string playbook_name;
  std::string what;  // "begun", "step_done", "step_undone", "finished", "stopped"
  std::optional<std::int64_t> step;
  std::optional<ids::User> by;
};
BOOST_DESCRIBE_STRUCT(FeedPlaybookMoved, (), (type, seq, at, conversation, run_id, playbook_name, what, step, by))

// You are told something by name, on one of your screens have seen it, or somebody has it.
struct FeedNotificationChanged {
  HEED_FEED_TYPE("notification.changed")
  std::int64_t seq = 0;
  base::Time at{};
  Notification notification;
};
BOOST_DESCRIBE_STRUCT(FeedNotificationChanged, (), (type, seq, at, notification))

// A strike was added to the conversation's contact, or taken back.
struct FeedStrikeChanged {
  HEED_FEED_TYPE("strike.changed")
  std::int64_t seq = 0;
  base::Time at{};
  Conversation conversation;
  ids::Strike strike_id;
  contact::StrikeCause cause = contact::StrikeCause::reopened;
  std::string note;
  bool undone = false;
  std::int64_t level = 0;  // How many count now, the old ones for less.
  std::optional<ids::User> by;
};
BOOST_DESCRIBE_STRUCT(FeedStrikeChanged, (), (type, seq, at, conversation, strike_id, cause, note, undone, level, by))

// Something to be done later was planned or promised, moved, is due, or ended.
struct FeedFollowUpChanged {
  HEED_FEED_TYPE("follow_up.changed")
  std::int64_t seq = 0;
  base::Time at{};
  Conversation conversation;
  ids::FollowUp follow_up_id;
  conversation::FollowUpKind kind = conversation::FollowUpKind::reminder;
  conversation::FollowUpStep step = conversation::FollowUpStep::planned;
  base::Time due_at{};
  std::string text;
  std::optional<ids::User> by;
};
BOOST_DESCRIBE_STRUCT(FeedFollowUpChanged, (), (type, seq, at, conversation, follow_up_id, kind, step, due_at, text, by))

// A call or a visit was written down.
struct FeedEncounterLogged {
  HEED_FEED_TYPE("encounter.logged")
  std::int64_t seq = 0;
  base::Time at{};
  Conversation conversation;
  ids::Encounter encounter_id;
  conversation::EncounterKind kind = conversation::EncounterKind::call;
  base::Time happened_at{};
  std::string text;
  ids::User by;
};
BOOST_DESCRIBE_STRUCT(FeedEncounterLogged, (), (type, seq, at, conversation, encounter_id, kind, happened_at, text, by))

// Triage began to learn from what people put right, has learnt, or somebody chose which layer serves.
struct FeedTriageLearnt {
  HEED_FEED_TYPE("triage.learnt")
  std::int64_t seq = 0;
  base::Time at{};
  triage::LearnStep step = triage::LearnStep::begun;
  std::optional<ids::TriageLayer> layer_id;  // That serves now.
  std::optional<ids::User> by;
};
BOOST_DESCRIBE_STRUCT(FeedTriageLearnt, (), (type, seq, at, step, layer_id, by))

// Inboxes, users, teams or the organization changed: load them again.
struct FeedSettingsChanged {
  HEED_FEED_TYPE("settings.changed")
  std::int64_t seq = 0;
  base::Time at{};
  std::string noun;  // "inbox", "team", "organization", "sla", "routing", "rules"
};
BOOST_DESCRIBE_STRUCT(FeedSettingsChanged, (), (type, seq, at, noun))

// To visitors only.
struct FeedWidgetMessage {
  HEED_FEED_TYPE("widget.message")
  std::int64_t seq = 0;
  base::Time at{};
  WidgetMessage message;
};
BOOST_DESCRIBE_STRUCT(FeedWidgetMessage, (), (type, seq, at, message))

struct FeedWidgetStatus {
  HEED_FEED_TYPE("widget.status")
  std::int64_t seq = 0;
  base::Time at{};
  bool resolved = false;
};
BOOST_DESCRIBE_STRUCT(FeedWidgetStatus, (), (type, seq, at, resolved))
#undef HEED_FEED_TYPE

using FeedMessage =
    std::variant<FeedHello, FeedResync, FeedError, FeedConversationCreated, FeedConversationUpdated, FeedConversationGone,
                 FeedMessageCreated, FeedMessageUpdated, FeedMessageActed, FeedMessageTriaged, FeedConversationRanked,
                 FeedMessagesMoved, FeedIdentitiesMoved, FeedContactChanged, FeedSignalReceived, FeedAlertOpened,
                 FeedAlertChanged, FeedClockBreached, FeedClockWarned, FeedClockEscalated, FeedClockMoved,
                 FeedPresenceChanged, FeedConversationRouted, FeedRuleRan, FeedPlaybookMoved, FeedNotificationChanged,
                 FeedStrikeChanged, FeedFollowUpChanged, FeedEncounterLogged, FeedTriageLearnt, FeedSettingsChanged,
                 FeedWidgetMessage, FeedWidgetStatus>;

// The same events by polling: GET /api/v1/events.
struct ListEvents {
  std::optional<std::int64_t> after;  // 0 when left out.
  std::optional<std::int64_t> limit;  // 1–500, 100 when left out.
};
BOOST_DESCRIBE_STRUCT(ListEvents, (), (after, limit))

struct EventPage {
  std::vector<FeedMessage> items;
  std::int64_t seq = 0;  // Ask again after this number.
  bool more = false;
};
BOOST_DESCRIBE_STRUCT(EventPage, (), (items, seq, more))

// What a conversation's thread tells beside what was said: its clocks, rules, playbooks, strikes, follow-ups, calls.
struct ListHistory {
  ids::Conversation conversation_id;
  std::optional<std::int64_t> before;  // Those numbered below; the newest when left out.
  std::optional<std::int64_t> limit;   // 1–200, 50 when left out.
};
BOOST_DESCRIBE_STRUCT(ListHistory, (), (conversation_id, before, limit))

struct HistoryPage {
  std::vector<FeedMessage> items;    // The newest first, each with the conversation as it stood then.
  std::optional<std::int64_t> next;  // The `before` of the page that follows; none where this is the last.
};
BOOST_DESCRIBE_STRUCT(HistoryPage, (), (items, next))

}  // namespace api::contract
