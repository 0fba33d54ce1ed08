#pragma once
// What one of us did to a message on its platform. All of it is kept, in order; of opposites the later one holds.

#include <cstdint>
#include <optional>
#include <span>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "domain/ids.hpp"

namespace conversation {

enum class ActKind { like, unlike, share, unshare, hide, unhide, remove, mark_read, block, unblock };
BOOST_DESCRIBE_ENUM(ActKind, like, unlike, share, unshare, hide, unhide, remove, mark_read, block, unblock)

struct Act {
  std::int64_t id = 0;
  ids::Organization organization_id;
  ids::Message message_id;
  ActKind kind = ActKind::like;
  std::optional<ids::User> user_id;  // None: a program.
  base::Time done_at{};
};
BOOST_DESCRIBE_STRUCT(Act, (), (id, organization_id, message_id, kind, user_id, done_at))

// What undoes it; none where nothing does.
[[nodiscard]] std::optional<ActKind> opposite_of(ActKind kind);
// Whether it was done and still holds: to do it again would change nothing. `before` in order.
[[nodiscard]] bool holds(ActKind kind, std::span<const Act> before);

}  // namespace conversation
