#include "store/sqlite_file.hpp"

#include <sqlite3.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <system_error>
#include <thread>

namespace store {
namespace {

constexpr std::int64_t kApplicationId = 0x48454544;  // "HEED", in the file's header.

// Thrown while others make the file too, and caught: what is worth another try.
[[noreturn]] void fail_making(sqlite3* db, const std::string& path, int code) {
  if (trouble_of(db, code) == Trouble::busy)
    throw StoreError(Trouble::busy, explain(Trouble::busy, path, sqlite3_errmsg(db)));
  fail_setup(db, path, code);
}

// The first column of the first row.
std::string text_of(sqlite3* db, const std::string& path, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  int code = sqlite3_prepare_v2(db, sql, -1, &statement, nullptr);
  if (code == SQLITE_OK) code = sqlite3_step(statement);
  const auto* text = code == SQLITE_ROW ? reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)) : nullptr;
  std::string out = text != nullptr ? text : "";
  sqlite3_finalize(statement);
  if (code != SQLITE_ROW) fail_making(db, path, code);
  return out;
}

void recognise(sqlite3* db, const std::string& path) {
  const auto is_ours = [&] { return std::stoll(text_of(db, path, "PRAGMA application_id")) == kApplicationId; };
  if (is_ours()) return;
  const bool is_empty = text_of(db, path, "SELECT count(*) FROM sqlite_schema") == "0";
  if (!is_empty && !is_ours()) {  // Asked again: another heed may just have made it ours.
    throw StoreError(Trouble::setup, path + " is a SQLite database of another program, not Heed's.");
  }
  if (const int code = sqlite3_exec(db, kSetApplicationId, nullptr, nullptr, nullptr); code != SQLITE_OK)
    fail_making(db, path, code);
}

}  // namespace

void prepare_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file >= 0) {
    ::close(file);
    return;
  }
  if (errno == EEXIST && ::faccessat(AT_FDCWD, path.c_str(), R_OK | W_OK, AT_EACCESS) == 0 &&
      !std::filesystem::is_directory(path))
    return;
  const int error = errno;
  const std::string why = std::generic_category().message(error);
  const std::string folder = std::filesystem::path(path).parent_path().string();
  if (error == ENOENT) throw StoreError(Trouble::setup, "The folder " + folder + " for the database is not there.");
  if (error == ENOSPC || error == EDQUOT) throw StoreError(Trouble::setup, explain(Trouble::full, path, why));
  throw StoreError(Trouble::setup, "The database " + path + " cannot be written (" + why +
                                       "). The folder and the files in it must belong to the user who runs heed.");
}

void sync_folder_of(const std::string& path) {
  auto folder = std::filesystem::path(path).parent_path().string();
  if (folder.empty()) folder = ".";
  const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool is_synced = opened >= 0 && ::fsync(opened) == 0;
  const int error = errno;
  if (opened >= 0) ::close(opened);
  if (!is_synced)
    throw StoreError(Trouble::setup, "The folder " + folder + " of the database cannot be synced to the disk (" +
                                         std::generic_category().message(error) + ").");
}

// Of several programs that make the file at once, SQLite tells all but one that it is busy, without waiting first: each
// would wait for the others.
void make_ours(sqlite3* db, const std::string& path) {
  for (const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(kSqliteBusyMs);;) {
    try {
      recognise(db, path);
      if (text_of(db, path, "PRAGMA journal_mode = WAL") == "wal") return;
      throw StoreError(Trouble::setup,
                       "The file system of " + path + " cannot do what SQLite's write-ahead log needs (a network drive?).");
    } catch (const StoreError& error) {
      if (error.trouble() != Trouble::busy) throw;
      if (std::chrono::steady_clock::now() > end) throw StoreError(Trouble::setup, error.what());
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

Trouble trouble_of(sqlite3* db, int code) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return Trouble::busy;
    case SQLITE_FULL: return Trouble::full;
    case SQLITE_IOERR: {
      const int system = sqlite3_system_errno(db);
      const bool is_full =
          (system == ENOSPC || system == EDQUOT) && code != SQLITE_IOERR_FSYNC && code != SQLITE_IOERR_DIR_FSYNC;
      return is_full || code == SQLITE_IOERR_SHMSIZE ? Trouble::full : Trouble::broken;
    }
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM: return Trouble::broken;
    default: return Trouble::statement;
  }
}

std::string explain(Trouble trouble, const std::string& path, const std::string& said) {
  switch (trouble) {
    case Trouble::busy:
      return "The database " + path + " is locked by another process (" + said + "). Is another heed at work on it?";
    case Trouble::full: return "No space is left on the disk of " + path + " (" + said + ").";
    case Trouble::broken:
      return "The database " + path + " cannot be read or written (" + said +
             "). Look at the disk and the file before starting again.";
    default: return said;
  }
}

void fail_setup(sqlite3* db, const std::string& path, int code) {
  if ((code & 0xff) == SQLITE_NOTADB)
    throw StoreError(Trouble::setup, path + " is not a SQLite database, or a damaged one.");
  const Trouble trouble = trouble_of(db, code);
  throw StoreError(Trouble::setup, explain(trouble, path, sqlite3_errmsg(db)));
}

}  // namespace store
