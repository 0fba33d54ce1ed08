#pragma once
// What is to be done later in a conversation, and calls and visits that took place.

#include <optional>
#include <string>
#include <vector>

#include "api/contract/conversation.hpp"
#include "base/json/traits.hpp"
#include "domain/conversation/later.hpp"

namespace api::contract {

struct FollowUp {
  ids::FollowUp id;
  ids::Conversation conversation_id;
  conversation::FollowUpKind kind = conversation::FollowUpKind::reminder;
  std::string text;
  std::string phone;                  // Of a call.
  std::optional<base::Time> from_at;  // Of a call: when the slot begins.
  base::Time due_at{};                // Of a call: when it ends.
  std::optional<ids::User> owner_id;  // None: whoever has the conversation then.
  std::optional<ids::User> made_by;   // None: a program.
  base::Time made_at{};
  conversation::FollowUpState state = conversation::FollowUpState::open;
  std::optional<base::Time> missed_at;  // Of a call: the slot ended without one.
  std::optional<base::Time> ended_at;
  std::optional<ids::User> ended_by;
};
BOOST_DESCRIBE_STRUCT(FollowUp, (),
                      (id, conversation_id, kind, text, phone, from_at, due_at, owner_id, made_by, made_at, state, missed_at,
                       ended_at, ended_by))

// The open ones first, the nearest before the others; 200 at most.
struct FollowUpList {
  std::vector<FollowUp> items;
};
BOOST_DESCRIBE_STRUCT(FollowUpList, (), (items))

struct PlanFollowUp {
  ids::Conversation conversation_id;
  conversation::FollowUpKind kind = conversation::FollowUpKind::reminder;
  std::optional<std::string> text;    // What is to be done; a reminder has one.
  std::optional<std::string> phone;   // A call has one.
  std::optional<base::Time> from_at;  // A call has one; it is now where due_at is left out.
  std::optional<base::Time> due_at;   // Of a call may be left out where a policy says how soon one is called.
  std::optional<ids::User> owner_id;
};
BOOST_DESCRIBE_STRUCT(PlanFollowUp, (), (conversation_id, kind, text, phone, from_at, due_at, owner_id))

// The whole of it as it is to be.
struct MoveFollowUp {
  ids::FollowUp follow_up_id;
  std::optional<std::string> text;
  std::optional<std::string> phone;
  std::optional<base::Time> from_at;
  base::Time due_at{};
  std::optional<ids::User> owner_id;
};
BOOST_DESCRIBE_STRUCT(MoveFollowUp, (), (follow_up_id, text, phone, from_at, due_at, owner_id))

// Open again only while its time is still to come.
struct EndFollowUp {
  ids::FollowUp follow_up_id;
  conversation::FollowUpState state = conversation::FollowUpState::done;
};
BOOST_DESCRIBE_STRUCT(EndFollowUp, (), (follow_up_id, state))

struct ListMyFollowUps {
  std::optional<std::string> cursor;
  std::optional<std::int64_t> limit;  // 1–200, 50 when left out.
};
BOOST_DESCRIBE_STRUCT(ListMyFollowUps, (), (cursor, limit))

struct MyFollowUp {
  FollowUp follow_up;
  Conversation conversation;  // Where it is worked on, as it stands now.
};
BOOST_DESCRIBE_STRUCT(MyFollowUp, (), (follow_up, conversation))

// Open ones that are yours to do, the nearest first.
struct MyFollowUpPage {
  std::vector<MyFollowUp> items;
  std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(MyFollowUpPage, (), (items, next))

struct Encounter {
  ids::Encounter id;
  ids::Conversation conversation_id;
  conversation::EncounterKind kind = conversation::EncounterKind::call;
  bool inbound = false;  // They called.
  bool reached = true;   // Both sides spoke.
  std::optional<std::int64_t> minutes;
  std::string place;  // Of a visit.
  std::string text;
  base::Time happened_at{};
  std::optional<ids::FollowUp> follow_up_id;  // The promised call that it kept.
  ids::User made_by;
};
BOOST_DESCRIBE_STRUCT(Encounter, (),
                      (id, conversation_id, kind, inbound, reached, minutes, place, text, happened_at, follow_up_id,
                       made_by))

// The newest first; 200 at most.
struct EncounterList {
  std::vector<Encounter> items;
};
BOOST_DESCRIBE_STRUCT(EncounterList, (), (items))

struct LogEncounter {
  ids::Conversation conversation_id;
  conversation::EncounterKind kind = conversation::EncounterKind::call;
  std::optional<bool> inbound;  // False when left out.
  std::optional<bool> reached;  // True when left out.
  std::optional<std::int64_t> minutes;
  std::optional<std::string> place;
  std::optional<std::string> text;
  std::optional<base::Time> happened_at;      // Now, when left out.
  std::optional<ids::FollowUp> follow_up_id;  // The promised call that it keeps.
  std::optional<bool> settles;                // What they asked is answered by it: resolves the conversation.
};
BOOST_DESCRIBE_STRUCT(LogEncounter, (),
                      (conversation_id, kind, inbound, reached, minutes, place, text, happened_at, follow_up_id, settles))

}  // namespace api::contract
