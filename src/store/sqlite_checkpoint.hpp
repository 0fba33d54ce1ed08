#pragma once
// Moves SQLite's write-ahead log into the file beside the writer, on a thread and a connection of its own: in a large record the
// pages lie all over the file, and making them safe there takes a second in which nobody would be answered. It cannot finish
// while the writer goes on writing; the writer moves the little that is left (sqlite.cpp, tidy()).

#include <future>
#include <optional>
#include <string>

#include "store/errors.hpp"

namespace store {

struct CheckpointRound {
  int moved = 0;  // Pages of the log that are in the file now.
  std::optional<Trouble> trouble;
  std::string said;  // By SQLite, with trouble.
};

// Who moves the log, and when: counts pages, and does nothing itself.
class CheckpointPlan {
 public:
  enum class Step { wait, round, rest };  // Nothing yet; another round beside the writer; what is left, by the writer.

  // After a commit: so long is the log. Shorter than before: SQLite began it anew.
  void log_has(int pages);
  // The log is so long that a round which is going on has to be waited for.
  [[nodiscard]] bool is_too_long() const;
  // `at_once`: space is short, and the rest is moved whatever there is.
  [[nodiscard]] Step next(bool at_once) const;
  void round_began();
  void round_ended(int moved);
  // The writer moved so many of the pages there were; a reader may still need the rest.
  void rest_moved(int pages, int moved);
  // Somebody else moves it just now.
  void put_off();

 private:
  static constexpr int kPages = 4000;      // 16 MB of log, then it is moved into the file.
  static constexpr int kMostPages = 8000;  // Of a log that is being moved.
  static constexpr int kFewPages = 400;    // Moved by the writer itself.
  static constexpr int kMostRounds = 3;    // Where it writes faster than they move.

  int pages_ = 0;  // In the log after the last commit.
  int moved_ = 0;  // Of these, in the file.
  int due_at_ = kPages;
  int rounds_ = 0;                     // Since the log was begun.
  bool round_is_of_this_log_ = false;  // Not of the one before it.
};

// For one thread; ends its round before it goes.
class SqliteCheckpoint {
 public:
  SqliteCheckpoint(std::string path, bool durable) : path_(std::move(path)), durable_(durable) {}

  [[nodiscard]] bool is_running() const;
  // Where there is no thread to be had nothing is begun, and take() has none.
  void begin();
  // Of the round that was begun last; waits for it. None before the first and after each was taken.
  [[nodiscard]] std::optional<CheckpointRound> take();

 private:
  std::string path_;
  bool durable_;
  std::future<CheckpointRound> round_;
};

}  // namespace store
