#pragma once
// Runs rules behind the events, and finds steps of playbooks done (workflow/run_rules.hpp). It is woken by commits of organizations
// that have a rule switched on or a playbook under way; of others an event costs a look into a set. Every now and then it looks again
// all the same, for what another server wrote.

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>

#include <boost/asio/basic_waitable_timer.hpp>

#include "domain/ids.hpp"
#include "main/log.hpp"
#include "net/task.hpp"
#include "store/rule_store.hpp"
#include "store/store.hpp"

namespace heed {

class RuleRunner {
 public:
  // Listens to the store from here on; so it goes after it.
  RuleRunner(const net::Executor& executor, store::Store& store /*outlives*/, Log& log /*outlives*/);

  void start();
  // Returns when it has ended.
  net::Task<void> stop();

 private:
  using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                  boost::asio::wait_traits<std::chrono::steady_clock>, net::Executor>;
  // An event that could not be answered, and how often.
  struct Stuck {
    std::int64_t seq = 0;
    int times = 0;
  };

  // On the writer's thread.
  void hear(const store::PublishedBatch& batch);
  net::Task<void> run();
  // Looks at what is new of every organization. False where the store did not let it.
  net::Task<bool> round();
  net::Task<bool> catch_up(store::RulePosition at);
  // Gives up an event that the record refused again and again: the others must not wait for it forever.
  net::Task<bool> answer(ids::Organization organization, std::int64_t from, std::int64_t seq);
  net::Task<bool> pass(ids::Organization organization, std::int64_t from, std::int64_t to);
  net::Task<void> wait(std::chrono::milliseconds at_most);
  void wake();

  net::Executor executor_;
  store::Store& store_;
  Log& log_;
  Timer timer_;
  std::mutex followed_mutex_;
  std::set<ids::Organization> followed_;
  std::map<ids::Organization, std::int64_t> looked_to_;  // Nothing is left to do up to there, and that is not written yet.
  std::map<ids::Organization, Stuck> stuck_;
  bool woken_ = false;
  bool running_ = false;
  bool stopping_ = false;
};

}  // namespace heed
