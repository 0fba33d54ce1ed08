#pragma once
// The watch over the series of every inbox (domain/signal/spike.hpp): opens an alert when there is much more of something
// than usual, keeps it up to date while it grows, and ends it. Looking needs no transaction; where nothing changes, nothing
// is written.

#include <optional>
#include <vector>

#include "domain/signal/alert.hpp"
#include "domain/signal/spike.hpp"
#include "store/transaction.hpp"

namespace workflow {

struct AlertChange {
  ids::Organization organization_id;
  ids::Inbox inbox_id;
  signals::Series kind = signals::Series::message;
  signals::Judgement judgement;
};

// What has to be written as things stand now: alerts to open, those that grew by half since that was last written, and
// those that are over.
[[nodiscard]] std::vector<AlertChange> look_at_series(store::Reading& reading);

// Writes and tells it. What somebody else has done meanwhile stands. Gives how many alerts changed.
std::int64_t write_alerts(store::Transaction& transaction, const std::vector<AlertChange>& changes);

}  // namespace workflow
