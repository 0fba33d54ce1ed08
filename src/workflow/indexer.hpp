#pragma once
// The thread that keeps the search index at the record's heels. It is handed what the store commits, and writes in batches;
// when more comes than it can hold, it lets go of them and reads the record instead. The store never waits for it.

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "store/search_index.hpp"
#include "store/store.hpp"
#include "workflow/index_messages.hpp"

namespace workflow {

struct IndexerOptions {
  std::size_t max_waiting = 10'000;       // Events that wait to be indexed, a kilobyte or two each.
  std::chrono::milliseconds gather{150};  // How long a commit waits for others to be indexed with.
  std::chrono::milliseconds pause{1000};  // After a failure.
};

class Indexer {
 public:
  // `on_error` is told each failure once, on the indexer's thread.
  Indexer(store::Store& store /*outlives*/, store::SearchIndex& index /*outlives*/,
          std::function<void(const std::string&)> on_error, IndexerOptions options = {});
  ~Indexer();  // Call stop() before the store goes.
  Indexer(const Indexer&) = delete;
  Indexer& operator=(const Indexer&) = delete;

  void start();
  void stop();

  // Blocks until everything committed so far can be found, or the time is over; false then. For tests and benches.
  [[nodiscard]] bool wait_until_idle(std::chrono::milliseconds limit);

 private:
  struct State;  // Shared with the store's listener, which may outlive this object.

  void work();
  base::Result<void> do_batch();
  base::Result<void> put(const std::vector<store::PublishedBatch>& batches);

  std::function<void(const std::string&)> on_error_;
  IndexerOptions options_;
  MessageIndexing indexing_;
  store::Store& store_;
  std::shared_ptr<State> state_;
  std::thread thread_;
};

}  // namespace workflow
