#include "main/rule_runner.hpp"

#include <algorithm>
#include <exception>
#include <utility>
#include <variant>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "workflow/run_rules.hpp"

namespace heed {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

constexpr std::int64_t kPage = 100;             // Events looked at in one snapshot.
constexpr std::int64_t kPassedUnwritten = 500;  // Events without anything to do, before their number is written.
constexpr int kTries = 3;
constexpr milliseconds kLookAgain{15'000};
constexpr milliseconds kAfterFailure{1'000};

// Rules were switched, or a playbook was begun: there may be something to follow from now on.
bool may_begin(const event::Event& happened) {
  return std::holds_alternative<event::RulesChanged>(happened) || std::holds_alternative<event::PlaybookMoved>(happened);
}

}  // namespace

RuleRunner::RuleRunner(const net::Executor& executor, store::Store& store, Log& log)
    : executor_(executor), store_(store), log_(log), timer_(executor) {
  store_.on_committed([this](const store::PublishedBatch& batch) { hear(batch); });
}

void RuleRunner::hear(const store::PublishedBatch& batch) {
  const std::lock_guard lock(followed_mutex_);
  const auto concerns = [this](const store::Published& one) {
    return followed_.contains(one.organization_id) || may_begin(one.event);
  };
  if (std::ranges::any_of(*batch, concerns)) asio::post(executor_, [this] { wake(); });
}

void RuleRunner::wake() {
  woken_ = true;
  timer_.cancel();
}

void RuleRunner::start() {
  running_ = true;
  asio::co_spawn(executor_, run(), [this](const std::exception_ptr& error) {
    running_ = false;
    if (error) log_.error("the runner of the rules ended by itself");
  });
}

net::Task<void> RuleRunner::run() {
  while (!stopping_) {
    bool fine = false;
    try {
      woken_ = false;
      fine = co_await round();
    } catch (const std::exception& error) {
      log_.error("rules could not be run; that is tried again", {{"reason", error.what()}});
    }
    if (stopping_) break;
    co_await wait(fine ? kLookAgain : kAfterFailure);
  }
}

net::Task<bool> RuleRunner::round() {
  auto look = [](store::Reading& reading) -> base::Result<std::vector<store::RulePosition>> {
    return store::list_rule_positions(reading);
  };
  const auto positions = co_await store_.read(std::move(look));
  if (!positions) co_return false;
  {
    const std::lock_guard lock(followed_mutex_);
    followed_.clear();
    for (const auto& at : *positions) followed_.insert(at.organization_id);
  }
  bool fine = true;
  for (const auto& at : *positions) {
    if (stopping_) co_return true;
    if (at.last_seq > std::max(at.seq, looked_to_[at.organization_id])) fine = co_await catch_up(at) && fine;
  }
  co_return fine;
}

net::Task<bool> RuleRunner::catch_up(store::RulePosition at) {
  const auto organization = at.organization_id;
  std::int64_t position = at.seq;
  while (!stopping_) {
    const std::int64_t after = std::max(position, looked_to_[organization]);
    auto look = [organization, after](store::Reading& reading) -> base::Result<workflow::EventsToAnswer> {
      return workflow::look_at_events(reading, organization, after, kPage);
    };
    const auto found = co_await store_.read(std::move(look));
    if (!found) co_return false;
    if (found->looked_to == after) co_return true;
    for (const auto seq : found->seqs) {
      // Somebody else has moved the position, or nothing is followed any more: the next round sees.
      if (!co_await answer(organization, position, seq)) co_return false;
      position = seq;
      if (stopping_) co_return true;
    }
    looked_to_[organization] = found->looked_to;
    if (found->looked_to - position < kPassedUnwritten) continue;
    if (!co_await pass(organization, position, found->looked_to)) co_return false;
    position = found->looked_to;
  }
  co_return true;
}

net::Task<bool> RuleRunner::answer(ids::Organization organization, std::int64_t from, std::int64_t seq) {
  auto& stuck = stuck_[organization];
  if (stuck.seq != seq) stuck = {seq, 0};
  if (stuck.times >= kTries) {
    log_.error("no rule answers to this event: the record refuses it", {{"event", seq}});
    co_return co_await pass(organization, from, seq);
  }
  ++stuck.times;
  auto work = [organization, from, seq](store::Transaction& transaction) -> base::Result<bool> {
    return workflow::answer_event(transaction, organization, from, seq);
  };
  const auto done = co_await store_.transact(std::move(work));
  if (done) stuck.times = 0;
  else --stuck.times;  // The store is busy, or away: that is no fault of the event.
  co_return done && *done;
}

net::Task<bool> RuleRunner::pass(ids::Organization organization, std::int64_t from, std::int64_t to) {
  auto work = [organization, from, to](store::Transaction& transaction) -> base::Result<bool> {
    return workflow::pass_events(transaction, organization, from, to);
  };
  const auto done = co_await store_.transact(std::move(work));
  co_return done && *done;
}

net::Task<void> RuleRunner::wait(milliseconds at_most) {
  if (woken_) co_return;
  boost::system::error_code woken;
  timer_.expires_after(at_most);
  co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable_t<net::Executor>{}, woken));
}

net::Task<void> RuleRunner::stop() {
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
