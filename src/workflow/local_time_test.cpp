#include "workflow/local_time.hpp"

#include <gtest/gtest.h>

#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

TEST(LocalTime, KnowsSummerAndWinter) {
  EXPECT_EQ(offset_at("Europe/Lisbon", test_time("2026-01-15T12:00:00Z")), hours(0));
  EXPECT_EQ(offset_at("Europe/Lisbon", test_time("2026-07-15T12:00:00Z")), hours(1));
  EXPECT_EQ(offset_at("America/Los_Angeles", test_time("2040-07-15T12:00:00Z")), hours(-7));
  EXPECT_EQ(offset_at("Asia/Kathmandu", test_time("2026-07-15T12:00:00Z")), minutes(345));
  EXPECT_EQ(offset_at("UTC", test_time("2026-07-15T12:00:00Z")), hours(0));
}

TEST(LocalTime, WhatIsNoZoneIsGreenwich) {
  EXPECT_EQ(offset_at("Europe/Atlantis", test_time("2026-07-15T12:00:00Z")), hours(0));
  EXPECT_EQ(offset_at("../../etc/passwd", test_time("2026-07-15T12:00:00Z")), hours(0));
  EXPECT_EQ(offset_at("", test_time("2026-07-15T12:00:00Z")), hours(0));
}

}  // namespace
}  // namespace workflow
