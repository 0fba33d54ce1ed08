#include "main/presence_watch.hpp"

#include <algorithm>
#include <exception>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "store/routing_store.hpp"
#include "workflow/presence.hpp"

namespace heed {
namespace {

namespace asio = boost::asio;
using routing::Presence;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kLeastRest{100};  // However many come at once, they are looked up together.

}  // namespace

PresenceWatch::PresenceWatch(const net::Executor& executor, store::Store& store, Log& log, PresenceWatchOptions options)
    : executor_(executor), store_(store), log_(log), options_(options), timer_(executor) {}

void PresenceWatch::see(ids::Organization organization, ids::User user, bool here) {
  if (here) {
    here_.insert(user);
    gone_.erase(user);
    is_to_look_ = true;
  } else {
    here_.erase(user);
    gone_[user] = {organization, steady_clock::now() + options_.grace};
  }
  wake();
}

void PresenceWatch::wake() {
  woken_ = true;
  timer_.cancel();
}

void PresenceWatch::start() {
  running_ = true;
  asio::co_spawn(executor_, run(), [this](const std::exception_ptr& error) {
    running_ = false;
    if (error) log_.error("nobody finds out any more who is away");
  });
}

net::Task<void> PresenceWatch::run() {
  while (!stopping_) {
    woken_ = false;
    try {
      if (is_to_look_ || steady_clock::now() - looked_ >= options_.look_again) co_await look();
      co_await find_gone();
    } catch (const std::exception& error) {
      log_.error("who is there could not be looked up; that is tried again", {{"reason", error.what()}});
    }
    if (stopping_) break;
    Timer rest(executor_);
    boost::system::error_code ignored;
    rest.expires_after(std::min(kLeastRest, options_.grace));
    co_await rest.async_wait(asio::redirect_error(asio::use_awaitable_t<net::Executor>{}, ignored));
    if (!woken_ && !stopping_) co_await wait(until_next());
  }
}

// Who is here and was found away is back; and of those who were there when the server started, who does not come is gone.
net::Task<void> PresenceWatch::look() {
  is_to_look_ = false;
  auto work = [](store::Reading& reading) -> base::Result<std::vector<store::PresenceRow>> {
    return store::list_watched_presences(reading);
  };
  const auto found = co_await store_.read(std::move(work));
  if (!found) {
    is_to_look_ = true;
    co_return;
  }
  looked_ = steady_clock::now();
  const bool first = std::exchange(first_, false);
  for (const auto& row : *found) {
    const bool here = here_.contains(row.user_id);
    if (row.presence == Presence::online && first && !here)
      gone_.try_emplace(row.user_id, Gone{row.organization_id, looked_ + options_.grace});
    if (row.presence != Presence::away || !here) continue;
    auto back = [organization = row.organization_id,
                 user = row.user_id](store::Transaction& transaction) -> base::Result<bool> {
      return workflow::find_back(transaction, organization, user);
    };
    if (!co_await store_.transact(std::move(back))) is_to_look_ = true;
  }
}

net::Task<void> PresenceWatch::find_gone() {
  std::vector<std::pair<ids::User, ids::Organization>> due;
  for (const auto& [user, gone] : gone_)
    if (gone.at <= steady_clock::now()) due.emplace_back(user, gone.organization);
  for (const auto& [user, organization] : due) {
    auto work = [organization, user](store::Transaction& transaction) -> base::Result<bool> {
      return workflow::find_gone(transaction, organization, user);
    };
    const auto done = co_await store_.transact(std::move(work));
    // Who came back meanwhile is in the list no more, and is looked up.
    const auto still = gone_.find(user);
    if (still == gone_.end()) continue;
    if (done) gone_.erase(still);
    else still->second.at = steady_clock::now() + options_.look_again;
  }
}

milliseconds PresenceWatch::until_next() const {
  auto next = looked_ + options_.look_again;
  for (const auto& [user, gone] : gone_) next = std::min(next, gone.at);
  const auto left = std::chrono::ceil<milliseconds>(next - steady_clock::now());
  return std::clamp(left, milliseconds(1), options_.look_again);
}

net::Task<void> PresenceWatch::wait(milliseconds at_most) {
  boost::system::error_code woken;
  timer_.expires_after(at_most);
  co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable_t<net::Executor>{}, woken));
}

net::Task<void> PresenceWatch::stop() {
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
