#include "store/writer.hpp"

#include <chrono>
#include <exception>
#include <iterator>
#include <utility>

#include "store/event_log.hpp"
#include "store/failures.hpp"

namespace store {
namespace {
// A group that has run for so long is committed though more waits: an agent does not wait for a whole import.
constexpr std::chrono::milliseconds kGroupTime{20};
}  // namespace

Writer::Writer(std::unique_ptr<EngineConnection> connection, const StoreOptions& options, const base::Clock& clock,
               base::IdMaker& ids)
    : connection_(std::move(connection)), max_group_(options.max_group), clock_(clock), ids_(ids), queue_(options.max_waiting) {
  thread_ = std::thread([this] { work(); });
}

Writer::~Writer() {
  queue_.close();
  thread_.join();
}

void Writer::submit(std::shared_ptr<Job> job, Priority priority) {
  if (queue_.push(job, priority)) return;
  job->fail(unavailable("The server has more to write than it can; ask again in a moment.", std::chrono::seconds(1)));
  finish(job);
}

void Writer::on_committed(std::function<void(const std::vector<Published>&)> listener) {
  const std::lock_guard lock(mutex_);
  listeners_.push_back(std::move(listener));
}

std::optional<std::string> Writer::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_ ? std::optional<std::string>(trouble_->what()) : std::nullopt;
}

void Writer::work() {
  while (auto job = queue_.pop()) run_group(std::move(job));
}

void Writer::run_group(std::shared_ptr<Job> first) {
  Group group;
  try {
    if (trouble_ && trouble_->trouble() == Trouble::broken) throw StoreError(*trouble_);
    connection_->begin();
    tell_settled();
  } catch (const StoreError& error) {
    group.jobs.push_back(std::move(first));
    tell_settled();
    note(error);
    refuse(*group.jobs.front(), error);
    resolve(group);
    return;
  }
  fill(group, std::move(first));
  commit(group);
}

void Writer::fill(Group& group, std::shared_ptr<Job> first) {
  group.alone = max_group_ <= 1 || queue_.empty();
  const auto end = std::chrono::steady_clock::now() + kGroupTime;
  std::shared_ptr<Job> job = std::move(first);
  do {
    group.jobs.push_back(job);
    run_job(group, job);
    if (group.alone || !connection_->in_transaction() || group.jobs.size() >= max_group_) return;
    if (std::chrono::steady_clock::now() >= end) return;
    job = queue_.try_pop();
  } while (job != nullptr);
}

// Runs one function; what it did stays in the transaction, or is undone.
void Writer::run_job(Group& group, const std::shared_ptr<Job>& job) {
  Transaction transaction(*connection_, clock_.now(), ids_);
  connection_->clear_refusal();
  bool keep = false;
  try {
    if (!group.alone) connection_->savepoint();
    keep = run_work(*job, transaction);
    if (keep && !group.alone) connection_->release_savepoint();
  } catch (const StoreError& error) {
    refuse(*job, error);
    keep = false;
  } catch (...) {
    job->fail(std::current_exception());
  }
  if (keep) {
    auto& published = transaction.published();
    std::move(published.begin(), published.end(), std::back_inserter(group.published));
  } else {
    undo(group);
  }
}

bool Writer::run_work(Job& job, Transaction& transaction) {
  if (!job.run(transaction)) return false;
  store_published(transaction);
  if (connection_->refusal()) throw StoreError(*connection_->refusal());  // The function hid it.
  return true;
}

void Writer::undo(const Group& group) {
  if (!connection_->in_transaction()) return;
  try {
    connection_->clear_refusal();
    if (group.alone) connection_->rollback();
    else connection_->rollback_to_savepoint();
  } catch (const StoreError&) {
    connection_->rollback();  // commit() then sees that the transaction is gone and fails the group.
  }
}

void Writer::commit(Group& group) {
  const bool undone = group.alone && !connection_->in_transaction();
  try {
    if (!connection_->in_transaction() && !undone) {
      throw connection_->refusal() ? StoreError(*connection_->refusal())
                                   : StoreError(Trouble::busy, "The database gave the transaction up.");
    }
    if (!undone) connection_->commit();
    note(std::nullopt);
  } catch (const StoreError& error) {
    fail_group(group, error);
    return;
  }
  tell(group.published);
  resolve(group);
}

// Nothing of the group was kept, or nobody knows. Whatever its functions said rested on one another's changes.
void Writer::fail_group(Group& group, const StoreError& error) {
  note(error);
  if (error.trouble() == Trouble::unsettled) unsettled_ = std::move(group.published);
  for (const auto& job : group.jobs) refuse(*job, error);
  resolve(group);
}

void Writer::resolve(Group& group) {
  for (auto& job : group.jobs) finish(job);
}

void Writer::tell(const std::vector<Published>& published) {
  if (published.empty()) return;
  const std::lock_guard lock(mutex_);
  for (const auto& listener : listeners_) listener(published);
}

void Writer::tell_settled() {
  const auto kept = connection_->take_settled();
  if (!kept) return;
  if (*kept) tell(unsettled_);
  unsettled_.clear();
}

void Writer::note(std::optional<StoreError> error) {
  if (!error && !trouble_) return;  // Only this thread writes it.
  const bool is_trouble = error && error->trouble() != Trouble::statement;
  const std::lock_guard lock(mutex_);
  if (is_trouble) trouble_ = std::move(error);
  else trouble_.reset();
}

}  // namespace store
