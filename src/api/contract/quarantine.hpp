#pragma once
// What arrived and could not be taken in.

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "domain/ids.hpp"
#include "domain/inbox/quarantined.hpp"

namespace api::contract {

struct Quarantined {
  ids::Quarantined id;
  ids::Inbox inbox_id;
  std::string raw;     // As it came; bytes that are no text show as U+FFFD.
  std::string reason;  // Why it could not be taken in, the last time it was tried.
  std::int64_t attempts = 1;
  base::Time received_at{};
  base::Time tried_at{};
  std::optional<inbox::QuarantineOutcome> outcome;  // None while it waits.
};
BOOST_DESCRIBE_STRUCT(Quarantined, (), (id, inbox_id, raw, reason, attempts, received_at, tried_at, outcome))

struct ListQuarantine {
  std::optional<std::string> cursor;
  std::optional<std::int64_t> limit;  // 1–200, 50 when left out.
};
BOOST_DESCRIBE_STRUCT(ListQuarantine, (), (cursor, limit))

// What still waits, newest first.
struct QuarantinePage {
  std::vector<Quarantined> items;
  std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(QuarantinePage, (), (items, next))

struct QuarantinedPath {
  ids::Quarantined quarantined_id;
};
BOOST_DESCRIBE_STRUCT(QuarantinedPath, (), (quarantined_id))

}  // namespace api::contract
