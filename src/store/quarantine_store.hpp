#pragma once
// Rows of what could not be taken in.

#include <optional>
#include <vector>

#include "domain/inbox/quarantined.hpp"
#include "store/transaction.hpp"

namespace store {

// Changes nothing when the inbox has the same bytes already.
void insert_quarantined(Transaction& transaction, const inbox::Quarantined& item);
// What still waits, newest first, older than `before` (a zero id: from the newest).
[[nodiscard]] std::vector<inbox::Quarantined> page_quarantined(Reading& reading, ids::Organization organization,
                                                               ids::Quarantined before, std::int64_t limit);
[[nodiscard]] std::optional<inbox::Quarantined> find_quarantined(Reading& reading, ids::Organization organization,
                                                                 ids::Quarantined id);
// Its reason, attempts and outcome.
void update_quarantined(Transaction& transaction, const inbox::Quarantined& item);

}  // namespace store
