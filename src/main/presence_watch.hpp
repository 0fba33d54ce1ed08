#pragma once
// Finds out who is gone and who is back: somebody who said that they are there, and whose last live feed here closed, is away after a
// minute; whom the server found away is there again with their next one. What people said themselves stays.
//
// A minute, because a reload, another network or a lid that was closed by mistake takes less, and a customer should not be given
// to nobody for longer. With several servers each knows its own sockets alone: one may find somebody gone who is at another,
// which puts that right when it looks again.

#include <chrono>
#include <map>
#include <set>

#include <boost/asio/basic_waitable_timer.hpp>

#include "domain/ids.hpp"
#include "main/log.hpp"
#include "net/task.hpp"
#include "store/store.hpp"

namespace heed {

struct PresenceWatchOptions {
  std::chrono::milliseconds grace{60'000};
  std::chrono::milliseconds look_again{15'000};
};

class PresenceWatch {
 public:
  PresenceWatch(const net::Executor& executor, store::Store& store /*outlives*/, Log& log /*outlives*/,
                PresenceWatchOptions options = {});

  // Somebody opened their first socket, or their last one closed.
  void see(ids::Organization organization, ids::User user, bool here);

  void start();
  // Returns when it has ended.
  net::Task<void> stop();

 private:
  using Instant = std::chrono::steady_clock::time_point;
  using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                  boost::asio::wait_traits<std::chrono::steady_clock>, net::Executor>;
  struct Gone {
    ids::Organization organization;
    Instant at;
  };

  net::Task<void> run();
  net::Task<void> look();
  net::Task<void> find_gone();
  [[nodiscard]] std::chrono::milliseconds until_next() const;
  net::Task<void> wait(std::chrono::milliseconds at_most);
  void wake();

  net::Executor executor_;
  store::Store& store_;
  Log& log_;
  PresenceWatchOptions options_;
  Timer timer_;
  std::set<ids::User> here_;
  std::map<ids::User, Gone> gone_;  // When they count as gone.
  bool first_ = true;
  bool is_to_look_ = true;
  Instant looked_{};
  bool woken_ = false;
  bool running_ = false;
  bool stopping_ = false;
};

}  // namespace heed
