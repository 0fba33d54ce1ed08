#pragma once
// The threads that read, each with a connection. A function sees a snapshot that was begun after it was asked for, so that it
// sees what was committed before; those that waited then may share it.

#include <memory>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "store/engine.hpp"
#include "store/read_queue.hpp"

namespace store {

class Readers {
 public:
  Readers(Engine& engine, const StoreOptions& options, const base::Clock& clock /*outlives*/);
  ~Readers();  // After what is queued has been done.
  Readers(const Readers&) = delete;
  Readers& operator=(const Readers&) = delete;

  // The queue when somebody sleeps who is to be woken, now or once more was submitted; null otherwise.
  [[nodiscard]] std::shared_ptr<ReadQueue> submit(std::shared_ptr<Job> job);

 private:
  void work(EngineConnection& connection);
  void answer_waiting(EngineConnection& connection, std::shared_ptr<Job> first);
  bool run_job(EngineConnection& connection, Job& job);

  const base::Clock& clock_;
  std::shared_ptr<ReadQueue> queue_;  // Shared with wake-ups that are on their way.
  std::vector<std::unique_ptr<EngineConnection>> connections_;
  std::vector<std::thread> threads_;
};

}  // namespace store
