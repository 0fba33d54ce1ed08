#include "workflow/worker_pool.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace workflow {
namespace {

constexpr std::chrono::seconds kAskAgain{1};

tl::unexpected<base::Failure> too_busy() {
  return base::pass_on({base::FailureKind::unavailable, "The server is busy; try again in a moment.", "", kAskAgain});
}

}  // namespace

struct WorkerPool::Impl {
  // `done` is called exactly once, on a worker or in stop(): with the job's exception, or "dropped".
  struct Job {
    std::function<void()> work;
    std::function<void(std::exception_ptr, bool dropped)> done;
  };

  mutable std::mutex mutex;
  std::condition_variable wake;
  std::deque<Job> jobs;
  std::size_t max_waiting = 0;
  bool stopping = false;
  std::vector<std::thread> threads;

  void work_until_stopped() {
    for (;;) {
      Job job;
      {
        std::unique_lock lock(mutex);
        wake.wait(lock, [this] { return stopping || !jobs.empty(); });
        if (stopping) return;
        job = std::move(jobs.front());
        jobs.pop_front();
      }
      std::exception_ptr error;
      try {
        job.work();
      } catch (...) {  // handed to the caller, who awaits it
        error = std::current_exception();
      }
      job.work = nullptr;  // what it captured ends here, not on the event loop
      job.done(error, false);
    }
  }

  bool add(Job job) {
    {
      const std::lock_guard lock(mutex);
      if (stopping || jobs.size() >= max_waiting) return false;
      jobs.push_back(std::move(job));
    }
    wake.notify_one();
    return true;
  }
};

WorkerPool::WorkerPool(std::size_t threads, std::size_t max_waiting) : impl_(std::make_unique<Impl>()) {
  impl_->max_waiting = max_waiting;
  for (std::size_t i = 0; i < threads; ++i)
    impl_->threads.emplace_back([impl = impl_.get()] { impl->work_until_stopped(); });
}

WorkerPool::~WorkerPool() { stop(); }

std::size_t WorkerPool::waiting() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->jobs.size();
}

void WorkerPool::stop() {
  std::deque<Impl::Job> dropped;
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->stopping = true;
    dropped.swap(impl_->jobs);
  }
  impl_->wake.notify_all();
  for (auto& thread : impl_->threads)
    if (thread.joinable()) thread.join();
  for (auto& job : dropped) job.done(nullptr, true);
}

store::Task<base::Result<void>> WorkerPool::run_job(std::function<void()> job) {
  using Token = boost::asio::use_awaitable_t<store::Executor>;
  const store::Executor executor = co_await boost::asio::this_coro::executor;
  const bool taken = co_await boost::asio::async_initiate<const Token, void(std::exception_ptr, bool)>(
      [this, executor](auto handler, std::function<void()> work) {
        using Handler = decltype(handler);
        auto shared = std::make_shared<Handler>(std::move(handler));
        auto guard = boost::asio::make_work_guard(executor);
        auto done = [shared, guard, executor](const std::exception_ptr& error, bool dropped) {
          boost::asio::post(executor, [shared, error, dropped] { (*shared)(error, !dropped); });
        };
        if (!impl_->add({std::move(work), done})) done(nullptr, true);
      },
      Token{}, std::move(job));
  if (!taken) co_return too_busy();
  co_return base::Result<void>{};
}

}  // namespace workflow
