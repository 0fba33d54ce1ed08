#pragma once
// Gives out what waits, just after the commit that brought it. It hears of commits, makes a plan on a reader's thread and has the
// writer carry it out; when time alone brings something (an overflow, a requeue) it waits for that. Between two looks it rests
// four times as long as the last one took, so that however much happens, routing has a fifth of one reader at most. At the
// start it looks once, and every now and then again, for what another server wrote.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include <boost/asio/basic_waitable_timer.hpp>

#include "base/clock.hpp"
#include "channel/channel.hpp"
#include "main/log.hpp"
#include "net/task.hpp"
#include "store/store.hpp"

namespace heed {

class Router {
 public:
  // Listens to the store from here on; so it goes after it. `wait_for_triage`: zero where nothing reads messages.
  Router(const net::Executor& executor, store::Store& store /*outlives*/, const base::Clock& clock /*outlives*/,
         const std::vector<channel::ChannelType>& channels /*outlives*/, std::chrono::milliseconds wait_for_triage,
         Log& log /*outlives*/);

  void start();
  // Returns when it has ended.
  net::Task<void> stop();

 private:
  using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                  boost::asio::wait_traits<std::chrono::steady_clock>, net::Executor>;

  // On the writer's thread.
  void hear(const store::PublishedBatch& batch);
  net::Task<void> run();
  // Gives out what can be. False where the store did not let it.
  net::Task<bool> look();
  net::Task<bool> route(ids::Organization organization);
  [[nodiscard]] std::chrono::milliseconds until_next() const;
  net::Task<void> wait(std::chrono::milliseconds at_most);
  void wake();

  net::Executor executor_;
  store::Store& store_;
  const base::Clock& clock_;
  const std::vector<channel::ChannelType>& channels_;
  std::chrono::milliseconds wait_for_triage_;
  Log& log_;
  Timer timer_;
  std::atomic<bool> anything_ = true;  // Whether any organization has work given out; before the first look nobody knows.
  std::optional<base::Time> next_at_;
  bool woken_ = false;
  bool resting_ = false;
  bool running_ = false;
  bool stopping_ = false;
};

}  // namespace heed
