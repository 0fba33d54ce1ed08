#pragma once
// The one thread that changes the record: group commit. See store.hpp for what callers are promised.

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "base/id.hpp"
#include "store/engine.hpp"
#include "store/job_queue.hpp"

namespace store {

class Writer {
 public:
  Writer(std::unique_ptr<EngineConnection> connection, const StoreOptions& options, const base::Clock& clock /*outlives*/,
         base::IdMaker& ids /*outlives*/);
  ~Writer();  // After what is queued has been done.
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void submit(std::shared_ptr<Job> job, Priority priority);
  void on_committed(std::function<void(const std::vector<Published>&)> listener);
  [[nodiscard]] std::optional<std::string> trouble() const;

 private:
  // One commit: the functions run so far, and what they published.
  struct Group {
    std::vector<std::shared_ptr<Job>> jobs;
    std::vector<Published> published;
    bool alone = false;  // A single function needs no savepoint.
  };

  void work();
  void run_group(std::shared_ptr<Job> first);
  void fill(Group& group, std::shared_ptr<Job> first);
  void run_job(Group& group, const std::shared_ptr<Job>& job);
  bool run_work(Job& job, Transaction& transaction);
  void undo(const Group& group);
  void commit(Group& group);
  void fail_group(Group& group, const StoreError& error);
  void resolve(Group& group);
  void tell(const std::vector<Published>& published);
  void tell_settled();
  void note(std::optional<StoreError> error);

  std::unique_ptr<EngineConnection> connection_;
  const std::size_t max_group_;
  const base::Clock& clock_;
  base::IdMaker& ids_;
  JobQueue queue_;
  std::vector<Published> unsettled_;  // Published by a commit of which nobody knows yet what became.

  mutable std::mutex mutex_;  // For what follows.
  std::vector<std::function<void(const std::vector<Published>&)>> listeners_;
  std::optional<StoreError> trouble_;

  std::thread thread_;
};

}  // namespace store
