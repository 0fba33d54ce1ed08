#include "net/bell.hpp"

#include <utility>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include "net/socket.hpp"

namespace net {

struct Bell::Wait {
  Wait(Bell& bell, const Executor& executor, std::chrono::milliseconds limit) : of(bell), timer(executor, limit) {
    of.wait_ = this;
  }
  ~Wait() { of.wait_ = nullptr; }
  Wait(const Wait&) = delete;
  Wait& operator=(const Wait&) = delete;

  Bell& of;
  Timer timer;
};

void Bell::ring() {
  rung_ = true;
  if (wait_ != nullptr) wait_->timer.cancel();
}

Task<bool> Bell::wait(std::chrono::milliseconds limit) {
  if (!rung_) {
    Wait wait(*this, co_await boost::asio::this_coro::executor, limit);
    const auto [error] = co_await wait.timer.async_wait(kAsTuple);
    if (error && !rung_) throw boost::system::system_error(boost::asio::error::operation_aborted);
  }
  co_return std::exchange(rung_, false);
}

}  // namespace net
