#pragma once
// A conversation: messages with one contact about one matter, on one inbox. These are the facts that rules read; the
// rules are in the files beside this one.

#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "base/json/traits.hpp"
#include "domain/ids.hpp"

namespace conversation {

enum class Status { open, pending, snoozed, resolved };
BOOST_DESCRIBE_ENUM(Status, open, pending, snoozed, resolved)

enum class Direction {
  inbound,   // The customer said it.
  outbound,  // We said it, here or on the platform itself.
  internal,  // A note: only the team sees it.
};
BOOST_DESCRIBE_ENUM(Direction, inbound, outbound, internal)

// Where an outbound message stands; an inbound one is always `received`, a note `kept`.
enum class Delivery {
  received,
  kept,
  queued,
  sending,
  sent,
  failed,     // It did not get there, and nobody tries any more.
  uncertain,  // It may have got there: a person decides.
  cancelled,  // Taken back before it left; it stands in no thread.
};
BOOST_DESCRIBE_ENUM(Delivery, received, kept, queued, sending, sent, failed, uncertain, cancelled)

// Whether a message counts as said, and so as an answer: on its way it does, and no more once we know of no arrival.
[[nodiscard]] constexpr bool counts_as_said(Delivery delivery) {
  return delivery != Delivery::failed && delivery != Delivery::uncertain && delivery != Delivery::cancelled;
}

// How a message came to stand where it stands.
enum class Placement {
  join,         // In the matter that was under way.
  reopen,       // In one that was closed, and is open again.
  open,         // It began the conversation.
  attach,       // A word of ours, in the conversation of what it answers.
  stand_alone,  // A post of ours, in no conversation.
};
BOOST_DESCRIBE_ENUM(Placement, join, reopen, open, attach, stand_alone)

// Why an owed conversation was closed without an answer.
enum class DismissReason { thanks_only, spam, duplicate, handled_elsewhere, other };
BOOST_DESCRIBE_ENUM(DismissReason, thanks_only, spam, duplicate, handled_elsewhere, other)

struct Conversation {
  ids::Conversation id;
  ids::Organization organization_id;
  ids::Inbox inbox_id;
  ids::Contact contact_id;
  std::optional<ids::Team> team_id;
  std::optional<ids::User> assignee_id;
  Status status = Status::open;
  std::optional<base::Time> snoozed_until;
  bool owed = false;                     // The last word is the customer's, neither answered nor dismissed.
  std::optional<base::Time> owed_since;  // When the first unanswered word was said.
  std::optional<base::Time> due_at;      // Of the running clock; orders the owed list. Set exactly while owed.
  std::optional<DismissReason> dismiss_reason;
  std::optional<std::string> dismiss_note;
  std::string thread_key;  // The platform's name of the thread; empty on channels without threads.
  base::Time first_said_at{};
  base::Time last_said_at{};
  std::string last_text;  // A preview of the last word said by either side.
  Direction last_direction = Direction::inbound;
  std::int64_t message_count = 0;
  std::optional<base::Time> first_answered_at;  // When a person first answered.
  std::optional<base::Time> resolved_at;
  base::Time created_at{};
  std::optional<ids::Conversation> merged_into_id;  // Its words stand there now; it is in no list any more.
  std::optional<ids::Case> case_id;
};
BOOST_DESCRIBE_STRUCT(Conversation, (),
                      (id, organization_id, inbox_id, contact_id, team_id, assignee_id, status, snoozed_until, owed,
                       owed_since, due_at, dismiss_reason, dismiss_note, thread_key, first_said_at, last_said_at, last_text,
                       last_direction, message_count, first_answered_at, resolved_at, created_at, merged_into_id, case_id))

// One thing said, or one note.
struct Message {
  ids::Message id;
  ids::Organization organization_id;
  ids::Inbox inbox_id;
  std::optional<ids::Conversation> conversation_id;  // None for a post of ours that people reply to.
  std::optional<ids::Identity> identity_id;          // Who said it on the platform.
  std::optional<ids::User> user_id;                  // Which of us wrote it.
  Direction direction = Direction::inbound;
  bool is_public = false;
  std::string text;
  std::string external_id;         // The platform's id; unique per inbox.
  std::string parent_external_id;  // What it replies to; may be empty.
  Delivery delivery = Delivery::received;
  base::Time said_at{};
  base::Time created_at{};
  std::optional<base::Time> edited_at;
  std::optional<base::Time> deleted_at;      // On the platform; its text is gone here too.
  std::optional<std::string> original_text;  // What it said before the first edit.
  std::string language;                      // ISO 639-1; empty when unknown.
  std::optional<Placement> placed;           // None for what was written here.
};
BOOST_DESCRIBE_STRUCT(Message, (),
                      (id, organization_id, inbox_id, conversation_id, identity_id, user_id, direction, is_public, text,
                       external_id, parent_external_id, delivery, said_at, created_at, edited_at, deleted_at, original_text,
                       language, placed))

}  // namespace conversation

template <>
struct base::SchemaName<conversation::Status> {
  static constexpr std::string_view value = "ConversationStatus";
};
