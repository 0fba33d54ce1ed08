#pragma once
// Something that arrived and could not be taken in, kept as it came until it can, or until a person gives it up.

#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "domain/ids.hpp"

namespace inbox {

enum class QuarantineOutcome { taken_in, given_up };
BOOST_DESCRIBE_ENUM(QuarantineOutcome, taken_in, given_up)

struct Quarantined {
  ids::Quarantined id;
  ids::Organization organization_id;
  ids::Inbox inbox_id;
  std::string raw_hash;  // Of the bytes: the same ones are kept once.
  std::string raw;       // Base64.
  std::string reason;
  std::int64_t attempts = 1;
  base::Time received_at{};
  base::Time tried_at{};
  std::optional<base::Time> settled_at;
  std::optional<QuarantineOutcome> outcome;
};
BOOST_DESCRIBE_STRUCT(Quarantined, (),
                      (id, organization_id, inbox_id, raw_hash, raw, reason, attempts, received_at, tried_at, settled_at,
                       outcome))

}  // namespace inbox
