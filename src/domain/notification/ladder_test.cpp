#include "domain/notification/ladder.hpp"

#include <gtest/gtest.h>

namespace notification {
namespace {

using namespace std::chrono_literals;
using rights::Role;

// Wednesday, 4 March 2026.
base::Time at(std::chrono::minutes after_midnight) {
  return base::Time(std::chrono::sys_days(std::chrono::year(2026) / 3 / 4).time_since_epoch() + after_midnight);
}

rights::User user(std::int64_t id, Role role) {
  rights::User out;
  out.id = ids::User{id};
  out.role = role;
  return out;
}

constexpr ids::User kAna{1}, kLea{2}, kLou{3}, kMax{4}, kPat{5};

class Ladder : public ::testing::Test {
 protected:
  Ladder() {
    staff.users = {user(1, Role::agent), user(2, Role::lead), user(3, Role::lead), user(4, Role::admin),
                   user(5, Role::partner)};
    staff.team = {kAna, kLea};
    staff.assignee = kAna;
  }
  Told told(std::int64_t rung, base::Time now = at(12h)) { return whom(staff, rung, now); }
  Staff staff;
};

TEST_F(Ladder, EachRungHasItsPeople) {
  EXPECT_EQ(told(kAssignee).users, std::vector{kAna});
  EXPECT_EQ(told(kLead).users, std::vector{kLea}) << "Lou leads another team";
  EXPECT_EQ(told(kManager).users, std::vector{kMax});
}

TEST_F(Ladder, ARungWithoutAnybodyIsClimbedOver) {
  staff.assignee.reset();
  EXPECT_EQ(told(kAssignee).rung, kLead);
  EXPECT_EQ(told(kAssignee).users, std::vector{kLea});
  std::erase_if(staff.users, [](const auto& one) { return one.role == Role::lead; });
  EXPECT_EQ(told(kAssignee).rung, kManager);
  staff.users.clear();
  EXPECT_TRUE(told(kAssignee).users.empty());
}

TEST_F(Ladder, ATeamWithoutALeadHasAllOfThem) {
  staff.team = {kAna};
  EXPECT_EQ(told(kLead).users, (std::vector{kLea, kLou}));
}

TEST_F(Ladder, WhoIsSuspendedOrInvitedIsNotTold) {
  staff.users[0].state = rights::UserState::suspended;
  staff.users[1].state = rights::UserState::invited;
  EXPECT_EQ(told(kAssignee).users, std::vector{kLou});
}

TEST_F(Ladder, QuietHoursAreOverMidnightToo) {
  staff.quiet = {{kAna, 22 * 60, 7 * 60}};
  EXPECT_EQ(told(kAssignee, at(21h + 59min)).users, std::vector{kAna});
  EXPECT_EQ(told(kAssignee, at(22h)).users, std::vector{kLea});
  EXPECT_EQ(told(kAssignee, at(6h + 59min)).users, std::vector{kLea});
  EXPECT_EQ(told(kAssignee, at(7h)).users, std::vector{kAna});
}

TEST_F(Ladder, QuietHoursAreOnTheClockOfTheOrganization) {
  staff.quiet = {{kAna, 22 * 60, 7 * 60}};
  staff.zone = sla::Zone::fixed(std::chrono::hours(9));
  EXPECT_EQ(told(kAssignee, at(13h)).users, std::vector{kLea}) << "22:00 there";
  EXPECT_EQ(told(kAssignee, at(23h)).users, std::vector{kAna}) << "08:00 there";
}

TEST_F(Ladder, SomebodyIsToldThoughAllHaveQuietHours) {
  staff.quiet = {{kAna, 0, 0}, {kLea, 0, 0}, {kMax, 0, 0}};
  EXPECT_EQ(told(kAssignee).rung, kAssignee);
  EXPECT_EQ(told(kAssignee).users, std::vector{kAna});
}

TEST_F(Ladder, WhoIsOnCallStandsForTheLead) {
  staff.shifts = {{3, 8 * 60, 18 * 60, kLou}, {3, 20 * 60, 4 * 60, kAna}};
  EXPECT_EQ(told(kLead, at(12h)).users, std::vector{kLou});
  EXPECT_EQ(told(kLead, at(19h)).users, std::vector{kLea}) << "nobody is on call then";
  EXPECT_EQ(told(kLead, at(23h)).users, std::vector{kAna});
  EXPECT_EQ(told(kLead, at(24h + 3h)).users, std::vector{kAna}) << "the shift of Wednesday goes on";
  EXPECT_EQ(told(kLead, at(3h)).users, std::vector{kLea}) << "no shift began on Tuesday";
}

TEST_F(Ladder, APartnerIsCalledForTheirOwnTeamAlone) {
  staff.shifts = {{3, 0, 0, kPat}};
  EXPECT_EQ(told(kLead).users, std::vector{kLea}) << "nobody that may see it is on call";
  staff.team.push_back(kPat);
  EXPECT_EQ(told(kLead).users, std::vector{kPat});
}

TEST(Shifts, WhatNoDayHasIsRefused) {
  EXPECT_TRUE(check(QuietHours{kAna, 0, 1439}));
  EXPECT_EQ(check(QuietHours{kAna, 0, 1440}).error().field, "until_minute");
  EXPECT_EQ(check(QuietHours{kAna, -1, 0}).error().field, "from_minute");
  EXPECT_TRUE(check(std::vector<Shift>{{0, 0, 600, kAna}, {0, 0, 600, kLea}}));
  EXPECT_EQ(check(std::vector<Shift>{{7, 0, 600, kAna}}).error().field, "shifts[0].weekday");
  EXPECT_EQ(check(std::vector<Shift>{{0, 0, 600, kAna}, {0, 1, 1500, kAna}}).error().field, "shifts[1].until_minute");
  EXPECT_EQ(check(std::vector<Shift>{{0, 0, 600, kAna}, {0, 0, 700, kAna}}).error().field, "shifts[0].from_minute");
  EXPECT_EQ(check(std::vector<Shift>(501)).error().field, "shifts");
}

}  // namespace
}  // namespace notification
