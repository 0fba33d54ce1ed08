#include "store/sqlite_gather.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

namespace store {
namespace {

using Database = std::unique_ptr<sqlite3, int (*)(sqlite3*)>;

class GatherTest : public testing::TestWithParam<const char*> {
 protected:
  Database open(const char* vfs) const {
    sqlite3* db = nullptr;
    EXPECT_EQ(sqlite3_open_v2(path_.c_str(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs), SQLITE_OK);
    return {db, sqlite3_close};
  }
  static int run(const Database& db, const std::string& sql) {
    return sqlite3_exec(db.get(), sql.c_str(), nullptr, nullptr, nullptr);
  }
  static std::string ask(const Database& db, const std::string& sql) {
    std::string answer;
    const auto take = [](void* to, int, char** values, char**) {
      *static_cast<std::string*>(to) = values[0] != nullptr ? values[0] : "null";
      return 0;
    };
    EXPECT_EQ(sqlite3_exec(db.get(), sql.c_str(), take, &answer, nullptr), SQLITE_OK) << sqlite3_errmsg(db.get());
    return answer;
  }
  Database writer() const {
    auto db = open(gathering_vfs());
    EXPECT_EQ(ask(db, "PRAGMA journal_mode = WAL"), "wal");
    EXPECT_EQ(run(db, std::string("PRAGMA wal_autocheckpoint = 0; PRAGMA synchronous = ") + GetParam()), SQLITE_OK);
    return db;
  }
  // Rows of random bytes; of many, the pages lie side by side in the log and in the file.
  static std::string add(int rows) {
    return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(rows) +
           ") INSERT INTO t (text) SELECT hex(randomblob(500)) FROM n";
  }

  void SetUp() override {
    folder_ = (std::filesystem::temp_directory_path() / "heed-gather-XXXXXX").string();
    ASSERT_NE(::mkdtemp(folder_.data()), nullptr);
    path_ = folder_ + "/heed.db";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string folder_;
  std::string path_;
};

TEST_P(GatherTest, OthersSeeACommitAtOnceAndWhole) {
  const auto db = writer();
  ASSERT_EQ(run(db, "CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT)"), SQLITE_OK);
  const auto other = open(nullptr);
  int rows = 0;
  for (const int more : {1, 3, 40, 2000, 1}) {
    ASSERT_EQ(run(db, add(more)), SQLITE_OK);
    rows += more;
    EXPECT_EQ(ask(other, "SELECT count(*) || ' ' || sum(length(text)) FROM t"),
              std::to_string(rows) + " " + std::to_string(rows * 1000));
  }
  ASSERT_EQ(run(db, "BEGIN; " + add(3000)), SQLITE_OK);
  EXPECT_EQ(ask(db, "SELECT count(*) FROM t"), std::to_string(rows + 3000)) << "its own, before they are committed";
  ASSERT_EQ(run(db, "ROLLBACK"), SQLITE_OK);
  EXPECT_EQ(ask(db, "SELECT count(*) FROM t"), std::to_string(rows));
  EXPECT_EQ(ask(other, "PRAGMA integrity_check"), "ok");
}

TEST_P(GatherTest, TheLogMovesIntoTheFileInPiecesThatSqliteTakes) {
  const auto db = writer();
  ASSERT_EQ(run(db, "CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT); " + add(4000)), SQLITE_OK);
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(ask(db, "PRAGMA wal_checkpoint(PASSIVE)").substr(0, 1), "0");
    ASSERT_EQ(run(db, "UPDATE t SET text = hex(randomblob(500)) WHERE id % 3 = 0"), SQLITE_OK);
  }
  EXPECT_EQ(ask(db, "PRAGMA wal_checkpoint(TRUNCATE)").substr(0, 1), "0");
  EXPECT_EQ(std::filesystem::file_size(path_ + "-wal"), 0U);
  const auto other = open(nullptr);
  EXPECT_EQ(ask(other, "PRAGMA integrity_check"), "ok");
  EXPECT_EQ(ask(other, "SELECT count(*) || ' ' || sum(length(text)) FROM t"), "4000 4000000");
}

// A disk on which no log can be written any more, as SQLite's file system tells of it.
struct FullDisk {
  FullDisk() {
    real = sqlite3_vfs_find(nullptr);
    vfs = *real;
    vfs.zName = "full_disk";
    vfs.pNext = nullptr;
    vfs.xOpen = [](sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
      const int code = real->xOpen(real, name, file, flags, out);
      if (file->pMethods != nullptr && (flags & SQLITE_OPEN_WAL) != 0) {
        methods = *file->pMethods;
        write = methods.xWrite;
        methods.xWrite = [](sqlite3_file* to, const void* from, int size, sqlite3_int64 at) {
          return is_full ? SQLITE_FULL : write(to, from, size, at);
        };
        file->pMethods = &methods;
      }
      return code;
    };
    sqlite3_vfs_register(&vfs, 1);
  }
  ~FullDisk() {
    sqlite3_vfs_register(real, 1);
    sqlite3_vfs_unregister(&vfs);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

  static inline sqlite3_vfs* real = nullptr;
  static inline sqlite3_io_methods methods{};
  static inline int (*write)(sqlite3_file*, const void*, int, sqlite3_int64) = nullptr;
  static inline bool is_full = false;
  sqlite3_vfs vfs{};
};

// Only a sync can say it of its own commit.
class GatherSyncedTest : public GatherTest {};

TEST_P(GatherSyncedTest, WhatCannotBeWrittenIsSaidAndLeavesNothing) {
  const FullDisk disk;
  {
    const auto db = writer();
    ASSERT_EQ(run(db, "CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT); " + add(5)), SQLITE_OK);
    FullDisk::is_full = true;
    EXPECT_EQ(run(db, add(1)), SQLITE_FULL);
    EXPECT_EQ(run(db, add(1000)), SQLITE_FULL);
    EXPECT_EQ(ask(db, "SELECT count(*) FROM t"), "5");
    FullDisk::is_full = false;
    EXPECT_EQ(run(db, add(1)), SQLITE_OK);
    EXPECT_EQ(ask(db, "SELECT count(*) FROM t"), "6");
    EXPECT_EQ(ask(db, "PRAGMA integrity_check"), "ok");
  }
}

// Notes when the database itself is written, and when SQLite says that a round of moving the log is over: right after it the
// shared memory tells others to read the file in place of the log.
struct WatchedFile {
  WatchedFile() {
    real = sqlite3_vfs_find(nullptr);
    vfs = *real;
    vfs.zName = "watched_file";
    vfs.pNext = nullptr;
    written = written_late = 0;
    is_over = false;
    vfs.xOpen = [](sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
      const int code = real->xOpen(real, name, file, flags, out);
      if (file->pMethods != nullptr && (flags & SQLITE_OPEN_MAIN_DB) != 0) watch(*file);
      return code;
    };
    sqlite3_vfs_register(&vfs, 1);
  }
  ~WatchedFile() {
    sqlite3_vfs_register(real, 1);
    sqlite3_vfs_unregister(&vfs);
  }
  WatchedFile(const WatchedFile&) = delete;
  WatchedFile& operator=(const WatchedFile&) = delete;

  static void watch(sqlite3_file& file) {
    as_it_is = *file.pMethods;
    methods = as_it_is;
    methods.xWrite = [](sqlite3_file* to, const void* from, int size, sqlite3_int64 at) {
      ++(is_over ? written_late : written);
      return as_it_is.xWrite(to, from, size, at);
    };
    methods.xFileControl = [](sqlite3_file* of, int what, void* with) {
      if (what == SQLITE_FCNTL_CKPT_START) is_over = false;
      if (what == SQLITE_FCNTL_CKPT_DONE) is_over = true;
      return as_it_is.xFileControl(of, what, with);
    };
    file.pMethods = &methods;
  }

  static inline sqlite3_vfs* real = nullptr;
  static inline sqlite3_io_methods as_it_is{};
  static inline sqlite3_io_methods methods{};
  static inline int written = 0;
  static inline int written_late = 0;
  static inline bool is_over = false;
  sqlite3_vfs vfs{};
};

TEST_P(GatherTest, WhatWasMovedIsInTheFileBeforeAnybodyReadsItThere) {
  const WatchedFile watched;
  const auto db = writer();
  ASSERT_EQ(run(db, "CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT); " + add(100)), SQLITE_OK);
  const auto reader = open(gathering_vfs());
  ASSERT_EQ(run(reader, "BEGIN; SELECT count(*) FROM t"), SQLITE_OK);
  ASSERT_EQ(run(db, add(100)), SQLITE_OK);
  // The reader needs the end of the log: only what is before it is moved, and SQLite syncs nothing.
  EXPECT_EQ(ask(db, "PRAGMA wal_checkpoint(PASSIVE)").substr(0, 1), "0");
  EXPECT_GT(WatchedFile::written, 0);
  EXPECT_EQ(WatchedFile::written_late, 0);
}

INSTANTIATE_TEST_SUITE_P(Synchronous, GatherTest, testing::Values("FULL", "NORMAL", "OFF"));
INSTANTIATE_TEST_SUITE_P(Synchronous, GatherSyncedTest, testing::Values("FULL"));

}  // namespace
}  // namespace store
