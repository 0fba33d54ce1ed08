#include "domain/triage/learning.hpp"

#include <gtest/gtest.h>

namespace triage {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

base::Time at(int day, int hour, int minute = 0) {
  return base::Time{std::chrono::days(day) + hours(hour) + minutes(minute)};
}

TEST(Learning, TheLastNightIsTodaysOrYesterdays) {
  EXPECT_EQ(last_night(at(100, 12), 3, hours(0)), at(100, 3));
  EXPECT_EQ(last_night(at(100, 3), 3, hours(0)), at(100, 3));
  EXPECT_EQ(last_night(at(100, 2, 59), 3, hours(0)), at(99, 3));
  EXPECT_EQ(last_night(at(100, 12), 0, hours(0)), at(100, 0));
}

TEST(Learning, TheHourIsTheCompanysOwn) {
  EXPECT_EQ(last_night(at(100, 12), 3, hours(2)), at(100, 1)) << "east of Greenwich it is earlier";
  EXPECT_EQ(last_night(at(100, 12), 3, hours(-8)), at(100, 11));
  EXPECT_EQ(last_night(at(100, 10), 3, hours(-8)), at(99, 11));
  EXPECT_EQ(last_night(at(100, 0), 3, minutes(345)), at(99, 21, 15));
}

}  // namespace
}  // namespace triage
