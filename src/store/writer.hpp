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
  void on_committed(std::function<void(const PublishedBatch&)> listener);
  [[nodiscard]] std::optional<std::string> trouble() const;

 private:
  // One commit: the functions run so far, and what they published.
  struct Group {
    std::vector<std::shared_ptr<Job>> jobs;
    std::vector<Published> published;
    bool alone = false;              // A single function needs no savepoint,
    bool undone = false;             // and when it fails the transaction ends with it.
    std::optional<StoreError> lost;  // Why nothing of it can be kept.
  };

  void work();
  void run_group(std::shared_ptr<Job> first);
  bool begin(Group& group);
  void fill(Group& group);
  void run_job(Group& group, const std::shared_ptr<Job>& job);
  bool run_work(Group& group, Job& job, Transaction& transaction);
  void undo(Group& group);
  bool commit(Group& group);
  void commit_whole();
  void fail_group(Group& group, const StoreError& error);
  void tell(std::vector<Published> published);
  void tell_settled();
  void note(std::optional<StoreError> error);

  std::unique_ptr<EngineConnection> connection_;
  const std::size_t max_group_;
  const std::function<void(const std::string&)> on_trouble_;
  const base::Clock& clock_;
  base::IdMaker& ids_;
  JobQueue queue_;
  std::vector<Published> unsettled_;  // Published by a commit of which nobody knows yet what became.

  std::mutex listeners_mutex_;
  std::vector<std::function<void(const PublishedBatch&)>> listeners_;
  mutable std::mutex trouble_mutex_;
  std::optional<StoreError> trouble_;  // Only the writer thread changes it.

  std::thread thread_;
};

}  // namespace store
