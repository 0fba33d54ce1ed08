#pragma once
// The threads that read: each has a connection and gives every function a snapshot of its own.

#include <memory>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "store/engine.hpp"
#include "store/job_queue.hpp"

namespace store {

class Readers {
 public:
  Readers(Engine& engine, const StoreOptions& options, const base::Clock& clock /*outlives*/);
  ~Readers();  // After what is queued has been done.
  Readers(const Readers&) = delete;
  Readers& operator=(const Readers&) = delete;

  void submit(std::shared_ptr<Job> job);

 private:
  void work(EngineConnection& connection);
  void run_job(EngineConnection& connection, Job& job);

  const base::Clock& clock_;
  JobQueue queue_;
  std::vector<std::unique_ptr<EngineConnection>> connections_;
  std::vector<std::thread> threads_;
};

}  // namespace store
