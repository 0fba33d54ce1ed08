#include "domain/sla/policy.hpp"

#include <gtest/gtest.h>

namespace sla {
namespace {

constexpr auto kFirst = ClockKind::first_response;

Policy policy(std::int64_t id, std::int64_t seconds) {
  Policy p;
  p.id = {id};
  p.name = "P" + std::to_string(id);
  p.first_response_s = seconds;
  return p;
}

Facts facts() {
  Facts f;
  f.inbox_id = {7};
  f.channel = "pigeon";
  f.inbox_target_s = 3600;
  return f;
}

TEST(SlaChoice, ASolutionOrACallIsPromisedByAPolicyOrNotAtAll) {
  auto f = facts();
  f.inbox_target_is_own = true;
  auto p = policy(1, 60);
  EXPECT_EQ(choose(std::vector{p}, f, ClockKind::resolution).target_s, 0);
  EXPECT_EQ(choose({}, f, ClockKind::call_back).target_s, 0);
  p.resolution_s = 7200;
  p.call_back_s = 3600;
  EXPECT_EQ(choose(std::vector{p}, f, ClockKind::resolution).target_s, 7200) << "an inbox has a target for answers only";
  EXPECT_EQ(choose(std::vector{p}, f, ClockKind::call_back).target_s, 3600);
  EXPECT_EQ(choose(std::vector{p}, f, kFirst).target_s, 3600);
}

TEST(SlaPolicy, MayPromiseASolutionAlone) {
  auto p = policy(1, 60);
  p.first_response_s.reset();
  EXPECT_EQ(check(p).error().field, "first_response_s");
  p.resolution_s = 7200;
  EXPECT_TRUE(check(p));
  p.resolution_s = 5;
  EXPECT_EQ(check(p).error().field, "resolution_s");
  p.resolution_s.reset();
  p.call_back_s = 40LL * 86'400;
  EXPECT_EQ(check(p).error().field, "call_back_s");
}

TEST(SlaChoice, WithoutPoliciesTheInboxSays) {
  auto f = facts();
  EXPECT_EQ(choose({}, f, kFirst).target_s, 3600);
  EXPECT_EQ(choose({}, f, kFirst).counted, Counted::always);
  f.inbox_working_time = true;
  const auto choice = choose({}, f, kFirst);
  EXPECT_EQ(choice.counted, Counted::team);
  EXPECT_EQ(choice.policy_id, std::nullopt);
  EXPECT_NE(choice.why.find("channel's default"), std::string::npos);
}

TEST(SlaChoice, TheMostSpecificHolds) {
  std::vector<Policy> all{policy(1, 100), policy(2, 200), policy(3, 300), policy(4, 400), policy(5, 500), policy(6, 600)};
  all[1].channel = "pigeon";
  all[2].team_id = ids::Team{3};
  all[3].inbox_id = ids::Inbox{7};
  all[4].priority_at_least = 70;
  all[5].segment = contact::Value::valued;
  auto f = facts();
  EXPECT_EQ(choose(all, f, kFirst).target_s, 400) << "of those that hold, which are the first two and the inbox's";
}

TEST(SlaChoice, EachConditionOutweighsTheOnesBelow) {
  std::vector<Policy> all{policy(6, 600), policy(5, 500), policy(4, 400), policy(3, 300), policy(2, 200), policy(1, 100)};
  all[0].segment = contact::Value::valued;
  all[1].priority_at_least = 70;
  all[2].inbox_id = ids::Inbox{7};
  all[3].team_id = ids::Team{3};
  all[4].channel = "pigeon";
  auto f = facts();
  f.team_id = ids::Team{3};
  f.priority = 80;
  f.segment = contact::Value::key;
  for (const std::int64_t expected : {600, 500, 400, 300, 200, 100}) {
    EXPECT_EQ(choose(all, f, kFirst).target_s, expected);
    all.erase(all.begin());
  }
  EXPECT_EQ(choose(all, f, kFirst).target_s, 3600);
}

TEST(SlaChoice, AnInboxWithATargetOfItsOwnIsAsGoodAsAPolicyOfIt) {
  std::vector<Policy> all{policy(1, 100)};
  all[0].channel = "pigeon";
  auto f = facts();
  f.inbox_target_is_own = true;
  EXPECT_EQ(choose(all, f, kFirst).target_s, 3600);
  EXPECT_NE(choose(all, f, kFirst).why.find("of its own"), std::string::npos);
  all[0].inbox_id = f.inbox_id;
  EXPECT_EQ(choose(all, f, kFirst).target_s, 100) << "somebody wrote a policy for just this inbox";
  all[0].inbox_id.reset();
  all[0].segment = contact::Value::key;
  f.segment = contact::Value::key;
  EXPECT_EQ(choose(all, f, kFirst).target_s, 100) << "key customers are key customers everywhere";
}

TEST(SlaChoice, WhatAPolicyLeavesOutTheNextOneSays) {
  std::vector<Policy> all{policy(1, 100), policy(2, 200)};
  all[0].next_response_s = 111;
  all[1].channel = "pigeon";
  EXPECT_EQ(choose(all, facts(), kFirst).target_s, 200);
  EXPECT_EQ(choose(all, facts(), ClockKind::next_response).target_s, 111);
}

TEST(SlaChoice, SaysWhyInASentence) {
  std::vector<Policy> all{policy(1, 100)};
  all[0].name = "VIP";
  all[0].segment = contact::Value::valued;
  all[0].channel = "pigeon";
  auto f = facts();
  f.segment = contact::Value::key;
  EXPECT_EQ(choose(all, f, kFirst).why,
            "The policy \"VIP\" is the most specific: its customer is worth valued or more to us, it came on this channel.");
}

TEST(SlaPolicy, RefusesWhatNobodyCanKeepByItsField) {
  const auto field_of = [](const Policy& p) {
    const auto good = check(p);
    return good ? std::string("fine") : good.error().field;
  };
  EXPECT_EQ(field_of(policy(1, 300)), "fine");
  auto p = policy(1, 300);
  p.first_response_s.reset();
  EXPECT_EQ(field_of(p), "first_response_s") << "a policy without a target";
  p.next_response_s = 1;
  EXPECT_EQ(field_of(p), "next_response_s");
  p.next_response_s = 300;
  EXPECT_EQ(field_of(p), "fine");
  p.name = "  ";
  EXPECT_EQ(field_of(p), "name");
  p = policy(1, 300);
  p.counted = Counted::calendar;
  EXPECT_EQ(field_of(p), "hours_id");
  p.counted = Counted::always;
  p.hours_id = ids::BusinessHours{4};
  EXPECT_EQ(field_of(p), "hours_id");
  p.hours_id.reset();
  p.warn_percent = 0;
  EXPECT_EQ(field_of(p), "warn_percent");
  p.warn_percent = 75;
  p.escalate_s = {600, 600};
  EXPECT_EQ(field_of(p), "escalate_s");
  p.escalate_s = {600, 1200};
  p.priority_at_least = 101;
  EXPECT_EQ(field_of(p), "priority_at_least");
  p.priority_at_least.reset();
  p.segment = contact::Value::none;
  EXPECT_EQ(field_of(p), "segment");
}

}  // namespace
}  // namespace sla
