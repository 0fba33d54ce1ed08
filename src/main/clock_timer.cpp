#include "main/clock_timer.hpp"

#include <algorithm>
#include <exception>
#include <optional>
#include <variant>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "store/clock_store.hpp"
#include "workflow/sweep.hpp"

namespace heed {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

constexpr std::int64_t kBatch = 200;
constexpr milliseconds kLookAgain{15'000};
constexpr milliseconds kAfterFailure{1'000};

// When the clock of the conversation that an event is about has something due; none where it is about none.
std::optional<base::Time> next_of(const event::Event& happened) {
  return std::visit(
      []<class Happened>(const Happened& one) -> std::optional<base::Time> {
        if constexpr (requires { one.state.clock; }) return one.state.clock ? one.state.clock->next_at : std::nullopt;
        else return std::nullopt;
      },
      happened);
}

}  // namespace

ClockTimer::ClockTimer(const net::Executor& executor, store::Store& store, const base::Clock& clock, Log& log)
    : executor_(executor), store_(store), clock_(clock), log_(log), timer_(executor) {
  store_.on_committed([this](const store::PublishedBatch& batch) { hear(batch); });
}

void ClockTimer::hear(const store::PublishedBatch& batch) {
  std::int64_t earliest = kNever;
  bool changed = false;
  for (const auto& published : *batch) {
    if (const auto next = next_of(published.event)) earliest = std::min(earliest, next->time_since_epoch().count());
    changed = changed || std::holds_alternative<event::SlaChanged>(published.event);
  }
  if (changed) is_to_reckon_ = true;
  std::int64_t known = next_;
  while (earliest < known && !next_.compare_exchange_weak(known, earliest)) {}
  if (earliest < known || changed) asio::post(executor_, [this] { wake(); });
}

void ClockTimer::wake() {
  woken_ = true;
  timer_.cancel();
}

void ClockTimer::start() {
  running_ = true;
  asio::co_spawn(executor_, run(), [this](const std::exception_ptr& error) {
    running_ = false;
    if (error) log_.error("the timer of the clocks ended by itself");
  });
}

net::Task<void> ClockTimer::run() {
  while (!stopping_) {
    bool fine = false;
    try {
      woken_ = false;
      fine = co_await reckon() && co_await work();
    } catch (const std::exception& error) {
      log_.error("clocks could not be looked at; that is tried again", {{"reason", error.what()}});
    }
    if (stopping_) break;
    const auto now = clock_.now().time_since_epoch().count();
    const std::int64_t left = std::max<std::int64_t>(next_.load(), now) - now;
    co_await wait(fine ? milliseconds(std::clamp<std::int64_t>(left, 1, kLookAgain.count())) : kAfterFailure);
  }
}

net::Task<bool> ClockTimer::work() {
  for (;;) {
    // What is committed while we look is heard of, and may come before what we find.
    next_ = kNever;
    auto look = [](store::Reading& reading) -> base::Result<std::optional<base::Time>> {
      return store::find_next_step(reading);
    };
    const auto found = co_await store_.read(std::move(look));
    if (!found) co_return false;
    const std::optional<base::Time>& first = *found;
    if (first) {
      std::int64_t known = next_;
      while (first->time_since_epoch().count() < known &&
             !next_.compare_exchange_weak(known, first->time_since_epoch().count())) {}
    }
    if (stopping_ || next_ > clock_.now().time_since_epoch().count()) co_return true;
    auto sweep = [](store::Transaction& transaction) -> base::Result<std::int64_t> {
      return workflow::sweep_clocks(transaction, kBatch);
    };
    const auto done = co_await store_.transact(std::move(sweep));
    if (!done) co_return false;
    if (*done == 0) co_return true;  // Another server was there first.
  }
}

net::Task<bool> ClockTimer::reckon() {
  if (!is_to_reckon_.exchange(false)) co_return true;
  for (;;) {
    auto reckon = [](store::Transaction& transaction) -> base::Result<std::int64_t> {
      return workflow::reckon_clocks(transaction, kBatch);
    };
    const auto done = co_await store_.transact(std::move(reckon), store::Priority::bulk);
    if (!done) is_to_reckon_ = true;
    if (!done || *done == 0 || stopping_) co_return done.has_value();
    // However many there are, none is late for that.
    if (!co_await work()) co_return false;
  }
}

net::Task<void> ClockTimer::wait(milliseconds at_most) {
  if (woken_) co_return;
  boost::system::error_code woken;
  timer_.expires_after(at_most);
  co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable_t<net::Executor>{}, woken));
}

net::Task<void> ClockTimer::stop() {
  stopping_ = true;
  Timer pause(executor_);
  while (running_) {
    wake();
    boost::system::error_code woken;
    pause.expires_after(milliseconds(5));
    co_await pause.async_wait(asio::redirect_error(asio::use_awaitable_t<net::Executor>{}, woken));
  }
}

}  // namespace heed
