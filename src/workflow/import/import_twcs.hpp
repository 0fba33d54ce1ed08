#pragma once
// Takes the public customer-care archive into the record: one inbox per brand, customers' posts inbound, the brand's
// outbound, times kept. Safe to repeat and to break off: what is there already is passed over.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "channel/channel.hpp"
#include "domain/ids.hpp"
#include "store/store.hpp"

namespace workflow {

struct ImportProgress {
  enum class Phase { reading, storing } phase = Phase::reading;
  std::int64_t done = 0;  // Bytes while reading, posts while storing.
  std::int64_t total = 0;
  std::int64_t rows = 0;  // Rows read, or posts stored or passed over.
};

struct RefusedRow {
  std::int64_t line = 0;
  std::string reason;
};

struct ImportSummary {
  std::int64_t rows = 0;  // Good rows in the file.
  std::int64_t stored = 0;
  std::int64_t known = 0;       // In the record already.
  std::int64_t duplicates = 0;  // Rows with an id that an earlier row of the file had.
  std::int64_t repaired = 0;    // Rows whose text was not UTF-8.
  std::int64_t refused = 0;
  std::vector<RefusedRow> first_refused;  // The first kShownRefusals.
};
inline constexpr std::size_t kShownRefusals = 100;

struct ImportOptions {
  std::string file;
  std::string working_folder;  // For the working file; about the size of the unpacked archive.
  ids::Organization organization;
  channel::ChannelType channel;                            // That of the inboxes it fills.
  std::function<void(const ImportProgress&)> on_progress;  // Often; on the calling thread.
  std::size_t batch = 500;                                 // Posts in one transaction.
};

base::Result<ImportSummary> import_twcs(store::Store& store, const ImportOptions& options);

}  // namespace workflow
