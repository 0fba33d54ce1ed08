#pragma once
// Messages moved from one conversation to another, by hand or because a thread's beginning became known; can be undone.

#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "domain/ids.hpp"

namespace conversation {

enum class MoveKind {
  merge,  // All of the source went into the target.
  split,  // Some of the source became a conversation of their own, the target.
};
BOOST_DESCRIBE_ENUM(MoveKind, merge, split)

struct Move {
  ids::Move id;
  ids::Organization organization_id;
  MoveKind kind = MoveKind::merge;
  ids::Conversation source_id;
  ids::Conversation target_id;
  std::string message_ids;            // JSON list of the messages that moved.
  std::string source_before;          // The source as it was, JSON.
  std::optional<ids::User> moved_by;  // None for the system.
  base::Time moved_at{};
  std::optional<base::Time> undone_at;
  std::optional<ids::Case> took_case_id;     // The case that the target was in from then on, because the source was.
  std::optional<std::string> target_before;  // Of a merge: the target as it was, JSON.
  std::optional<std::string> dismissals;     // Of a merge: the clocks of both that a dismissal had ended, JSON.
};
BOOST_DESCRIBE_STRUCT(Move, (),
                      (id, organization_id, kind, source_id, target_id, message_ids, source_before, moved_by, moved_at,
                       undone_at, took_case_id, target_before, dismissals))

}  // namespace conversation
