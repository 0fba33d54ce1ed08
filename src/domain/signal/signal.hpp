#pragma once
// A signal: something done rather than said (mission R3). It stands on the timeline of whoever did it, and counts in the
// series of its inbox.

#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "base/json/traits.hpp"
#include "domain/ids.hpp"

namespace signals {

enum class Kind { edit, deletion, like, unlike, share, unshare, follow, unfollow, read, block, unblock };
BOOST_DESCRIBE_ENUM(Kind, edit, deletion, like, unlike, share, unshare, follow, unfollow, read, block, unblock)

struct Signal {
  ids::Signal id;
  ids::Organization organization_id;
  ids::Inbox inbox_id;
  std::optional<ids::Identity> identity_id;  // Who did it; none where the platform does not say.
  Kind kind = Kind::like;
  std::string external_id;                 // The platform's id; unique per inbox and kind.
  std::string target_external_id;          // The message it is about; empty for a follow or a block.
  std::optional<ids::Message> message_id;  // That message, once we have it.
  std::string text;                        // Of an edit: what the message says since.
  base::Time at{};
  base::Time created_at{};
};
BOOST_DESCRIBE_STRUCT(Signal, (),
                      (id, organization_id, inbox_id, identity_id, kind, external_id, target_external_id, message_id, text,
                       at, created_at))

}  // namespace signals

template <>
struct base::SchemaName<signals::Kind> {
  static constexpr std::string_view value = "SignalKind";
};
