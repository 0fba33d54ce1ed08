#include "domain/routing/settings.hpp"

#include <gtest/gtest.h>

namespace routing {
namespace {

Settings of_team(std::int64_t team) {
  Settings out;
  out.team_id = ids::Team{team};
  return out;
}

Settings overflowing(std::int64_t from, std::int64_t to) {
  Settings out = of_team(from);
  out.overflow_team_id = ids::Team{to};
  out.overflow_after_s = 600;
  return out;
}

std::string refused(const base::Result<void>& outcome) { return outcome ? "" : outcome.error().message; }

TEST(RoutingSettings, WhoSetsNothingUpHasItByHand) {
  EXPECT_EQ(Settings{}.strategy, Strategy::manual);
  EXPECT_TRUE(check(of_team(1), {}));
}

TEST(RoutingSettings, RefusesWhatMakesNoSense) {
  auto s = of_team(1);
  s.sticky_s = -1;
  EXPECT_EQ(refused(check(s, {})), "sticky_s: between a minute and 365 days");
  s = of_team(1);
  s.sticky_over_percent = -1;
  EXPECT_EQ(refused(check(s, {})), "sticky_over_percent: between 0 and 100");
  s = overflowing(1, 2);
  s.overflow_after_s = 0;
  EXPECT_EQ(refused(check(s, {})), "overflow_after_s: between 10 seconds and 7 days");
  s.overflow_after_s.reset();
  EXPECT_EQ(check(s, {}).error().field, "overflow_after_s");
  s = of_team(1);
  s.overflow_after_s = 60;
  EXPECT_EQ(check(s, {}).error().field, "overflow_team_id");
  s = of_team(1);
  s.requeue_away_after_s = 7 * 24 * 3600 + 1;
  EXPECT_EQ(check(s, {}).error().field, "requeue_away_after_s");
}

TEST(RoutingSettings, WorkDoesNotOverflowInCircles) {
  EXPECT_EQ(refused(check(overflowing(1, 1), {})), "overflow_team_id: a team's work cannot overflow to the team itself");
  const std::vector<Settings> chain = {overflowing(2, 3), overflowing(3, 4)};
  EXPECT_TRUE(check(overflowing(1, 2), chain));
  EXPECT_NE(refused(check(overflowing(4, 2), chain)).find("circle"), std::string::npos);
  EXPECT_NE(refused(check(overflowing(3, 2), chain)).find("circle"), std::string::npos);
  // One that others are in already is not this one's.
  const std::vector<Settings> broken = {overflowing(2, 3), overflowing(3, 2)};
  EXPECT_TRUE(check(overflowing(1, 2), broken));
}

TEST(RoutingSettings, ProfilesAreTidied) {
  Profile profile;
  profile.languages = {"en", "de", "en"};
  const auto cleaned = clean(profile);
  ASSERT_TRUE(cleaned);
  EXPECT_EQ(cleaned->languages, (std::vector<std::string>{"de", "en"}));
}

TEST(RoutingSettings, RefusesWhatNobodyCanDo) {
  const auto field_of = [](auto change) {
    Profile profile;
    change(profile);
    const auto cleaned = clean(profile);
    return cleaned ? std::string() : cleaned.error().field + "|" + cleaned.error().message;
  };
  EXPECT_EQ(field_of([](Profile& p) { p.capacity = -1; }), "capacity|capacity: between 0 and 1,000");
  EXPECT_EQ(field_of([](Profile& p) { p.seniority = 4; }), "seniority|seniority: between 1 and 3");
  EXPECT_EQ(field_of([](Profile& p) { p.languages = {"german"}; }),
            "languages|languages: \"german\" is no code of a language (ISO 639-1), like de");
  EXPECT_NE(field_of([](Profile& p) { p.languages = {"xx"}; }), "");
  EXPECT_NE(field_of([](Profile& p) { p.languages = {"  "}; }), "");
  EXPECT_EQ(field_of([](Profile& p) { p.languages = {"aa", "de", "zu"}; }), "");
  EXPECT_EQ(field_of([](Profile& p) { p.topics = {"weather"}; }),
            "topics|topics: \"weather\" is no topic that triage knows, like refund");
  EXPECT_EQ(field_of([](Profile& p) { p.products = {" "}; }), "products|products: an entry is empty");
  EXPECT_EQ(field_of([](Profile& p) { p.products.assign(101, "x"); }), "products|products: at most 100");
  EXPECT_EQ(field_of([](Profile& p) { p.channels = {std::string(101, 'x')}; }),
            "channels|channels: an entry is longer than 100 characters");
  EXPECT_EQ(field_of([](Profile& p) { p.capacity = 0; }), "");
}

TEST(RoutingSettings, WeightsAreAboveNothing) {
  EXPECT_TRUE(check(Weights{{"mail", 1}, {"chat", 100}}));
  EXPECT_EQ(refused(check(Weights{{"mail", 0}})), "weights: of mail: between 1 and 100");
}

}  // namespace
}  // namespace routing
