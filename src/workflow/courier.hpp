#pragma once
// Does what comes due, some of it at a time, for as long as the server runs: looks when something of interest is committed, and
// every now and then for what waits for its next attempt or was written by another server. What is slow holds up nobody else.
//
//   Courier courier(executor, store, {.look = …, .is_news = …, .on_end = …});
//   courier.start();
//   co_await courier.stop();
//
// On the event loop's thread.

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "store/store.hpp"
#include "store/task.hpp"

namespace workflow {

struct Errands {
  std::vector<store::Task<void>> items;  // Begun at once, and cut off when the courier stops: each is claimed in the record.
  bool more = false;                     // Look again at once.
};

struct CourierWork {
  // At most so many. May throw StoreError, then it is asked again later.
  std::function<store::Task<Errands>(std::size_t room)> look;
  std::function<bool(const store::Published&)> is_news;  // On the writer's thread.
  std::function<void()> on_end;                          // It broke, and looks no more until the next start.
};

class Courier {
 public:
  Courier(const store::Executor& executor, store::Store& store /*outlives*/, CourierWork work);
  ~Courier();
  Courier(const Courier&) = delete;
  Courier& operator=(const Courier&) = delete;

  void start();
  // Returns when nothing goes on.
  store::Task<void> stop();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace workflow
