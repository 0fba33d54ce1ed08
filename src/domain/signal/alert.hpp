#pragma once
// An alert: much more of something than is usual on an inbox at that time. There is one at a time for one series of an
// inbox; it ends when the series is calm again, or when the new level has become the usual one (spike.hpp).

#include <cstdint>
#include <optional>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "domain/ids.hpp"
#include "domain/signal/series.hpp"

namespace signals {

struct Alert {
  ids::Alert id;
  ids::Organization organization_id;
  ids::Inbox inbox_id;
  Series signal_kind = Series::message;
  base::Time began_at{};   // Since when there is more than usual; a bucket's begin.
  base::Time raised_at{};  // When it was noticed.
  std::optional<base::Time> ended_at;
  std::int64_t observed = 0;         // How many since it began, as far as was looked.
  double expected = 0;               // How many would be usual in that time.
  std::optional<ids::User> seen_by;  // Who looked at it first and said so; none for a token.
  std::optional<base::Time> seen_at;
};
BOOST_DESCRIBE_STRUCT(Alert, (),
                      (id, organization_id, inbox_id, signal_kind, began_at, raised_at, ended_at, observed, expected,
                       seen_by, seen_at))

}  // namespace signals
