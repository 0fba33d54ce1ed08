#include "domain/contact/strike_level.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace contact {
namespace {

using std::chrono::days;
using std::chrono::hours;

const base::Time kNow = base::Time{} + days(20'000);

StrikeRecord strike(base::Time at, bool undone = false) {
  StrikeRecord out;
  out.at = at;
  if (undone) out.undone_at = kNow;
  return out;
}

TEST(StrikeLevel, OneWeighsHalfAfterEachHalfLife) {
  EXPECT_DOUBLE_EQ(weight_at(kNow, kNow, 90), 1);
  EXPECT_DOUBLE_EQ(weight_at(kNow - days(90), kNow, 90), 0.5);
  EXPECT_DOUBLE_EQ(weight_at(kNow - days(180), kNow, 90), 0.25);
  EXPECT_DOUBLE_EQ(weight_at(kNow - days(3), kNow, 1), 0.125);
  EXPECT_DOUBLE_EQ(weight_at(kNow + hours(1), kNow, 90), 1) << "clocks of two machines differ";
}

TEST(StrikeLevel, IsTheSumRoundedWithAHalfUpwards) {
  const auto level = [](std::initializer_list<int> ages) {
    std::vector<base::Time> times;
    for (const int age : ages) times.push_back(kNow - days(age));
    return level_at(times, kNow, 90);
  };
  EXPECT_EQ(level({}), 0);
  EXPECT_EQ(level({0}), 1);
  EXPECT_EQ(level({90}), 1);
  EXPECT_EQ(level({91}), 0);
  EXPECT_EQ(level({0, 90}), 2);
  EXPECT_EQ(level({0, 91}), 1);
  EXPECT_EQ(level({0, 1, 2}), 3);
  EXPECT_EQ(level({180, 180}), 1);
  EXPECT_EQ(level({3650, 3650}), 0);
}

TEST(StrikeLevel, WhatWasTakenBackDoesNotCount) {
  const std::vector<StrikeRecord> all{strike(kNow), strike(kNow, true), strike(kNow)};
  EXPECT_EQ(level_of(all, kNow, 90), 2);
}

TEST(StrikeLevel, TheSecondEscalatesAndTheThirdGoesToANamedPerson) {
  StrikeSettings settings;
  settings.third_user_id = ids::User{7};
  using C = Consequence;
  EXPECT_TRUE(what_follows(settings, 0, 1, kNow, kNow).empty());
  EXPECT_EQ(what_follows(settings, 1, 2, kNow, kNow), (std::vector{C::leads_told, C::priority_raised, C::seniors_wanted}));
  EXPECT_EQ(what_follows(settings, 2, 3, kNow, kNow), (std::vector{C::person_told, C::person_assigned}));
  EXPECT_TRUE(what_follows(settings, 3, 4, kNow, kNow).empty());
  EXPECT_TRUE(what_follows(settings, 2, 2, kNow, kNow).empty()) << "not twice for the same level";
  settings.third_assigns = false;
  EXPECT_EQ(what_follows(settings, 1, 3, kNow, kNow),
            (std::vector{C::leads_told, C::priority_raised, C::seniors_wanted, C::person_told}))
      << "of a join, two at once";
}

TEST(StrikeLevel, EachConsequenceCanBeOff) {
  StrikeSettings settings;
  settings.second_tells_leads = false;
  settings.second_priority.reset();
  settings.second_seniority.reset();
  EXPECT_TRUE(what_follows(settings, 1, 3, kNow, kNow).empty());
  settings.second_playbook_id = ids::Playbook{3};
  EXPECT_EQ(what_follows(settings, 1, 2, kNow, kNow), std::vector{Consequence::playbook_begun});
}

TEST(StrikeLevel, NobodyIsWokenForAnArchive) {
  const StrikeSettings settings;
  EXPECT_FALSE(what_follows(settings, 1, 2, kNow - hours(24), kNow).empty());
  EXPECT_TRUE(what_follows(settings, 1, 2, kNow - hours(25), kNow).empty());
}

TEST(StrikeLevel, FromTheSecondOnSeniorsAreWanted) {
  StrikeSettings settings;
  EXPECT_EQ(seniority_for(settings, 1), 1);
  EXPECT_EQ(seniority_for(settings, 2), 2);
  settings.second_seniority = 3;
  EXPECT_EQ(seniority_for(settings, 5), 3);
  settings.second_seniority.reset();
  EXPECT_EQ(seniority_for(settings, 5), 1);
}

TEST(StrikeLevel, SettingsAreRefusedByTheirField) {
  const auto field = [](auto change) {
    StrikeSettings settings;
    change(settings);
    const auto good = check(settings);
    return good ? std::string("none") : good.error().field;
  };
  EXPECT_EQ(field([](auto&) {}), "none");
  EXPECT_EQ(field([](auto& s) { s.half_life_days = 0; }), "half_life_days");
  EXPECT_EQ(field([](auto& s) { s.half_life_days = 3651; }), "half_life_days");
  EXPECT_EQ(field([](auto& s) { s.second_priority = 101; }), "second_priority");
  EXPECT_EQ(field([](auto& s) { s.second_priority = 0; }), "second_priority");
  EXPECT_EQ(field([](auto& s) { s.second_seniority = 1; }), "second_seniority");
  EXPECT_EQ(field([](auto& s) { s.second_seniority = 4; }), "second_seniority");
  StrikeSettings settings;
  settings.half_life_days = 0;
  EXPECT_EQ(check(settings).error().message, "half_life_days: expected a whole number from 1 to 3650");
}

}  // namespace
}  // namespace contact
