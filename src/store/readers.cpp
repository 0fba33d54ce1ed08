#include "store/readers.hpp"

#include <algorithm>
#include <exception>

#include "store/failures.hpp"

namespace store {

Readers::Readers(Engine& engine, const StoreOptions& options, const base::Clock& clock)
    : clock_(clock), queue_(options.max_waiting) {
  const int count = std::max(options.readers, 1);
  for (int i = 0; i < count; ++i) connections_.push_back(engine.connect(Access::read));
  for (const auto& connection : connections_) {
    threads_.emplace_back([this, reader = connection.get()] { work(*reader); });
  }
}

Readers::~Readers() {
  queue_.close();
  for (auto& thread : threads_) thread.join();
}

void Readers::submit(std::shared_ptr<Job> job) {
  if (queue_.push(job, Priority::normal)) return;
  job->fail(unavailable("The server has more to read than it can; ask again in a moment.", std::chrono::seconds(1)));
  finish(job);
}

void Readers::work(EngineConnection& connection) {
  while (auto job = queue_.pop()) {
    run_job(connection, *job);
    finish(job);
    connection.rollback();  // After the answer, which does not wait for it.
  }
}

void Readers::run_job(EngineConnection& connection, Job& job) {
  connection.clear_refusal();
  try {
    connection.begin();
    Reading reading(connection, clock_.now());
    job.run(reading);
  } catch (const StoreError& error) {
    refuse(job, error);
  } catch (...) {
    job.fail(std::current_exception());
  }
}

}  // namespace store
