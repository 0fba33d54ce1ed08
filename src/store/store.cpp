#include "store/store.hpp"

#include <future>
#include <utility>

#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "store/catalogue.hpp"
#include "store/engine.hpp"
#include "store/migrate.hpp"
#include "store/open.hpp"
#include "store/read_queue.hpp"
#include "store/readers.hpp"
#include "store/writer.hpp"

namespace store {
namespace {

// Goes on with a coroutine on the executor it waits on.
template <class Handler>
class CoroutineWaiter final : public Job::Waiter {
 public:
  explicit CoroutineWaiter(Handler handler)
      : work_(boost::asio::get_associated_executor(handler)), handler_(std::move(handler)) {}
  void wake() override { boost::asio::post(work_.get_executor(), std::move(handler_)); }

 private:
  boost::asio::executor_work_guard<Executor> work_;  // The loop does not end while somebody waits.
  Handler handler_;
};

class BlockedWaiter final : public Job::Waiter {
 public:
  explicit BlockedWaiter(std::promise<void> done) : done_(std::move(done)) {}
  void wake() override { done_.set_value(); }

 private:
  std::promise<void> done_;
};

using UseAwaitable = boost::asio::use_awaitable_t<Executor>;

template <class Submit>
Task<void> wait_for(std::shared_ptr<Job> job, Submit submit) {
  co_await boost::asio::async_initiate<const UseAwaitable, void()>(
      [](auto handler, std::shared_ptr<Job> started, Submit hand_over) {
        const Executor executor = boost::asio::get_associated_executor(handler);
        started->waiter = std::make_unique<CoroutineWaiter<decltype(handler)>>(std::move(handler));
        hand_over(std::move(started), executor);
      },
      UseAwaitable{}, std::move(job), std::move(submit));
}

template <class Submit>
void block_on(std::shared_ptr<Job> job, Submit submit) {
  std::promise<void> promise;
  const auto done = promise.get_future();
  job->waiter = std::make_unique<BlockedWaiter>(std::move(promise));
  submit(std::move(job));
  done.wait();
}

class StoreOnEngine final : public Store {
 public:
  StoreOnEngine(std::unique_ptr<Engine> engine, std::unique_ptr<EngineConnection> connection, const StoreOptions& options,
                const base::Clock& clock, base::IdMaker& ids)
      : engine_(std::move(engine)),
        readers_(*engine_, options, clock),
        writer_(std::move(connection), options, clock, ids) {}

  void on_committed(std::function<void(const PublishedBatch&)> listener) override {
    writer_.on_committed(std::move(listener));
  }
  std::optional<std::string> trouble() const override { return writer_.trouble(); }

 protected:
  void submit_write(std::shared_ptr<Job> job, Priority priority) override { writer_.submit(std::move(job), priority); }
  std::shared_ptr<ReadQueue> submit_read(std::shared_ptr<Job> job) override { return readers_.submit(std::move(job)); }

 private:
  std::unique_ptr<Engine> engine_;
  Readers readers_;
  Writer writer_;  // Goes first: it is the last to look at what readers may still be asked.
};

}  // namespace

std::unique_ptr<Store> Store::open(const StoreOptions& options, const base::Clock& clock, base::IdMaker& ids) {
  return open_with(Catalogue::embedded(), options, clock, ids);
}

std::unique_ptr<Store> Store::open_with(const std::shared_ptr<const Catalogue>& catalogue, const StoreOptions& options,
                                        const base::Clock& clock, base::IdMaker& ids) {
  auto engine = make_engine(options, catalogue);
  auto connection = connect_waiting(*engine, options);
  migrate(*connection, *catalogue, clock.now());
  connection->get_ready();
  for (const auto& query : catalogue->checks()) connection->check(query);
  return std::make_unique<StoreOnEngine>(std::move(engine), std::move(connection), options, clock, ids);
}

Task<void> Store::write_and_wait(std::shared_ptr<Job> job, Priority priority) {
  return wait_for(std::move(job), [this, priority](std::shared_ptr<Job> started, const Executor& /*waits on*/) {
    submit_write(std::move(started), priority);
  });
}

// A reader is woken when the loop gets round to it, after whatever is ready now and may have something to read too.
Task<void> Store::read_and_wait(std::shared_ptr<Job> job) {
  return wait_for(std::move(job), [this](std::shared_ptr<Job> started, const Executor& executor) {
    auto sleeping = submit_read(std::move(started));
    if (sleeping == nullptr || !sleeping->claim_wake()) return;
    boost::asio::post(executor, [queue = std::move(sleeping)] { queue->wake(); });
  });
}

void Store::write_and_block(std::shared_ptr<Job> job, Priority priority) {
  block_on(std::move(job), [this, priority](std::shared_ptr<Job> started) { submit_write(std::move(started), priority); });
}

void Store::read_and_block(std::shared_ptr<Job> job) {
  block_on(std::move(job), [this](std::shared_ptr<Job> started) {
    if (const auto sleeping = submit_read(std::move(started))) sleeping->wake();
  });
}

}  // namespace store
