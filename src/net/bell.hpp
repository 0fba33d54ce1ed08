#pragma once
// One coroutine waits until another has news for it, and two that run beside each other.

#include <chrono>
#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "net/task.hpp"

namespace net {

// For one who waits. Everything on the event loop's thread.
class Bell {
 public:
  // Ends the wait that is under way, or the next at once.
  void ring();
  // Until it rings, true, or the time is over. Cancelling (terminal) ends it at once.
  Task<bool> wait(std::chrono::milliseconds limit);

 private:
  struct Wait;
  Wait* wait_ = nullptr;  // Under way.
  bool rung_ = false;
};

// Runs both; what the first of them comes back with, when the other has been cancelled and has ended. `T` can be made empty.
template <class T>
Task<T> first_of(Task<T> one, Task<T> other) {
  namespace asio = boost::asio;
  const auto executor = co_await asio::this_coro::executor;
  auto both = asio::experimental::make_parallel_group(asio::co_spawn(executor, std::move(one), asio::deferred),
                                                      asio::co_spawn(executor, std::move(other), asio::deferred));
  auto [order, fault, value, other_fault, other_value] =
      co_await both.async_wait(asio::experimental::wait_for_one(), asio::use_awaitable_t<Executor>{});
  const bool is_other = order[0] == 1;
  if (const auto& thrown = is_other ? other_fault : fault) std::rethrow_exception(thrown);
  co_return is_other ? std::move(other_value) : std::move(value);
}

}  // namespace net
