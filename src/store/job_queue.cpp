#include "store/job_queue.hpp"

#include <utility>

namespace store {
namespace {
constexpr int kNormalPerBulk = 16;
}

bool JobQueue::push(std::shared_ptr<Job> job, Priority priority) {
  {
    const std::lock_guard lock(mutex_);
    Lane& lane = priority == Priority::bulk ? bulk_ : normal_;
    if (closed_ || lane.size() >= max_waiting_) return false;
    lane.push_back(std::move(job));
  }
  something_waits_.notify_one();
  return true;
}

std::shared_ptr<Job> JobQueue::pop() {
  std::unique_lock lock(mutex_);
  something_waits_.wait(lock, [this] { return closed_ || !is_empty(); });
  return is_empty() ? nullptr : take();
}

std::shared_ptr<Job> JobQueue::try_pop() {
  const std::lock_guard lock(mutex_);
  return is_empty() ? nullptr : take();
}

bool JobQueue::empty() const {
  const std::lock_guard lock(mutex_);
  return is_empty();
}

void JobQueue::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  something_waits_.notify_all();
}

std::shared_ptr<Job> JobQueue::take() {
  const bool is_bulks_turn = normal_.empty() || (!bulk_.empty() && normal_in_a_row_ >= kNormalPerBulk);
  Lane& lane = is_bulks_turn ? bulk_ : normal_;
  normal_in_a_row_ = is_bulks_turn ? 0 : normal_in_a_row_ + 1;
  auto job = std::move(lane.front());
  lane.pop_front();
  return job;
}

}  // namespace store
