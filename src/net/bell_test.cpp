#include "net/bell.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

#include "net/peer_test_kit.hpp"
#include "net/sleep.hpp"

namespace net {
namespace {

using namespace std::chrono_literals;

class Bells : public test::CallTest {
 protected:
  // As many waits as rings, each ring after the last was heard.
  Task<int> listen(int rings) {
    for (int i = 0; i < rings; ++i) EXPECT_TRUE(co_await bell_.wait(30s));
    co_return rings;
  }
  Task<int> ring(int times) {
    for (int i = 0; i < times; ++i) {
      bell_.ring();
      co_await sleep_for(1ms);
    }
    co_await sleep_for(30s);
    co_return -1;
  }
  Task<int> wait_for(std::chrono::milliseconds limit) { co_return co_await bell_.wait(limit) ? 1 : 0; }
  static Task<int> give_up() {
    co_await sleep_for(1ms);
    throw std::runtime_error("a fault");
  }

  Bell bell_;
};

TEST_F(Bells, EveryRingIsHeard) {
  EXPECT_EQ(run(first_of(listen(3), ring(3))), 3);
  EXPECT_EQ(run(first_of(ring(3), listen(3))), 3) << "whichever of them ends first";
}

TEST_F(Bells, ARingBeforeTheWaitIsHeard) {
  bell_.ring();
  EXPECT_EQ(run(listen(1)), 1);
}

TEST_F(Bells, AWaitEndsByItself) { EXPECT_EQ(run(wait_for(5ms)), 0); }

TEST_F(Bells, CanBeCancelled) {
  expect_cancellable(listen(1));
  expect_cancellable(first_of(listen(1), ring(0)));
}

TEST_F(Bells, AFaultOfOneEndsBoth) {
  EXPECT_THROW((void)run(first_of(give_up(), listen(1))), std::runtime_error);
  EXPECT_THROW((void)run(first_of(listen(1), give_up())), std::runtime_error);
}

}  // namespace
}  // namespace net
