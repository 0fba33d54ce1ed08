#pragma once
// A contact's timeline, read from the rows of what happened (domain/contact/moment.hpp).

#include <cstdint>
#include <optional>
#include <vector>

#include "domain/contact/moment.hpp"
#include "store/transaction.hpp"

namespace store {

// Newest first, at most `limit`, older than the moment at `before` with the id `before_id` (none: from the newest).
[[nodiscard]] std::vector<contact::Moment> page_timeline(Reading& reading, ids::Organization organization,
                                                         ids::Contact contact, std::optional<base::Time> before,
                                                         std::int64_t before_id, std::int64_t limit);

}  // namespace store
