#include "workflow/worker_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <stdexcept>
#include <string>
#include <thread>

#include <boost/asio/co_spawn.hpp>

namespace workflow {
namespace {

store::Task<void> run_and_keep(WorkerPool& pool, std::shared_future<void> gate, std::vector<base::Result<int>>& out,
                               int value) {
  auto work = [gate, value] {
    gate.wait();
    return value;
  };
  out.push_back(co_await pool.run(std::move(work)));
}

TEST(WorkerPool, GivesResultsBackOnTheCallersThread) {
  boost::asio::io_context context(1);
  WorkerPool pool(2, 10);
  const auto here = std::this_thread::get_id();
  std::thread::id there;
  std::thread::id back;
  std::string text;
  auto task = [](WorkerPool& on, std::thread::id& ran, std::thread::id& resumed, std::string& out) -> store::Task<void> {
    auto work = [&ran] {
      ran = std::this_thread::get_id();
      return std::string("done");
    };
    auto result = co_await on.run(std::move(work));
    resumed = std::this_thread::get_id();
    out = result.value();
  };
  boost::asio::co_spawn(context, task(pool, there, back, text), [](std::exception_ptr) {});
  context.run();
  EXPECT_EQ(text, "done");
  EXPECT_NE(there, here);
  EXPECT_EQ(back, here);
}

TEST(WorkerPool, RefusesWhatDoesNotFit) {
  boost::asio::io_context context(1);
  WorkerPool pool(1, 2);
  std::promise<void> gate;
  const std::shared_future<void> open = gate.get_future().share();
  std::vector<base::Result<int>> out;
  boost::asio::co_spawn(context, run_and_keep(pool, open, out, 0), [](std::exception_ptr) {});
  context.poll();
  while (pool.waiting() > 0) std::this_thread::yield();  // the worker has taken it, and waits at the gate
  for (int i = 1; i < 5; ++i) boost::asio::co_spawn(context, run_and_keep(pool, open, out, i), [](std::exception_ptr) {});
  context.poll();
  EXPECT_EQ(out.size(), 2U);
  for (const auto& one : out) EXPECT_EQ(one.error().kind, base::FailureKind::unavailable);
  gate.set_value();
  context.run();
  EXPECT_EQ(out.size(), 5U);
}

TEST(WorkerPool, HandsExceptionsOver) {
  boost::asio::io_context context(1);
  WorkerPool pool(1, 10);
  std::string what;
  auto task = [](WorkerPool& on) -> store::Task<void> {
    auto work = []() -> int { throw std::runtime_error("out of memory"); };
    co_await on.run(std::move(work));
  };
  boost::asio::co_spawn(context, task(pool), [&](std::exception_ptr error) {
    try {
      std::rethrow_exception(error);
    } catch (const std::runtime_error& caught) {
      what = caught.what();
    }
  });
  context.run();
  EXPECT_EQ(what, "out of memory");
}

TEST(WorkerPool, StoppingAnswersWhoWaits) {
  boost::asio::io_context context(1);
  WorkerPool pool(1, 10);
  std::promise<void> gate;
  const std::shared_future<void> open = gate.get_future().share();
  std::vector<base::Result<int>> out;
  for (int i = 0; i < 3; ++i) boost::asio::co_spawn(context, run_and_keep(pool, open, out, i), [](std::exception_ptr) {});
  context.poll();
  while (pool.waiting() > 2) std::this_thread::yield();
  std::thread opener([&gate] { gate.set_value(); });
  pool.stop();
  opener.join();
  context.run();
  EXPECT_EQ(out.size(), 3U);
  out.clear();
  boost::asio::co_spawn(context, run_and_keep(pool, open, out, 9), [](std::exception_ptr) {});
  context.restart();
  context.run();
  EXPECT_FALSE(out.at(0));
}

}  // namespace
}  // namespace workflow
