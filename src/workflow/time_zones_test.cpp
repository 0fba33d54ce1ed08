#include "workflow/time_zones.hpp"

#include <gtest/gtest.h>

#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

std::chrono::seconds ahead(const std::string& zone, const char* at) {
  return open_time_zone(zone).value().at(test_time(at)).ahead;
}

TEST(TimeZones, KnowSummerAndWinter) {
  EXPECT_EQ(ahead("Europe/Lisbon", "2026-01-15T12:00:00Z"), hours(0));
  EXPECT_EQ(ahead("Europe/Lisbon", "2026-07-15T12:00:00Z"), hours(1));
  EXPECT_EQ(ahead("America/Los_Angeles", "2040-07-15T12:00:00Z"), hours(-7));
  EXPECT_EQ(ahead("Asia/Kathmandu", "2026-07-15T12:00:00Z"), minutes(345));
  EXPECT_EQ(ahead("UTC", "2026-07-15T12:00:00Z"), hours(0));
}

TEST(TimeZones, WhatIsNoneIsRefused) {
  for (const char* wrong : {"Europe/Atlantis", "../../etc/passwd", "", "tzdata.zi"})
    EXPECT_FALSE(open_time_zone(wrong)) << wrong;
}

}  // namespace
}  // namespace workflow
