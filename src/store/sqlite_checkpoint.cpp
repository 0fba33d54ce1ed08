#include "store/sqlite_checkpoint.hpp"

#include <sqlite3.h>

#include <chrono>

#include "store/sqlite_file.hpp"
#include "store/sqlite_gather.hpp"

namespace store {
namespace {

CheckpointRound move_log(const std::string& path, bool durable) {
  CheckpointRound round;
  sqlite3* db = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  int code = sqlite3_open_v2(path.c_str(), &db, flags, gathering_vfs());
  if (code == SQLITE_OK)
    code = sqlite3_exec(db, durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF", nullptr, nullptr, nullptr);
  if (code == SQLITE_OK) code = sqlite3_wal_checkpoint_v2(db, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, &round.moved);
  if (code != SQLITE_OK) {
    round.trouble = trouble_of(db, code);
    round.said = sqlite3_errmsg(db);
  }
  sqlite3_close(db);
  return round;
}

}  // namespace

bool SqliteCheckpoint::is_running() const {
  return round_.valid() && round_.wait_for(std::chrono::seconds(0)) != std::future_status::ready;
}

void SqliteCheckpoint::begin() {
  round_ = std::async(std::launch::async, [path = path_, durable = durable_] { return move_log(path, durable); });
}

std::optional<CheckpointRound> SqliteCheckpoint::take() {
  if (!round_.valid()) return std::nullopt;
  return round_.get();
}

}  // namespace store
