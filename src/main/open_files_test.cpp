#include "main/open_files.hpp"

#include <sys/resource.h>

#include <gtest/gtest.h>

namespace heed {
namespace {

TEST(OpenFiles, AreAsManyAsTheProcessMayHave) {
  const std::size_t now = raise_open_files();
  rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
  EXPECT_EQ(limit.rlim_cur, limit.rlim_max);
  EXPECT_EQ(now, limit.rlim_cur);
}

TEST(OpenFiles, LeaveRoomForTheRest) {
  EXPECT_EQ(connections_within(1'024), 768U);
  EXPECT_EQ(connections_within(1'000'000), 15'000U);
  EXPECT_EQ(connections_within(20), 16U);
}

}  // namespace
}  // namespace heed
