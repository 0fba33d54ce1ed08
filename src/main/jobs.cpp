#include "main/jobs.hpp"

#include <algorithm>
#include <exception>
#include <memory>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "api/once.hpp"
#include "workflow/acknowledge.hpp"
#include "workflow/follow_ups.hpp"
#include "workflow/forecast_queues.hpp"
#include "workflow/notify.hpp"
#include "workflow/resolutions.hpp"
#include "workflow/run_playbook.hpp"
#include "workflow/run_rules.hpp"
#include "workflow/sign_in.hpp"
#include "workflow/sweep.hpp"
#include "workflow/uploads.hpp"
#include "workflow/watch_series.hpp"

namespace heed {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

constexpr std::int64_t kBatch = 200;
constexpr std::int64_t kAcknowledgedAtOnce = 50;
constexpr milliseconds kAfterFailure{5'000};

}  // namespace

Jobs::Jobs(const net::Executor& executor, store::Store& store, const std::vector<channel::ChannelType>& channels, Log& log)
    : executor_(executor), store_(store), channels_(channels), log_(log) {}

void Jobs::start() {
  begin("snoozed", milliseconds(1'000), in_batches(workflow::wake_conversations));
  begin("ladder", milliseconds(1'000), in_batches(workflow::climb_notifications));
  begin("follow-ups", milliseconds(1'000), in_batches(workflow::fire_follow_ups));
  begin("solutions", milliseconds(500), in_batches(workflow::fire_resolutions));
  begin("acknowledgements", milliseconds(1'000), in_batches([this](store::Transaction& transaction, std::int64_t limit) {
          // Each looks at a queue: what people do at the same time goes in between.
          return workflow::acknowledge_due(transaction, channels_, std::min(limit, kAcknowledgedAtOnce));
        }));
  begin("playbooks", milliseconds(1'000), in_batches(workflow::tell_late_steps));
  begin("forecasts", std::chrono::seconds(15),
        in_batches(
            [teller = std::make_shared<workflow::ForecastTeller>()](store::Transaction& transaction, std::int64_t limit) {
              // Of a flood a sample will do: never more than a batch at a time.
              return std::min(teller->tell(transaction, limit), limit - 1);
            }));
  begin("forecast warnings", std::chrono::seconds(15), [this] { return foresee(); });
  begin("old forecasts", std::chrono::hours(1), in_batches(workflow::clean_forecasts));
  begin("old runs of rules", std::chrono::hours(1), in_batches(workflow::clean_rule_runs));
  begin("alerts", std::chrono::seconds(30), [this] { return watch_series(); });
  begin("ended sessions", std::chrono::hours(1), in_batches(workflow::clean_access));
  begin("old uploads", std::chrono::hours(1), in_batches(workflow::sweep_uploads));
  begin("old idempotency keys", std::chrono::hours(1), in_batches(api::clean_idempotency_keys));
}

Jobs::Round Jobs::in_batches(Batch batch) {
  return [this, batch = std::move(batch)] { return run_batch(batch); };
}

net::Task<Jobs::Went> Jobs::run_batch(const Batch& batch /*outlives*/) {
  auto work = [&batch](store::Transaction& transaction) -> base::Result<std::int64_t> { return batch(transaction, kBatch); };
  const auto done = co_await store_.transact(std::move(work));
  if (!done) co_return Went::failed;
  co_return *done >= kBatch ? Went::more_waits : Went::on_time;
}

// Looks on a reader's thread; the writer hears of it only when there is something to write.
net::Task<Jobs::Went> Jobs::watch_series() {
  auto look = [](store::Reading& reading) -> base::Result<std::vector<workflow::AlertChange>> {
    return workflow::look_at_series(reading);
  };
  const auto changes = co_await store_.read(std::move(look));
  if (!changes) co_return Went::failed;
  if (changes->empty()) co_return Went::on_time;
  auto work = [&changes](store::Transaction& transaction) -> base::Result<std::int64_t> {
    return workflow::write_alerts(transaction, *changes);
  };
  const auto written = co_await store_.transact(std::move(work));
  co_return written ? Went::on_time : Went::failed;
}

net::Task<Jobs::Went> Jobs::foresee() {
  auto look = [](store::Reading& reading) -> base::Result<std::vector<workflow::ForecastWarning>> {
    return workflow::look_at_forecasts(reading);
  };
  const auto warnings = co_await store_.read(std::move(look));
  if (!warnings) co_return Went::failed;
  if (warnings->empty()) co_return Went::on_time;
  auto work = [&warnings](store::Transaction& transaction) -> base::Result<std::int64_t> {
    return workflow::warn_leads(transaction, *warnings);
  };
  const auto told = co_await store_.transact(std::move(work));
  co_return told ? Went::on_time : Went::failed;
}

void Jobs::begin(std::string name, milliseconds every, Round round) {
  ++running_;
  auto finished = [this](const std::exception_ptr& error) {
    --running_;
    if (error) log_.error("a background job ended by itself");
  };
  asio::co_spawn(executor_, loop(std::move(name), every, std::move(round)), std::move(finished));
}

net::Task<void> Jobs::loop(std::string name, milliseconds every, Round round) {
  auto& timer = *timers_.emplace_back(std::make_unique<Timer>(executor_));
  while (!stopping_) {
    milliseconds wait = every;
    try {
      const Went went = co_await round();
      if (went == Went::more_waits) continue;
      if (went == Went::failed) wait = kAfterFailure;
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
