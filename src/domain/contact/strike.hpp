#pragma once
// A strike: a mishap that a contact suffered (mission R16).

#include <cstdint>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "domain/ids.hpp"

namespace contact {

enum class StrikeCause {
  reopened,        // A matter that we had answered and closed was not at its end.
  breached,        // Their first word waited longer than was promised.
  complaint,       // A person found that they complained with reason.
  promise_broken,  // A call or a solution that we had promised did not come in time.
};
BOOST_DESCRIBE_ENUM(StrikeCause, reopened, breached, complaint, promise_broken)

struct Strike {
  ids::Strike id;
  ids::Organization organization_id;
  ids::Contact contact_id;
  ids::Conversation conversation_id;
  StrikeCause cause = StrikeCause::reopened;
  base::Time at{};
};
BOOST_DESCRIBE_STRUCT(Strike, (), (id, organization_id, contact_id, conversation_id, cause, at))

// How often the same befell a contact.
struct StrikeTally {
  StrikeCause cause = StrikeCause::reopened;
  std::int64_t count = 0;
  base::Time last_at{};
};
BOOST_DESCRIBE_STRUCT(StrikeTally, (), (cause, count, last_at))

}  // namespace contact
