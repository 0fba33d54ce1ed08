#pragma once
// What every import shares, whatever the file's form: how it is asked for, how far it is, what came of it.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "channel/channel.hpp"
#include "domain/ids.hpp"

namespace workflow {

struct ImportProgress {
  enum class Phase { reading, storing } phase = Phase::reading;
  std::int64_t done = 0;  // Bytes of the file; of the care archive, which is read first, posts while storing.
  std::int64_t total = 0;
  std::int64_t rows = 0;  // Rows read, or items stored or passed over.
};

struct RefusedRow {
  std::int64_t line = 0;  // Of the unpacked text; the first is 1.
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(RefusedRow, (), (line, reason))

struct ImportSummary {
  std::int64_t rows = 0;  // Good rows in the file; items, where a row holds several.
  std::int64_t stored = 0;
  std::int64_t known = 0;        // In the record already.
  std::int64_t duplicates = 0;   // Rows with an id that an earlier row of the care archive had.
  std::int64_t repaired = 0;     // Rows of the care archive whose text was not UTF-8.
  std::int64_t passed_over = 0;  // Notes and notices of another system, which are nobody's word to anybody.
  std::int64_t refused = 0;
  std::int64_t went_on_at_line = 0;       // Where an earlier import that was broken off had stopped; 0 when there was none.
  std::vector<RefusedRow> first_refused;  // The first kShownRefusals.

  void refuse(std::int64_t line, std::string reason);
};
inline constexpr std::size_t kShownRefusals = 100;

struct ImportOptions {
  std::string file;
  std::string working_folder;  // For the care archive's working file; about the size of the unpacked archive.
  ids::Organization organization;
  channel::ChannelType channel;                            // That of the inboxes it fills.
  std::function<void(const ImportProgress&)> on_progress;  // Often; on the calling thread.
  std::size_t batch = 500;                                 // Items in one transaction.
};

}  // namespace workflow
