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
#include "domain/conversation/conversation.hpp"
#include "domain/conversation/outbound.hpp"
#include "domain/ids.hpp"
#include "domain/rights/rights.hpp"
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
};
BOOST_DESCRIBE_STRUCT(MessageCreated, (), (message, author_name, state, outbound))

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
};
BOOST_DESCRIBE_STRUCT(ClockBreached, (), (state))

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

using Event =
    std::variant<ConversationCreated, ConversationUpdated, MessageCreated, PostCreated, PostUpdated, MessageUpdated,
                 MessageTriaged, ConversationRanked, MessagesMoved, IdentitiesMoved, ContactChanged, SignalReceived,
                 AlertOpened, AlertChanged, ClockBreached, TriageLearnt, InboxChanged, TeamChanged, OrganizationChanged>;

}  // namespace event
