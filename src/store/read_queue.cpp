#include "store/read_queue.hpp"

#include <utility>

namespace store {

ReadQueue::Pushed ReadQueue::push(std::shared_ptr<Job> job) {
  const std::lock_guard lock(mutex_);
  if (closed_ || jobs_.size() >= max_waiting_) return Pushed::full;
  jobs_.push_back(std::move(job));
  ++pushed_;
  return asleep_ > 0 ? Pushed::sleep : Pushed::taken;
}

void ReadQueue::wake() { something_waits_.notify_one(); }

bool ReadQueue::claim_wake() {
  const std::lock_guard lock(mutex_);
  return asleep_ > 0 && !std::exchange(is_wake_claimed_, true);
}

std::shared_ptr<Job> ReadQueue::pop() {
  std::unique_lock lock(mutex_);
  while (jobs_.empty() && !closed_) {
    ++asleep_;
    something_waits_.wait(lock);
    --asleep_;
    is_wake_claimed_ = false;
  }
  return take(lock);
}

std::shared_ptr<Job> ReadQueue::try_pop(std::uint64_t mark) {
  std::unique_lock lock(mutex_);
  return popped_ < mark ? take(lock) : nullptr;
}

std::uint64_t ReadQueue::pushed() const {
  const std::lock_guard lock(mutex_);
  return pushed_;
}

void ReadQueue::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  something_waits_.notify_all();
}

// Whoever takes a read while more wait calls another: nobody waits behind a long one while a thread sleeps.
std::shared_ptr<Job> ReadQueue::take(std::unique_lock<std::mutex>& lock) {
  if (jobs_.empty()) return nullptr;
  auto job = std::move(jobs_.front());
  jobs_.pop_front();
  ++popped_;
  const bool calls = !jobs_.empty() && asleep_ > 0 && !std::exchange(is_wake_claimed_, true);
  lock.unlock();
  if (calls) wake();
  return job;
}

}  // namespace store
