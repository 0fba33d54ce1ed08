#include "store/readers.hpp"

#include <algorithm>
#include <exception>

#include "store/failures.hpp"

namespace store {
namespace {
constexpr std::size_t kMostInOne = 16;  // Reads in one snapshot: while it lasts, the log of what came since grows.
}

Readers::Readers(Engine& engine, const StoreOptions& options, const base::Clock& clock)
    : clock_(clock), queue_(std::make_shared<ReadQueue>(options.max_waiting)) {
  const int count = std::max(options.readers, 1);
  for (int i = 0; i < count; ++i) connections_.push_back(engine.connect(Access::read));
  for (const auto& connection : connections_) {
    threads_.emplace_back([this, reader = connection.get()] { work(*reader); });
  }
}

Readers::~Readers() {
  queue_->close();
  for (auto& thread : threads_) thread.join();
}

std::shared_ptr<ReadQueue> Readers::submit(std::shared_ptr<Job> job) {
  const auto pushed = queue_->push(job);
  if (pushed != ReadQueue::Pushed::full) return pushed == ReadQueue::Pushed::sleep ? queue_ : nullptr;
  job->fail(unavailable("The server has more to read than it can; ask again in a moment.", std::chrono::seconds(1)));
  finish(job);
  return nullptr;
}

void Readers::work(EngineConnection& connection) {
  while (auto job = queue_->pop()) {
    answer_waiting(connection, std::move(job));
    connection.rollback();  // After the answers, which do not wait for it.
  }
}

void Readers::answer_waiting(EngineConnection& connection, std::shared_ptr<Job> first) {
  const auto mark = queue_->pushed();  // Before the snapshot, which then holds all that these may expect.
  auto job = std::move(first);
  bool is_sound = true;
  try {
    connection.begin();
  } catch (const StoreError& error) {
    refuse(*job, error);
    is_sound = false;
  }
  if (is_sound) is_sound = run_job(connection, *job);
  finish(job);
  for (std::size_t answered = 1; is_sound && answered < kMostInOne; ++answered) {
    job = queue_->try_pop(mark);
    if (job == nullptr) return;
    is_sound = run_job(connection, *job);
    finish(job);
  }
}

// False when the transaction is not to be used any further.
bool Readers::run_job(EngineConnection& connection, Job& job) {
  connection.clear_refusal();
  try {
    Reading reading(connection, clock_.now());
    job.run(reading);
    return !connection.refusal() && connection.in_transaction();
  } catch (const StoreError& error) {
    refuse(job, error);
  } catch (...) {
    job.fail(std::current_exception());
  }
  return false;
}

}  // namespace store
