#include "main/router.hpp"

#include <algorithm>
#include <exception>
#include <span>
#include <variant>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "store/routing_store.hpp"
#include "workflow/route_waiting.hpp"

namespace heed {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kBatch = 200;
constexpr milliseconds kLookAgain{15'000};
constexpr milliseconds kAfterFailure{1'000};
constexpr milliseconds kLeastRest{5};
constexpr int kRestFactor = 4;

// Whether something may be given out after it that could not be before.
bool matters(const event::Event& happened) {
  return std::visit(
      []<class Happened>(const Happened&) {
        using namespace event;
        return std::is_same_v<Happened, ConversationCreated> || std::is_same_v<Happened, ConversationUpdated> ||
               std::is_same_v<Happened, MessageCreated> || std::is_same_v<Happened, MessageTriaged> ||
               std::is_same_v<Happened, ConversationRanked> || std::is_same_v<Happened, MessagesMoved> ||
               std::is_same_v<Happened, PresenceChanged> || std::is_same_v<Happened, RoutingChanged> ||
               std::is_same_v<Happened, TeamChanged>;
      },
      happened);
}

}  // namespace

Router::Router(const net::Executor& executor, store::Store& store, const base::Clock& clock,
               const std::vector<channel::ChannelType>& channels, milliseconds wait_for_triage, Log& log)
    : executor_(executor),
      store_(store),
      clock_(clock),
      channels_(channels),
      wait_for_triage_(wait_for_triage),
      log_(log),
      timer_(executor) {
  store_.on_committed([this](const store::PublishedBatch& batch) { hear(batch); });
}

void Router::hear(const store::PublishedBatch& batch) {
  const bool any = std::ranges::any_of(*batch, [&](const store::Published& published) {
    return anything_ ? matters(published.event) : std::holds_alternative<event::RoutingChanged>(published.event);
  });
  if (any) asio::post(executor_, [this] { wake(); });
}

void Router::wake() {
  woken_ = true;
  if (!resting_ || stopping_) timer_.cancel();
}

void Router::start() {
  running_ = true;
  asio::co_spawn(executor_, run(), [this](const std::exception_ptr& error) {
    running_ = false;
    if (error) log_.error("routing ended by itself");
  });
}

net::Task<void> Router::run() {
  while (!stopping_) {
    bool fine = false;
    const auto began = steady_clock::now();
    woken_ = false;
    try {
      fine = co_await look();
    } catch (const std::exception& error) {
      log_.error("nothing could be given out; that is tried again", {{"reason", error.what()}});
    }
    if (stopping_) break;
    const auto took = std::chrono::duration_cast<milliseconds>(steady_clock::now() - began);
    resting_ = true;
    co_await wait(fine ? std::max(kLeastRest, kRestFactor * took) : kAfterFailure);
    resting_ = false;
    if (!woken_ && !stopping_) co_await wait(until_next());
  }
}

net::Task<bool> Router::look() {
  next_at_.reset();
  auto find = [](store::Reading& reading) -> base::Result<std::vector<ids::Organization>> {
    return store::list_routing_organizations(reading);
  };
  const auto organizations = co_await store_.read(std::move(find));
  if (!organizations) co_return false;
  anything_ = !organizations->empty();
  for (const auto organization : *organizations)
    if (!co_await route(organization)) co_return false;
  co_return true;
}

net::Task<bool> Router::route(ids::Organization organization) {
  auto make = [this, organization](store::Reading& reading) -> base::Result<workflow::RoutingPlan> {
    return workflow::plan_routing(reading, organization, {channels_, wait_for_triage_});
  };
  const auto plan = co_await store_.read(std::move(make));
  if (!plan) co_return false;
  if (const auto next = plan->next_at) next_at_ = std::min(next_at_.value_or(*next), *next);
  const std::span<const workflow::RoutingStep> steps = plan->steps;
  for (std::size_t from = 0; from < steps.size() && !stopping_; from += kBatch) {
    auto work = [this, organization, some = steps.subspan(from, std::min(kBatch, steps.size() - from))](
                    store::Transaction& transaction) -> base::Result<std::int64_t> {
      return workflow::carry_out(transaction, organization, some, {channels_, wait_for_triage_});
    };
    const auto done = co_await store_.transact(std::move(work));
    if (!done) co_return false;
    // What was done is heard of; what came otherwise meanwhile is looked at again soon.
    if (*done == 0) next_at_ = std::min(next_at_.value_or(base::Time::max()), clock_.now() + kAfterFailure);
  }
  co_return true;
}

milliseconds Router::until_next() const {
  if (!next_at_) return kLookAgain;
  return std::clamp<milliseconds>(*next_at_ - clock_.now(), milliseconds(1), kLookAgain);
}

net::Task<void> Router::wait(milliseconds at_most) {
  boost::system::error_code woken;
  timer_.expires_after(at_most);
  co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable_t<net::Executor>{}, woken));
}

net::Task<void> Router::stop() {
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
