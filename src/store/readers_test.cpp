// Reads as their callers see them, on both engines: what a snapshot holds, who waits for whom, what is refused.

#include "store/readers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <functional>
#include <future>
#include <latch>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include "store/things_test_kit.hpp"

namespace store {
namespace {

class ReadersTest : public test::ThingsTest {
 protected:
  using Work = std::function<base::Result<std::int64_t>(Reading&)>;

  void reopen(int readers, std::size_t max_waiting = 100) {
    store_.reset();
    auto chosen = options();
    chosen.readers = readers;
    chosen.max_waiting = max_waiting;
    store_ = open_things(std::move(chosen));
  }

  void add(std::int64_t id) {
    ASSERT_TRUE(store_->transact_blocking([id](Transaction& transaction) -> base::Result<int> {
      test::add_thing(transaction, id, "thing " + std::to_string(id));
      return 0;
    }));
  }

  static Task<void> ask(Store& store /*outlives*/, Work work, std::string& outcome /*outlives*/) {
    try {
      const auto done = co_await store.read(std::move(work));
      outcome = done ? std::to_string(*done) : done.error().message;
    } catch (const std::exception& error) {
      outcome = error.what();
    }
  }

  // Asks for all of it at one moment, from one event loop.
  std::string& ask(Work work) {
    auto& outcome = outcomes_.emplace_back("never resolved");
    boost::asio::co_spawn(loop_, ask(*store_, std::move(work), outcome), [](const std::exception_ptr& error) {
      if (error) std::rethrow_exception(error);
    });
    return outcome;
  }

  // Keeps the only reader busy within a snapshot that it has begun, until release().
  class Busy {
   public:
    explicit Busy(Store& store)
        : thread_([this, &store] {
            (void)store.read_blocking([this](Reading& reading) {
              auto count = test::count_things(reading);
              begun_.count_down();
              released_.wait();
              return count;
            });
          }) {
      begun_.wait();
    }
    ~Busy() { thread_.join(); }
    void release() { released_.count_down(); }

   private:
    std::latch begun_{1};
    std::latch released_{1};
    std::thread thread_;
  };

  boost::asio::io_context loop_;
  std::deque<std::string> outcomes_;
};

TEST_P(ReadersTest, AReadSeesWhatWasCommittedBeforeItWasAskedFor) {
  reopen(1);
  std::string* later = nullptr;
  {
    Busy busy(*store_);
    add(1);
    later = &ask(test::count_things);
    loop_.poll();  // It waits while the snapshot from before the commit is still in use.
    busy.release();
  }
  loop_.run();
  EXPECT_EQ(*later, "1");
}

TEST_P(ReadersTest, ThoseThatWaitTogetherMayShareASnapshot) {
  reopen(1);
  std::string* first = nullptr;
  std::string* second = nullptr;
  {
    Busy busy(*store_);
    first = &ask([&](Reading& reading) {
      auto count = test::count_things(reading);
      add(1);
      return count;
    });
    second = &ask(test::count_things);
    loop_.poll();
    busy.release();
  }
  loop_.run();
  EXPECT_EQ(*first, "0");
  EXPECT_EQ(*second, "0") << "asked for before the commit";
}

TEST_P(ReadersTest, OneThatFailsSpoilsNobodysAnswer) {
  reopen(1);
  add(1);
  constexpr Query<std::int64_t()> kBroken{"thing_no_table"};
  {
    Busy busy(*store_);
    ask(test::count_things);
    ask([&](Reading& reading) -> base::Result<std::int64_t> { return reading.one(kBroken).value_or(7); });
    ask(test::count_things);
    ask([&](Reading& reading) -> base::Result<std::int64_t> {
      try {
        return reading.one(kBroken).value_or(7);
      } catch (const StoreError&) {
        return base::fail(base::FailureKind::invalid, "caught");
      }
    });
    ask(test::count_things);
    ask([](Reading&) -> base::Result<std::int64_t> { throw std::runtime_error("thrown"); });
    ask([](Reading&) -> base::Result<std::int64_t> { return base::fail(base::FailureKind::not_found, "not here"); });
    ask(test::count_things);
    loop_.poll();
    busy.release();
  }
  loop_.run();
  ASSERT_EQ(outcomes_.size(), 8U);
  EXPECT_NE(outcomes_[1].find("nothings"), std::string::npos) << outcomes_[1];
  outcomes_[1] = "refused";
  EXPECT_EQ(outcomes_, (std::deque<std::string>{"1", "refused", "1", "caught", "1", "thrown", "not here", "1"}));
}

TEST_P(ReadersTest, NobodyWaitsBehindALongOneWhileAThreadSleeps) {
  reopen(2);
  std::promise<void> short_one;
  auto done = short_one.get_future();
  auto& long_one = ask([&](Reading& reading) -> base::Result<std::int64_t> {
    if (done.wait_for(std::chrono::seconds(20)) != std::future_status::ready)
      return base::fail(base::FailureKind::unavailable, "the short one waited");
    return test::count_things(reading);
  });
  ask([&](Reading& reading) {
    short_one.set_value();
    return test::count_things(reading);
  });
  loop_.run();
  EXPECT_EQ(long_one, "0");
}

TEST_P(ReadersTest, WhatIsTooMuchIsRefusedAndTheRestAnswered) {
  reopen(1, 3);
  {
    Busy busy(*store_);
    for (int i = 0; i < 5; ++i) ask(test::count_things);
    loop_.poll();
    busy.release();
  }
  loop_.run();
  const std::string refused = "The server has more to read than it can; ask again in a moment.";
  EXPECT_EQ(outcomes_, (std::deque<std::string>{"0", "0", "0", refused, refused}));
}

// The loop's turn, which would wake a reader at its end, does not end before the answer is there.
TEST_P(ReadersTest, ABlockingReadFromWithinTheLoopIsAnswered) {
  reopen(1);
  ask(test::count_things);
  std::optional<std::int64_t> blocking;
  boost::asio::post(loop_, [&] { blocking = store_->read_blocking(test::count_things).value(); });
  loop_.run();
  EXPECT_EQ(blocking, 0);
  EXPECT_EQ(outcomes_.front(), "0");
}

TEST_P(ReadersTest, ManyAtOnceAreAllAnswered) {
  for (int i = 0; i < 2'000; ++i) ask(test::count_things);
  loop_.run();
  EXPECT_EQ(std::ranges::count(outcomes_, "0"), 2'000);
}

HEED_ON_BOTH_ENGINES(ReadersTest);

}  // namespace
}  // namespace store
