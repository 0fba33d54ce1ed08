#pragma once
// Work that waits for a thread of the store. Normal work goes before bulk work, and once in a while the other way round,
// so that an import moves on however busy the day is.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>

#include "store/job.hpp"
#include "store/store.hpp"

namespace store {

class JobQueue {
 public:
  explicit JobQueue(std::size_t max_waiting) : max_waiting_(max_waiting) {}

  // False when too much waits already.
  [[nodiscard]] bool push(std::shared_ptr<Job> job, Priority priority);

  // Waits for work; null once the queue is closed and empty.
  [[nodiscard]] std::shared_ptr<Job> pop();
  // Null when nothing waits.
  [[nodiscard]] std::shared_ptr<Job> try_pop();

  [[nodiscard]] bool empty() const;

  // What waits is still handed out; nothing is taken in any more.
  void close();

 private:
  using Lane = std::deque<std::shared_ptr<Job>>;
  [[nodiscard]] bool is_empty() const { return normal_.empty() && bulk_.empty(); }
  [[nodiscard]] std::shared_ptr<Job> take();

  const std::size_t max_waiting_;
  mutable std::mutex mutex_;
  std::condition_variable something_waits_;
  Lane normal_;
  Lane bulk_;
  int normal_in_a_row_ = 0;
  bool closed_ = false;
};

}  // namespace store
