#pragma once
// Waits for the next thing that is due for any clock, and has it done then: a warning, a breach, a step after it. The rows are in
// order by when that is, so it looks at the first alone; what is committed meanwhile may come before it and is heard of. So
// nothing is walked through on a tick. Every now and then it looks again all the same, for a clock on the wall that was set, and
// for what another server wrote.

#include <atomic>
#include <chrono>
#include <cstdint>

#include <boost/asio/basic_waitable_timer.hpp>

#include "base/clock.hpp"
#include "main/log.hpp"
#include "net/task.hpp"
#include "store/store.hpp"

namespace heed {

class ClockTimer {
 public:
  // Listens to the store from here on; so it goes after it.
  ClockTimer(const net::Executor& executor, store::Store& store /*outlives*/, const base::Clock& clock /*outlives*/,
             Log& log /*outlives*/);

  void start();
  // Returns when it has ended.
  net::Task<void> stop();

 private:
  using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                  boost::asio::wait_traits<std::chrono::steady_clock>, net::Executor>;
  static constexpr std::int64_t kNever = INT64_MAX;

  // On the writer's thread.
  void hear(const store::PublishedBatch& batch);
  net::Task<void> run();
  // Does what is due, and finds out what is next. False where the store did not let it.
  net::Task<bool> work();
  net::Task<bool> reckon();
  net::Task<void> wait(std::chrono::milliseconds at_most);
  void wake();

  net::Executor executor_;
  store::Store& store_;
  const base::Clock& clock_;
  Log& log_;
  Timer timer_;
  std::atomic<std::int64_t> next_ = 0;     // Milliseconds of UTC; kNever: nothing is known to come.
  std::atomic<bool> is_to_reckon_ = true;  // After a restart there may be something left to do.
  bool woken_ = false;
  bool running_ = false;
  bool stopping_ = false;
};

}  // namespace heed
