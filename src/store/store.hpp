#pragma once
// The record: SQLite in a folder, or PostgreSQL; the same SQL, the same product.
//
// transact() queues an ordinary function. The writer thread runs whatever waits inside one transaction, each function in
// a savepoint of its own, commits once and synced, and only then resolves the callers and hands the events to the
// listener. A function that fails, or throws, is rolled back alone. read() runs on a reader thread with a snapshot.

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include "base/clock.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "store/task.hpp"
#include "store/transaction.hpp"

namespace store {

struct StoreOptions {
  // "sqlite:/path/heed.db", "sqlite::memory:" (tests; readers share it) or "postgresql://user@host/db".
  std::string url;
  int readers = 2;
  std::size_t max_waiting = 10'000;                 // Past it transact() fails with `unavailable`.
  std::size_t max_group = 500;                      // Functions in one commit at most.
  std::chrono::seconds connect_limit{30};           // How long to wait for a PostgreSQL that does not answer.
  std::function<void(const std::string&)> on_wait;  // Told while waiting for it.
};

using Published = Transaction::Published;

class Store {
 public:
  // Opens, migrates forward and prepares every query. Throws StoreError with a sentence that helps: not writable, newer
  // than this program, unreachable …
  static std::unique_ptr<Store> open(StoreOptions options, const base::Clock& clock /*outlives*/, base::IdMaker& ids /*outlives*/);
  virtual ~Store() = default;

  template <class Work>
  using Outcome = std::invoke_result_t<Work, Transaction&>;

  // `work`: base::Result<T>(Transaction&). Resolves after the commit, on the caller's executor.
  template <class Work>
  Task<std::invoke_result_t<Work, Transaction&>> transact(Work work);

  // `work`: base::Result<T>(Reading&).
  template <class Work>
  Task<std::invoke_result_t<Work, Reading&>> read(Work work);

  // The same for callers outside the event loop (commands, tests): block until done.
  template <class Work>
  std::invoke_result_t<Work, Transaction&> transact_blocking(Work work);
  template <class Work>
  std::invoke_result_t<Work, Reading&> read_blocking(Work work);

  // Called on the writer thread after each commit that published something, in order of the numbers.
  virtual void on_committed(std::function<void(const std::vector<Published>&)> listener) = 0;
};

}  // namespace store
