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
#include "api/contract/signal.hpp"
#include "api/contract/widget.hpp"
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
};
BOOST_DESCRIBE_STRUCT(FeedClockBreached, (), (type, seq, at, conversation))

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
  std::string noun;  // "inbox", "team", "organization"
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
                 FeedMessageCreated, FeedMessageUpdated, FeedMessageTriaged, FeedConversationRanked, FeedMessagesMoved,
                 FeedIdentitiesMoved, FeedContactChanged, FeedSignalReceived, FeedAlertOpened, FeedAlertChanged,
                 FeedClockBreached, FeedTriageLearnt, FeedSettingsChanged, FeedWidgetMessage, FeedWidgetStatus>;

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

}  // namespace api::contract
