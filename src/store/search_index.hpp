#pragma once
// The index of what was said: which messages hold which terms. It stands beside the record (SQLite: search.db in a file of
// its own; PostgreSQL: tables search_…) and holds nothing that cannot be read from the record again.
//
// Every message has a place: its time in the high bits, so that newest first is the order of places. A message that is
// indexed anew gets another place at its time, and the old one is dead from then on; wipe() and a new reading free them.
//
// One thread at a time may change the index. Reading is for everybody.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "domain/ids.hpp"
#include "domain/search/document.hpp"
#include "domain/search/expression.hpp"
#include "store/store.hpp"
#include "store/task.hpp"

namespace store {

// What the index keeps of a message. Terms hold no blanks.
struct IndexedMessage {
  ids::Message id;
  base::Time said_at{};
  search::Document document;
  std::string language;  // Empty where it is not known.
};

struct RemovedMessage {
  ids::Message id;
  base::Time said_at{};
};

// How far the index has come with one organization's record.
struct SearchProgress {
  std::int64_t ordinal = 0;
  std::int64_t seq = 0;                    // Every event up to this one is in it,
  std::optional<std::int64_t> scanned_id;  // once the first reading is over: this message was the last one read.
};
BOOST_DESCRIBE_STRUCT(SearchProgress, (), (ordinal, seq, scanned_id))

// One commit of the index.
struct SearchBatch {
  ids::Organization organization;
  std::vector<IndexedMessage> put;  // New ones, and anew where something else stands in the index.
  std::vector<RemovedMessage> removed;
  SearchProgress progress;  // After it; the ordinal is left alone.
};

// Where a search goes on, and what it found.
struct FoundMessage {
  std::int64_t place = 0;
  ids::Message message_id;
};
BOOST_DESCRIBE_STRUCT(FoundMessage, (), (place, message_id))

struct SearchRange {
  std::int64_t before = kEnd;  // Places below this one,
  std::int64_t from = 0;       // and from this one on.
  static constexpr std::int64_t kEnd = INT64_MAX;
};

// The first place that a message said at this time may have.
[[nodiscard]] std::int64_t first_place(base::Time said_at);
// The time in a place.
[[nodiscard]] base::Time time_of_place(std::int64_t place);

class SearchIndex {
 public:
  // Beside the record that `record` opens. A damaged file, or one of another form, is made anew and empty. Throws
  // StoreError when there is no index to be had.
  static std::unique_ptr<SearchIndex> open(const StoreOptions& record, const base::Clock& clock /*outlives*/,
                                           base::IdMaker& ids /*outlives*/);

  // None when nothing was read of the organization yet. Blocks.
  [[nodiscard]] base::Result<std::optional<SearchProgress>> progress(ids::Organization organization);
  // Blocks until it is committed.
  [[nodiscard]] base::Result<void> apply(SearchBatch batch);
  // Forgets everything. Blocks.
  [[nodiscard]] base::Result<void> wipe();
  // Merges what was written in pieces, so that searches look in one place. Takes a while; blocks.
  [[nodiscard]] base::Result<void> tidy();

  // Newest first. None while nothing was read of the organization.
  [[nodiscard]] Task<base::Result<std::vector<FoundMessage>>> find(ids::Organization organization,
                                                                   search::Expression expression, SearchRange range,
                                                                   std::int64_t limit);
  [[nodiscard]] base::Result<std::vector<FoundMessage>> find_blocking(ids::Organization organization,
                                                                      const search::Expression& expression,
                                                                      SearchRange range, std::int64_t limit);
  // The languages of the organization's messages whose words have stems, most frequent first.
  [[nodiscard]] Task<base::Result<std::vector<std::string>>> languages(ids::Organization organization);

  // Messages that were put, and places that are dead; for reports. Blocks, and counts every row.
  struct Size {
    std::int64_t messages = 0;
    std::int64_t dead = 0;
  };
  [[nodiscard]] base::Result<Size> size();

 private:
  SearchIndex(std::unique_ptr<Store> store, bool is_postgres);

  std::unique_ptr<Store> store_;
  bool is_postgres_;
};

}  // namespace store
