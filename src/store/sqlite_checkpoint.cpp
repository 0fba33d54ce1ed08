#include "store/sqlite_checkpoint.hpp"

#include <sqlite3.h>

#include <chrono>
#include <system_error>

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

void CheckpointPlan::log_has(int pages) {
  if (pages < pages_) {
    moved_ = 0;
    rounds_ = 0;
    due_at_ = kPages;
    round_is_of_this_log_ = false;
  }
  pages_ = pages;
}

bool CheckpointPlan::is_too_long() const { return pages_ >= kMostPages; }

CheckpointPlan::Step CheckpointPlan::next(bool at_once) const {
  if (at_once) return Step::rest;
  if (pages_ < due_at_) return Step::wait;
  return pages_ - moved_ > kFewPages && rounds_ < kMostRounds ? Step::round : Step::rest;
}

void CheckpointPlan::round_began() {
  ++rounds_;
  round_is_of_this_log_ = true;
}

void CheckpointPlan::round_ended(int moved) {
  if (round_is_of_this_log_) moved_ = moved;
}

void CheckpointPlan::rest_moved(int pages, int moved) {
  const bool is_empty = moved == pages;
  due_at_ = is_empty ? kPages : pages + kPages;
  pages_ = is_empty ? 0 : pages;
  moved_ = is_empty ? 0 : moved;
  rounds_ = 0;
}

void CheckpointPlan::put_off() {
  due_at_ = pages_ + kPages;
  rounds_ = 0;
}

bool SqliteCheckpoint::is_running() const {
  return round_.valid() && round_.wait_for(std::chrono::seconds(0)) != std::future_status::ready;
}

void SqliteCheckpoint::begin() {
  try {
    round_ = std::async(std::launch::async, [path = path_, durable = durable_] { return move_log(path, durable); });
  } catch (const std::system_error&) {  // No thread: after a few such rounds the writer moves it.
  }
}

std::optional<CheckpointRound> SqliteCheckpoint::take() {
  if (!round_.valid()) return std::nullopt;
  return round_.get();
}

}  // namespace store
