#include "main/jobs.hpp"

#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "api/once.hpp"
#include "workflow/sign_in.hpp"
#include "workflow/sweep.hpp"

namespace heed {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

constexpr std::int64_t kBatch = 200;
constexpr milliseconds kAfterFailure{5'000};

}  // namespace

Jobs::Jobs(const net::Executor& executor, store::Store& store, Log& log) : executor_(executor), store_(store), log_(log) {}

void Jobs::start() {
  begin("clocks", milliseconds(1'000), workflow::sweep_clocks);
  begin("snoozed", milliseconds(1'000), workflow::wake_conversations);
  begin("ended sessions", std::chrono::hours(1), workflow::clean_access);
  begin("old idempotency keys", std::chrono::hours(1), api::clean_idempotency_keys);
}

void Jobs::begin(std::string name, milliseconds every, Batch batch) {
  ++running_;
  auto finished = [this](const std::exception_ptr& error) {
    --running_;
    if (error) log_.error("a background job ended by itself");
  };
  asio::co_spawn(executor_, loop(std::move(name), every, std::move(batch)), std::move(finished));
}

net::Task<void> Jobs::loop(std::string name, milliseconds every, Batch batch) {
  auto& timer = *timers_.emplace_back(std::make_unique<Timer>(executor_));
  while (!stopping_) {
    milliseconds wait = every;
    try {
      auto work = [&batch](store::Transaction& transaction) -> base::Result<std::int64_t> {
        return batch(transaction, kBatch);
      };
      const auto done = co_await store_.transact(std::move(work));
      if (done && *done >= kBatch) continue;
      if (!done) wait = kAfterFailure;
    } catch (const std::exception& error) {
      log_.error("a background job failed and will be tried again", {{"job", name}, {"reason", error.what()}});
      wait = kAfterFailure;
    }
    if (stopping_) break;
    boost::system::error_code woken;
    timer.expires_after(wait);
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable_t<net::Executor>{}, woken));
  }
}

net::Task<void> Jobs::stop() {
  stopping_ = true;
  Timer pause(executor_);
  while (running_ > 0) {
    for (auto& timer : timers_) timer->cancel();
    boost::system::error_code woken;
    pause.expires_after(milliseconds(5));
    co_await pause.async_wait(asio::redirect_error(asio::use_awaitable_t<net::Executor>{}, woken));
  }
}

}  // namespace heed
