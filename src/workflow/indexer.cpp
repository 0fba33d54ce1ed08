#include "workflow/indexer.hpp"

#include <exception>
#include <map>
#include <utility>

namespace workflow {

struct Indexer::State {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<store::PublishedBatch> waiting;
  std::size_t events = 0;  // That wait.
  std::size_t max_events = 0;
  bool behind = true;     // What is committed is not kept here: it is read from the record.
  bool something = true;  // There is work.
  bool busy = false;
  bool stopping = false;

  // On the store's writer thread.
  void take(const store::PublishedBatch& published) {
    const std::lock_guard lock(mutex);
    if (stopping) return;
    something = true;
    if (!behind) {
      waiting.push_back(published);
      events += published->size();
      if (events > max_events) fall_behind();
    }
    changed.notify_all();
  }

  void fall_behind() {
    waiting.clear();
    events = 0;
    behind = true;
  }
};

Indexer::Indexer(store::Store& store, store::SearchIndex& index, std::function<void(const std::string&)> on_error,
                 IndexerOptions options)
    : on_error_(std::move(on_error)),
      options_(options),
      indexing_(store, index),
      store_(store),
      state_(std::make_shared<State>()) {
  state_->max_events = options.max_waiting;
  indexing_.keep_going = [state = state_] {
    const std::lock_guard lock(state->mutex);
    return !state->stopping;
  };
}

Indexer::~Indexer() { stop(); }

void Indexer::start() {
  store_.on_committed([state = state_](const store::PublishedBatch& published) { state->take(published); });
  thread_ = std::thread([this] { work(); });
}

void Indexer::stop() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->changed.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool Indexer::wait_until_idle(std::chrono::milliseconds limit) {
  std::unique_lock lock(state_->mutex);
  return state_->changed.wait_for(lock, limit, [this] { return !state_->something && !state_->busy; });
}

void Indexer::work() {
  auto& state = *state_;
  std::string last_failure;
  std::unique_lock lock(state.mutex);
  while (true) {
    state.changed.wait(lock, [&] { return state.something || state.stopping; });
    const auto gathered = state.changed.wait_for(lock, state.behind ? std::chrono::milliseconds(0) : options_.gather,
                                                 [&] { return state.stopping; });
    if (gathered || state.stopping) return;
    state.something = false;
    state.busy = true;
    lock.unlock();
    std::string failure;
    try {
      if (auto done = do_batch(); !done) failure = done.error().message;
    } catch (const std::exception& error) {
      failure = error.what();
    }
    if (!failure.empty() && failure != last_failure) on_error_("search index: " + failure);
    last_failure = failure;
    lock.lock();
    state.busy = false;
    if (!failure.empty()) {
      state.fall_behind();
      state.something = true;
      state.changed.wait_for(lock, options_.pause, [&] { return state.stopping; });
    }
    state.changed.notify_all();
  }
}

base::Result<void> Indexer::put(const std::vector<store::PublishedBatch>& batches) {
  struct Part {
    std::vector<IndexChange> changes;
    std::int64_t last_seq = 0;
  };
  std::map<ids::Organization, Part> parts;
  for (const auto& batch : batches) {
    for (const auto& published : *batch) {
      auto& part = parts[published.organization_id];
      part.last_seq = published.seq;
      if (auto change = index_change(published.seq, published.event)) part.changes.push_back(std::move(*change));
    }
  }
  for (auto& [organization, part] : parts)
    if (auto done = indexing_.apply(organization, std::move(part.changes), part.last_seq); !done) return done;
  return {};
}

base::Result<void> Indexer::do_batch() {
  std::vector<store::PublishedBatch> waiting;
  bool behind = false;
  {
    const std::lock_guard lock(state_->mutex);
    behind = state_->behind;
    waiting.swap(state_->waiting);
    state_->events = 0;
  }
  if (!behind) return put(waiting);
  if (auto done = indexing_.catch_up_all(); !done) return done;
  {
    const std::lock_guard lock(state_->mutex);
    state_->behind = false;  // From here on commits are kept;
  }
  return indexing_.catch_up_all();  // this reads those of the moment before.
}

}  // namespace workflow
