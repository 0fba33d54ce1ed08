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
// A broken disk waits for a person.
constexpr std::chrono::seconds kAfterBreakage{60};

bool is_everybodys(Trouble trouble) {
  return trouble == Trouble::full || trouble == Trouble::away || trouble == Trouble::broken || trouble == Trouble::unsettled;
}
}  // namespace

Writer::Writer(std::unique_ptr<EngineConnection> connection, const StoreOptions& options, const base::Clock& clock,
               base::IdMaker& ids)
    : connection_(std::move(connection)),
      max_group_(options.max_group),
      on_trouble_(options.on_trouble),
      clock_(clock),
      ids_(ids),
      queue_(options.max_waiting) {
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

void Writer::on_committed(std::function<void(const PublishedBatch&)> listener) {
  const std::lock_guard lock(listeners_mutex_);
  listeners_.push_back(std::move(listener));
}

std::optional<std::string> Writer::trouble() const {
  const std::lock_guard lock(trouble_mutex_);
  return trouble_ ? std::optional<std::string>(trouble_->what()) : std::nullopt;
}

void Writer::work() {
  while (auto job = queue_.pop()) {
    run_group(std::move(job));
    try {
      connection_->tidy();
    } catch (const StoreError& error) {
      note(error);
    }
  }
}

void Writer::run_group(std::shared_ptr<Job> first) {
  Group group;
  group.jobs.push_back(std::move(first));
  if (begin(group)) {
    fill(group);
    if (commit(group)) tell(std::move(group.published));
  }
  for (auto& job : group.jobs) finish(job);
}

bool Writer::begin(Group& group) {
  if (trouble_ && trouble_->trouble() == Trouble::broken) {
    group.jobs.front()->fail(unavailable(trouble_->what(), kAfterBreakage));
    return false;
  }
  try {
    connection_->begin();
    tell_settled();
    return true;
  } catch (const StoreError& error) {
    tell_settled();
    fail_group(group, error);
    return false;
  }
}

void Writer::fill(Group& group) {
  group.alone = max_group_ <= 1 || queue_.empty();
  const auto end = std::chrono::steady_clock::now() + kGroupTime;
  run_job(group, group.jobs.front());
  while (!group.alone && !group.lost && group.jobs.size() < max_group_ && std::chrono::steady_clock::now() < end) {
    auto next = queue_.try_pop();
    if (next == nullptr) return;
    group.jobs.push_back(std::move(next));
    run_job(group, group.jobs.back());
  }
}

// Runs one function; what it did stays in the transaction, or is undone.
void Writer::run_job(Group& group, const std::shared_ptr<Job>& job) {
  Transaction transaction(*connection_, clock_.now(), ids_);
  connection_->clear_refusal();
  bool keep = false;
  try {
    keep = run_work(group, *job, transaction);
  } catch (const StoreError& error) {
    refuse(*job, error);
  } catch (...) {
    job->fail(std::current_exception());
  }
  if (!keep) return undo(group);
  auto& published = transaction.published();
  std::move(published.begin(), published.end(), std::back_inserter(group.published));
}

bool Writer::run_work(Group& group, Job& job, Transaction& transaction) {
  if (!group.alone) connection_->savepoint();
  if (!job.run(transaction)) return false;
  store_published(transaction);
  connection_->catch_up();
  if (const auto& hidden = connection_->refusal()) throw StoreError(*hidden);  // The function caught it, or it came late.
  if (!group.alone) connection_->release_savepoint();
  return true;
}

// A full disk or a lost connection takes the whole group with it; anything else only the function.
void Writer::undo(Group& group) {
  connection_->catch_up();
  const auto refusal = connection_->refusal();
  connection_->clear_refusal();
  try {
    if (refusal && is_everybodys(refusal->trouble())) {
      group.lost = refusal;
    } else if (!connection_->in_transaction()) {
      group.lost = refusal ? *refusal : StoreError(Trouble::busy, "The database gave the transaction up.");
    } else if (!group.alone) {
      connection_->rollback_to_savepoint();
      return;
    }
  } catch (const StoreError& error) {
    group.lost = error;
  }
  connection_->rollback();
  group.undone = true;
}

bool Writer::commit(Group& group) {
  try {
    if (group.lost) throw StoreError(*group.lost);
    if (!group.undone) commit_whole();
    return true;
  } catch (const StoreError& error) {
    connection_->rollback();
    if (error.trouble() == Trouble::unsettled) unsettled_ = std::move(group.published);
    fail_group(group, error);
    return false;
  }
}

void Writer::commit_whole() {
  const bool was_full = trouble_ && trouble_->trouble() == Trouble::full;
  const bool is_well = !was_full || connection_->proves_space();
  connection_->commit();
  if (is_well) note(std::nullopt);
}

// Nothing of the group was kept, or nobody knows. Whatever its functions said rested on one another's changes.
void Writer::fail_group(Group& group, const StoreError& error) {
  note(error);
  for (const auto& job : group.jobs) refuse(*job, error);
}

void Writer::tell(std::vector<Published> published) {
  if (published.empty()) return;
  const auto batch = std::make_shared<const std::vector<Published>>(std::move(published));
  const std::lock_guard lock(listeners_mutex_);
  for (const auto& listener : listeners_) listener(batch);
}

void Writer::tell_settled() {
  const auto kept = connection_->take_settled();
  if (!kept) return;
  if (*kept) tell(std::move(unsettled_));
  unsettled_.clear();
}

void Writer::note(std::optional<StoreError> error) {
  if (!error && !trouble_) return;
  const bool is_trouble = error && error->trouble() != Trouble::statement;
  const std::string before = trouble_ ? trouble_->what() : "";
  const std::string now = is_trouble ? error->what() : "";
  {
    const std::lock_guard lock(trouble_mutex_);
    if (is_trouble) trouble_ = std::move(error);
    else trouble_.reset();
  }
  if (on_trouble_ && now != before) on_trouble_(now);
}

}  // namespace store
