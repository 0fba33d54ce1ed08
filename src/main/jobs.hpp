#pragma once
// The background work of a server: each loop does a bounded piece of it and waits for the next tick. A loop that
// fails logs it once and goes on after a longer wait.

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/basic_waitable_timer.hpp>

#include "channel/channel.hpp"
#include "main/log.hpp"
#include "net/task.hpp"
#include "store/store.hpp"

namespace heed {

class Jobs {
 public:
  Jobs(const net::Executor& executor, store::Store& store /*outlives*/,
       const std::vector<channel::ChannelType>& channels /*outlives*/, Log& log /*outlives*/);

  // Begins all loops.
  void start();
  // Ends them; returns when the last one has ended.
  net::Task<void> stop();

 private:
  // How a round of a loop went: when to go on.
  enum class Went { on_time, more_waits, failed };
  using Round = std::function<net::Task<Went>()>;
  // Work on one batch in a transaction; how many it did. Called again at once while that is a full batch.
  using Batch = std::function<std::int64_t(store::Transaction&, std::int64_t limit)>;
  [[nodiscard]] Round in_batches(Batch batch);
  net::Task<Went> run_batch(const Batch& batch /*outlives*/);
  net::Task<Went> watch_series();
  net::Task<Went> foresee();
  net::Task<void> loop(std::string name, std::chrono::milliseconds every, Round round);
  void begin(std::string name, std::chrono::milliseconds every, Round round);

  using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                  boost::asio::wait_traits<std::chrono::steady_clock>, net::Executor>;

  net::Executor executor_;
  store::Store& store_;
  const std::vector<channel::ChannelType>& channels_;
  Log& log_;
  bool stopping_ = false;
  int running_ = 0;
  std::vector<std::unique_ptr<Timer>> timers_;
};

}  // namespace heed
