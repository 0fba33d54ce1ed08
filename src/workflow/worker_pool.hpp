#pragma once
// A few threads for work that would hold up the event loop: hashing passwords, later pictures and triage.
//
//   auto hash = co_await pool.run([password] { return hash_password(password); });   // Result<std::string>
//
// The queue is bounded: past it run() fails with `unavailable` at once instead of letting callers pile up. What runs must
// not touch state of the event loop. Stop the pool (or destroy it) before the io_context that awaits it.

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "base/check.hpp"
#include "base/result.hpp"
#include "store/task.hpp"

namespace workflow {

class WorkerPool {
 public:
  WorkerPool(std::size_t threads, std::size_t max_waiting);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Runs the function on a worker and gives its result back on the caller's executor. What it throws, run() throws.
  template <class Work>
  store::Task<base::Result<std::invoke_result_t<Work&>>> run(Work work) {
    struct State {
      explicit State(Work&& from) : work(std::move(from)) {}
      Work work;
      std::optional<std::invoke_result_t<Work&>> out;
    };
    auto state = std::make_shared<State>(std::move(work));
    std::function<void()> job = [state] { state->out.emplace(state->work()); };
    auto done = co_await run_job(std::move(job));
    if (!done) co_return base::pass_on(done.error());
    auto out = std::move(state->out);
    HEED_CHECK(out.has_value(), "a job that was done has its result");
    co_return *std::move(out);
  }

  // Jobs that no worker has begun.
  [[nodiscard]] std::size_t waiting() const;

  // Lets running jobs end and drops waiting ones; their callers get `unavailable`.
  void stop();

 private:
  struct Impl;
  store::Task<base::Result<void>> run_job(std::function<void()> job);
  std::unique_ptr<Impl> impl_;
};

}  // namespace workflow
