#pragma once
// Two contacts that turned out to be one person: what became whose, so that it can be taken apart again.

#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "domain/ids.hpp"

namespace contact {

enum class JoinCause {
  proof,  // Both have the same proof.
  hand,   // A colleague said so.
};
BOOST_DESCRIBE_ENUM(JoinCause, proof, hand)

struct Join {
  ids::Join id;
  ids::Organization organization_id;
  ids::Contact source_id;  // Has nothing any more.
  ids::Contact target_id;
  JoinCause cause = JoinCause::proof;
  std::string identity_ids;      // JSON lists of what was the source's: handles,
  std::string conversation_ids;  // conversations, and
  std::string move_ids;          // the merges that followed.
  bool source_named = false;     // The source's name was not that of one of its handles.
  std::optional<ids::User> joined_by;
  base::Time joined_at{};
  std::optional<base::Time> undone_at;
};
BOOST_DESCRIBE_STRUCT(Join, (),
                      (id, organization_id, source_id, target_id, cause, identity_ids, conversation_ids, move_ids,
                       source_named, joined_by, joined_at, undone_at))

}  // namespace contact
