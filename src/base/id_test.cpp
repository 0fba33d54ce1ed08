#include "base/id.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <thread>
#include <type_traits>
#include <unordered_set>
#include <vector>

namespace base {
namespace {

using namespace std::chrono_literals;

constexpr Time kNow{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + 19h};

struct CatTag;
struct DogTag;

TEST(Id, IsAType) {
  static_assert(!std::is_convertible_v<Id<CatTag>, Id<DogTag>>);
  static_assert(!std::is_convertible_v<std::int64_t, Id<CatTag>>);
  EXPECT_LT(Id<CatTag>{1}, Id<CatTag>{2});
  EXPECT_EQ((std::unordered_set<Id<CatTag>>{{1}, {2}, {1}}).size(), 2U);
}

TEST(IdMaker, LaterIdsAreLarger) {
  FixedClock clock(kNow);
  IdMaker ids(clock, 3);
  std::int64_t last = 0;
  for (int i = 0; i < 5000; ++i) {
    if (i % 700 == 0) clock.advance(1ms);
    const auto next = ids.next_number();
    ASSERT_GT(next, last) << i;
    last = next;
  }
}

TEST(IdMaker, NeverGoesBackWithTheClock) {
  FixedClock clock(kNow);
  IdMaker ids(clock, 0);
  const auto before = ids.next_number();
  clock.advance(-1h);
  const auto after = ids.next_number();
  EXPECT_GT(after, before);
  clock.advance(2h);
  EXPECT_GT(ids.next_number(), after);
}

TEST(IdMaker, BorrowsFromTheNextMillisecondWhenOneIsFull) {
  FixedClock clock(kNow);
  IdMaker ids(clock, 0);
  std::unordered_set<std::int64_t> made;
  for (int i = 0; i < 1000; ++i) made.insert(ids.next_number());
  EXPECT_EQ(made.size(), 1000U);
  clock.advance(1ms);
  EXPECT_TRUE(made.insert(ids.next_number()).second) << "the millisecond it borrowed from comes";
}

TEST(IdMaker, StaysBelowWhatJsonKeepsExactly) {
  constexpr std::int64_t kMost = std::int64_t{1} << 53;
  FixedClock clock(Time{std::chrono::sys_days{std::chrono::year{2090} / 1 / 1}});
  IdMaker late(clock, 15);
  EXPECT_LT(late.next_number(), kMost);
  clock.set(Time{});
  IdMaker early(clock, 15);
  EXPECT_GT(early.next_number(), 0) << "also on a machine whose clock says 1970";
}

TEST(IdMaker, NodesDoNotMeet) {
  FixedClock clock(kNow);
  std::unordered_set<std::int64_t> made;
  for (int node = 0; node < 16; ++node) {
    IdMaker ids(clock, node);
    for (int i = 0; i < 300; ++i) made.insert(ids.next_number());
  }
  EXPECT_EQ(made.size(), 16U * 300U);
}

TEST(IdMaker, GivesEachThreadItsOwn) {
  FixedClock clock(kNow);
  IdMaker ids(clock, 0);
  constexpr int kThreads = 4, kEach = 20'000;
  std::vector<std::vector<std::int64_t>> made(kThreads);
  {
    std::vector<std::jthread> threads;
    for (auto& mine : made) {
      threads.emplace_back([&mine, &ids] {
        for (int i = 0; i < kEach; ++i) mine.push_back(ids.next_number());
      });
    }
  }
  std::unordered_set<std::int64_t> all;
  for (const auto& mine : made) {
    EXPECT_TRUE(std::ranges::is_sorted(mine)) << "each thread sees them grow";
    all.insert(mine.begin(), mine.end());
  }
  EXPECT_EQ(all.size(), static_cast<std::size_t>(kThreads) * kEach);
}

}  // namespace
}  // namespace base
