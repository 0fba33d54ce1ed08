#pragma once
// A piece of work on its way through the store: the function, what came of it, and who waits. Internal to store.hpp.

#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "base/check.hpp"
#include "base/result.hpp"
#include "store/transaction.hpp"

namespace store {

class Job {
 public:
  struct Waiter {
    Waiter() = default;
    virtual ~Waiter() = default;
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;
    virtual void wake() = 0;  // Called once, when the outcome is there; from any thread.
  };

  Job() = default;
  virtual ~Job() = default;
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;

  // Runs the work; true when what it did is to be kept. Exceptions of the work come through.
  virtual bool run(Reading& access) = 0;

  // Replace what the work itself said.
  virtual void fail(base::Failure failure) = 0;
  void fail(std::exception_ptr exception) { exception_ = std::move(exception); }

  std::unique_ptr<Waiter> waiter;

 protected:
  std::exception_ptr exception_;
};

// Lets go of the job before waking who waits, so that the work is destroyed on the waiter's thread.
inline void finish(std::shared_ptr<Job>& job) {
  const auto waiter = std::move(job->waiter);
  job.reset();
  waiter->wake();
}

template <class Access, class Work>
class JobOf final : public Job {
 public:
  using Outcome = std::invoke_result_t<Work&, Access&>;

  explicit JobOf(Work work) : work_(std::move(work)) {}

  bool run(Reading& access) override {
    outcome_.emplace(work_(static_cast<Access&>(access)));
    return outcome_->has_value();
  }

  using Job::fail;
  void fail(base::Failure failure) override {
    exception_ = nullptr;
    outcome_.emplace(tl::unexpected<base::Failure>(std::move(failure)));
  }

  [[nodiscard]] Outcome take() {
    if (exception_) std::rethrow_exception(exception_);
    auto outcome = std::move(outcome_);
    HEED_CHECK(outcome.has_value(), "a job that was finished has its outcome");
    return *std::move(outcome);
  }

 private:
  Work work_;
  std::optional<Outcome> outcome_;
};

}  // namespace store
