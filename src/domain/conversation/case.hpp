#pragma once
// A case: conversations that belong together, across channels and people. A conversation is in one case or in none; a case
// is there as long as a conversation is in it. A merged conversation keeps its case, and what it was merged into takes it
// over, unless that is in one already.

#include <cstddef>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "domain/ids.hpp"

namespace conversation {

inline constexpr std::size_t kCaseTitleLimit = 120;  // Code points.
inline constexpr std::size_t kMostInCase = 50;       // Conversations; a screen shows them all at once.

struct Case {
  ids::Case id;
  ids::Organization organization_id;
  std::string title;
  std::optional<ids::User> created_by;  // None for a program.
  base::Time created_at{};
};
BOOST_DESCRIBE_STRUCT(Case, (), (id, organization_id, title, created_by, created_at))

}  // namespace conversation
