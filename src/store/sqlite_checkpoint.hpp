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

// For one thread; ends its round before it goes.
class SqliteCheckpoint {
 public:
  SqliteCheckpoint(std::string path, bool durable) : path_(std::move(path)), durable_(durable) {}

  [[nodiscard]] bool is_running() const;
  void begin();
  // Of the round that was begun last; waits for it. None before the first and after each was taken.
  [[nodiscard]] std::optional<CheckpointRound> take();

 private:
  std::string path_;
  bool durable_;
  std::future<CheckpointRound> round_;
};

}  // namespace store
