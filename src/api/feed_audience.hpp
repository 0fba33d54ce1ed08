#pragma once
// Who is told the same by the live feed, so that it is worked out once for all of them.

#include <cstdint>
#include <vector>

#include "domain/event.hpp"
#include "domain/rights/rights.hpp"

namespace api {

// The part of a member of the team, or token, that share_of() (api/present_event.hpp) asks: those of whom it is the same
// are told the same. The feed asks share_of() with this, so whatever else it comes to ask must be kept here; but for what is
// one person's alone (addressee_of()), of which it asks for each.
[[nodiscard]] rights::Principal audience_of(const rights::Principal& who);

// The identity and the contact whose visitors may have to be told of the event.
[[nodiscard]] std::vector<std::int64_t> visitor_keys_of(const event::Event& happened);

}  // namespace api
