#pragma once
// The file of a SQLite record before any SQL of ours runs in it: made for nobody else to read, told from other programs'
// databases, and what its faults mean. Internal to the SQLite engine; all of it throws StoreError.

#include <string>

#include "store/errors.hpp"

struct sqlite3;

namespace store {

inline constexpr int kSqliteBusyMs = 5000;  // How long a connection waits for another process.
// Marks a database as Heed's.
inline constexpr const char* kSetApplicationId = "PRAGMA application_id = 1212499268";

// Makes the file, for nobody else to read: it holds what customers said. A file that is there is not opened: closing it would
// drop the locks that SQLite holds on it in this process (POSIX).
void prepare_file(const std::string& path);

// Makes the names of the file and its log last. SQLite does that with the log's first sync, but does not mind when it fails.
void sync_folder_of(const std::string& path);

// Marks an empty database, refuses another program's before anything is written into it, and turns the write-ahead log on.
void make_ours(sqlite3* db, const std::string& path);

// What an error code means for the record. After a failed commit that leaves it `broken` the file must be left alone; space
// that ran out comes back.
[[nodiscard]] Trouble trouble_of(sqlite3* db, int code);

// The sentence for it. `said`: by SQLite or the system.
[[nodiscard]] std::string explain(Trouble trouble, const std::string& path, const std::string& said);

[[noreturn]] void fail_setup(sqlite3* db, const std::string& path, int code);

}  // namespace store
