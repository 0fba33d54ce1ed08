#pragma once
// A yardstick for `heed bench`: the rows of one SQLite record written into another, as the bare engine does it: plain
// prepared INSERTs, nothing looked up, in as many synced transactions as the messages came in.

#include <cstdint>
#include <string>

namespace store {

struct BareRows {
  std::int64_t rows = 0;
  std::int64_t messages = 0;
  std::int64_t transactions = 0;
  double seconds = 0;      // Of writing; the rows were read before.
  double cpu_seconds = 0;  // Of this thread meanwhile.
};

// `to` has the schema of `from` and none of its rows. Throws StoreError.
[[nodiscard]] BareRows write_bare_rows(const std::string& from, const std::string& to);

}  // namespace store
