#pragma once
// Reads that wait for a reader thread, first come first served. Waking a thread costs more than a small read does, so whoever
// asks for many at a time pushes them all and wakes once.

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>

#include "store/job.hpp"

namespace store {

class ReadQueue {
 public:
  explicit ReadQueue(std::size_t max_waiting) : max_waiting_(max_waiting) {}

  enum class Pushed {
    full,   // Too much waits already.
    taken,  // Everybody is awake and will see it.
    sleep,  // Somebody sleeps: call wake() now, or what claim_wake() says.
  };
  [[nodiscard]] Pushed push(std::shared_ptr<Job> job);
  void wake();
  // True when wake() is left to the caller, soon; false when it is left to somebody else.
  [[nodiscard]] bool claim_wake();

  // Waits for work; null once the queue is closed and empty.
  [[nodiscard]] std::shared_ptr<Job> pop();
  // What was pushed before pushed() gave `mark`; null when nothing of that waits.
  [[nodiscard]] std::shared_ptr<Job> try_pop(std::uint64_t mark);
  [[nodiscard]] std::uint64_t pushed() const;

  // What waits is still handed out; nothing is taken in any more.
  void close();

 private:
  [[nodiscard]] std::shared_ptr<Job> take(std::unique_lock<std::mutex>& lock);

  const std::size_t max_waiting_;
  mutable std::mutex mutex_;
  std::condition_variable something_waits_;
  std::deque<std::shared_ptr<Job>> jobs_;
  std::uint64_t pushed_ = 0;
  std::uint64_t popped_ = 0;
  int asleep_ = 0;
  bool is_wake_claimed_ = false;
  bool closed_ = false;
};

}  // namespace store
