#pragma once
// The record: SQLite in a folder, or PostgreSQL; the same SQL, the same product.
//
// transact() queues an ordinary function. The writer thread runs whatever waits inside one transaction, each function in
// a savepoint of its own, commits once and synced, and only then resolves the callers and hands the events to the
// listeners. A function that fails, or throws, is rolled back alone. read() runs on a reader thread with a snapshot.
//
// What a caller may see besides the function's own outcome: Failure `unavailable` when nothing was kept and a later try
// may do (queue full, disk full, database away), and StoreError when the surroundings are broken. After a disk error the
// store stops: every later transact() fails, reads go on.
//
// A Store goes before the io_context whose coroutines wait for it: its destructor runs what is queued, then stops.

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "store/errors.hpp"
#include "store/job.hpp"
#include "store/task.hpp"
#include "store/transaction.hpp"

namespace store {

struct StoreOptions {
  // "sqlite:/path/heed.db", "sqlite::memory:" (tests: a file in the temporary folder that goes at close) or
  // "postgresql://user@host/db".
  std::string url;
  int readers = 2;
  std::size_t max_waiting = 10'000;                 // Per priority; past it transact() fails with `unavailable`.
  std::size_t max_group = 500;                      // Functions in one commit at most.
  std::chrono::seconds connect_limit{30};           // How long to wait for a PostgreSQL that does not answer.
  std::function<void(const std::string&)> on_wait;  // Told while waiting for it.
  // Told, on the writer thread, the sentence of trouble() whenever that is another one; "" when all is well again.
  std::function<void(const std::string&)> on_trouble;
};

enum class Priority {
  normal,  // People and platforms wait for it.
  bulk,    // Imports: goes behind everything normal.
};

class Catalogue;
class ReadQueue;

class Store {
 public:
  // Opens, migrates forward and prepares every query. Throws StoreError with a sentence that helps: not writable, newer
  // than this program, unreachable …
  static std::unique_ptr<Store> open(const StoreOptions& options, const base::Clock& clock /*outlives*/,
                                     base::IdMaker& ids /*outlives*/);
  // With other SQL than the embedded one, for tests of the store itself.
  static std::unique_ptr<Store> open_with(const std::shared_ptr<const Catalogue>& catalogue, const StoreOptions& options,
                                          const base::Clock& clock /*outlives*/, base::IdMaker& ids /*outlives*/);

  Store() = default;
  virtual ~Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // `work`: base::Result<T>(Transaction&). Resolves after the commit, on the caller's executor.
  template <class Work>
  Task<std::invoke_result_t<Work&, Transaction&>> transact(Work work, Priority priority = Priority::normal) {
    auto job = std::make_shared<JobOf<Transaction, Work>>(std::move(work));
    co_await write_and_wait(job, priority);
    co_return job->take();
  }

  // `work`: base::Result<T>(Reading&).
  template <class Work>
  Task<std::invoke_result_t<Work&, Reading&>> read(Work work) {
    auto job = std::make_shared<JobOf<Reading, Work>>(std::move(work));
    co_await read_and_wait(job);
    co_return job->take();
  }

  // The same for callers outside the event loop (commands, tests): block until done.
  template <class Work>
  std::invoke_result_t<Work&, Transaction&> transact_blocking(Work work, Priority priority = Priority::normal) {
    auto job = std::make_shared<JobOf<Transaction, Work>>(std::move(work));
    write_and_block(job, priority);
    return job->take();
  }
  template <class Work>
  std::invoke_result_t<Work&, Reading&> read_blocking(Work work) {
    auto job = std::make_shared<JobOf<Reading, Work>>(std::move(work));
    read_and_block(job);
    return job->take();
  }

  // Called on the writer thread after each commit that published something, in order of the numbers. Listeners are added
  // and stay; they must be quick and may not throw. Whoever needs the events later keeps the batch: it never changes.
  virtual void on_committed(std::function<void(const PublishedBatch&)> listener) = 0;

  // Why nothing can be written for now, in a sentence; none when all is well. For /readyz and the log.
  [[nodiscard]] virtual std::optional<std::string> trouble() const = 0;

 protected:
  virtual void submit_write(std::shared_ptr<Job> job, Priority priority) = 0;
  // The queue whose wake() is to be called once all that is asked for at this moment was submitted; null: nobody sleeps.
  [[nodiscard]] virtual std::shared_ptr<ReadQueue> submit_read(std::shared_ptr<Job> job) = 0;

 private:
  Task<void> write_and_wait(std::shared_ptr<Job> job, Priority priority);
  Task<void> read_and_wait(std::shared_ptr<Job> job);
  void write_and_block(std::shared_ptr<Job> job, Priority priority);
  void read_and_block(std::shared_ptr<Job> job);
};

}  // namespace store
