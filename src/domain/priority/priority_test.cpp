#include "domain/priority/priority.hpp"

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <random>

#include "domain/triage/verdict.hpp"

namespace priority {
namespace {

using std::chrono::minutes;

std::vector<Code> codes_of(const Priority& priority) {
  std::vector<Code> codes;
  for (const auto& reason : priority.reasons) codes.push_back(reason.code);
  return codes;
}

class RandomFacts {
 public:
  explicit RandomFacts(std::uint64_t seed) : random_(seed) {}

  double share() { return std::uniform_real_distribution<double>(0, 1)(random_); }
  std::int64_t below(std::int64_t end) { return std::uniform_int_distribution<std::int64_t>(0, end - 1)(random_); }

  Facts facts() {
    Facts f;
    f.urgency = static_cast<int>(below(3));
    f.negativity = share();
    for (std::int64_t i = below(4); i > 0; --i) f.intents.push_back({name(), share()});
    f.spam = below(8) == 0;
    f.clock_used = 10 * share() * share();
    f.unanswered = below(7);
    f.is_public = below(2) == 0;
    f.followers = below(2) == 0 ? below(100) : below(3'000'000);
    f.spread = below(2) == 0 ? 0 : below(5000);
    f.strikes = below(6);
    f.value = static_cast<contact::Value>(below(4));
    f.target_seconds = 60 + below(200'000);
    return f;
  }

  Weights weights() {
    Weights w = default_weights();
    if (below(2) == 0) return w;
    w.urgent = 100 * share();
    w.urgent_now = 100 * share();
    for (auto& [intent, weight] : w.intents) weight = 100 * share();
    w.negative = 100 * share();
    w.clock = 100 * share();
    w.late = 100 * share();
    w.unanswered = 100 * share();
    w.reach = 100 * share();
    w.strikes = 100 * share();
    w.value = 100 * share();
    w.live = 100 * share();
    w.spam_at_most = 100 * share();
    return w;
  }

  std::string name() {
    const auto names = triage::intent_names();
    return names[static_cast<std::size_t>(below(static_cast<std::int64_t>(names.size())))];
  }

 private:
  std::mt19937_64 random_;
};

// Ways to make facts press more, one at a time.
using Raise = std::function<void(Facts&, RandomFacts&)>;
const std::array<Raise, 13>& raises() {
  static const std::array<Raise, 13> kRaises = {
      [](Facts& f, RandomFacts& r) { f.urgency = std::min(2, f.urgency + 1 + static_cast<int>(r.below(2))); },
      [](Facts& f, RandomFacts& r) { f.negativity += (1 - f.negativity) * r.share(); },
      [](Facts& f, RandomFacts& r) { f.intents.push_back({r.name(), r.share()}); },
      [](Facts& f, RandomFacts& r) {
        for (auto& intent : f.intents) intent.confidence += (1 - intent.confidence) * r.share();
      },
      [](Facts& f, RandomFacts&) { f.spam = false; },
      [](Facts& f, RandomFacts& r) { f.clock_used += 5 * r.share(); },
      [](Facts& f, RandomFacts& r) { f.unanswered += r.below(4); },
      [](Facts& f, RandomFacts&) { f.is_public = true; },
      [](Facts& f, RandomFacts& r) { f.followers += r.below(1'000'000); },
      [](Facts& f, RandomFacts& r) { f.spread += r.below(1000); },
      [](Facts& f, RandomFacts& r) { f.strikes += r.below(3); },
      [](Facts& f, RandomFacts& r) {
        const auto now = static_cast<std::int64_t>(f.value);
        f.value = static_cast<contact::Value>(now + r.below(4 - now));
      },
      [](Facts& f, RandomFacts& r) { f.target_seconds = 1 + r.below(f.target_seconds); },
  };
  return kRaises;
}

TEST(Priority, MoreOfAnythingNeverLowersIt) {
  RandomFacts random(20261122);
  for (std::size_t which = 0; which < raises().size(); ++which) {
    Weights weights = default_weights();
    for (int pair = 0; pair < 100'000; ++pair) {
      const Facts before = random.facts();
      if (pair % 100 == 99) weights = random.weights();  // Half of these are other weights.
      Facts after = before;
      raises().at(which)(after, random);
      const auto low = assess(before, weights).score;
      const auto high = assess(after, weights).score;
      ASSERT_LE(low, high) << "raise " << which << ", pair " << pair;
      ASSERT_GE(low, 0);
      ASSERT_LE(high, 100);
    }
  }
}

TEST(Priority, AHeavierWeightNeverLowersIt) {
  RandomFacts random(7);
  for (int pair = 0; pair < 100'000; ++pair) {
    const Facts facts = random.facts();
    const Weights light = random.weights();
    Weights heavy = light;
    const std::array<double*, 11> members = {&heavy.urgent, &heavy.urgent_now, &heavy.negative,    &heavy.clock,
                                             &heavy.late,   &heavy.unanswered, &heavy.reach,       &heavy.strikes,
                                             &heavy.value,  &heavy.live,       &heavy.spam_at_most};
    double& one = *members.at(static_cast<std::size_t>(random.below(11)));
    one += (100 - one) * random.share();
    ASSERT_LE(assess(facts, light).score, assess(facts, heavy).score) << pair;
  }
}

TEST(Priority, NothingIsNothing) {
  const auto none = assess({}, default_weights());
  EXPECT_EQ(none.score, 0);
  EXPECT_TRUE(none.reasons.empty());
}

TEST(Priority, SaysWhy) {
  Facts facts;
  facts.urgency = 2;
  facts.intents = {{"cancellation", 0.9}, {"question", 1}};
  facts.unanswered = 3;
  facts.unanswered_seconds = 7200;
  facts.is_public = true;
  facts.followers = 48'000;
  const auto said = assess(facts, default_weights());
  EXPECT_EQ(codes_of(said), (std::vector{Code::urgent_now, Code::intent, Code::reach, Code::unanswered}));
  EXPECT_EQ(said.reasons.at(1).subject, "cancellation");
  EXPECT_EQ(said.reasons.at(2).number, 48'000);
  EXPECT_EQ(said.reasons.at(3).number, 3);
  EXPECT_EQ(said.reasons.at(3).seconds, 7200);
}

TEST(Priority, AKeyCustomerIsNamedAsOne) {
  Facts facts;
  facts.intents = {{"question", 1}};
  const auto stranger = assess(facts, default_weights());
  std::int64_t before = stranger.score;
  for (const auto value : {contact::Value::customer, contact::Value::valued, contact::Value::key}) {
    facts.value = value;
    const auto said = assess(facts, default_weights());
    EXPECT_GT(said.score, before);
    before = said.score;
  }
  const auto said = assess(facts, default_weights());
  ASSERT_EQ(codes_of(said), (std::vector{Code::value, Code::intent}));
  EXPECT_EQ(said.reasons.at(0).subject, "key");
}

TEST(Priority, SafetyComesBeforeAnythingThatIsOnlyLate) {
  Facts safety;
  safety.urgency = 2;
  safety.intents = {{"safety", 1}};
  Facts late;
  late.clock_used = 9;
  late.negativity = 1;
  late.unanswered = 9;
  late.intents = {{"complaint", 1}};
  EXPECT_GT(assess(safety, default_weights()).score, assess(late, default_weights()).score);
}

TEST(Priority, SpamIsLastWhateverItShouts) {
  Facts facts;
  facts.urgency = 2;
  facts.is_public = true;
  facts.followers = 1'000'000;
  facts.spam = true;
  const auto said = assess(facts, default_weights());
  EXPECT_EQ(said.score, 5);
  EXPECT_EQ(codes_of(said), (std::vector{Code::spam}));
}

TEST(Priority, MovesUpWithItsClockStepByStep) {
  sla::Clock clock;
  clock.started_at = base::Time{minutes(100)};
  clock.due_at = base::Time{minutes(160)};
  const auto at = [&](int minute) { return base::Time{minutes(minute)}; };
  EXPECT_DOUBLE_EQ(used_share(clock, at(90)), 0);
  EXPECT_DOUBLE_EQ(used_share(clock, at(130)), 0.5);
  EXPECT_EQ(next_look(clock, at(100)), at(130));
  EXPECT_EQ(next_look(clock, at(130)), at(145));
  EXPECT_EQ(next_look(clock, at(155)), at(160));
  EXPECT_EQ(next_look(clock, at(160)), at(220));
  EXPECT_EQ(next_look(clock, at(100 + 8 * 60)), std::nullopt);

  Facts facts;
  std::vector<std::int64_t> scores;
  for (const int minute : {100, 129, 130, 145, 154, 160, 220, 340, 580}) {
    facts.clock_used = used_share(clock, at(minute));
    scores.push_back(assess(facts, default_weights()).score);
  }
  EXPECT_EQ(scores, (std::vector<std::int64_t>{0, 0, 5, 10, 15, 23, 26, 29, 32}));
}

TEST(Priority, RefusesWeightsByName) {
  EXPECT_TRUE(check(default_weights()));
  Weights weights = default_weights();
  weights.reach = -1;
  EXPECT_EQ(check(weights).error().field, "reach");
  weights = default_weights();
  weights.intents["refund"] = 101;
  EXPECT_EQ(check(weights).error().field, "intents.refund");
}

TEST(Priority, WhatARuleSaysIsAmongTheReasons) {
  Priority priority;
  priority.score = 20;
  priority.reasons = {
      {Code::late, 30, "", 0, 0}, {Code::urgent, 12, "", 0, 0}, {Code::reach, 5, "", 0, 0}, {Code::live, 2, "", 0, 0}};
  auto raised = priority;
  raise(raised, 45, "Second look");
  EXPECT_EQ(raised.score, 45);
  ASSERT_EQ(raised.reasons.size(), kMostReasons);
  EXPECT_EQ(raised.reasons[0].code, Code::late);
  EXPECT_EQ(raised.reasons[1].code, Code::rule);
  EXPECT_EQ(raised.reasons[1].subject, "Second look");
  EXPECT_EQ(raised.reasons[1].points, 25);
  EXPECT_EQ(raised.reasons[1].number, 45);
  raised = priority;
  raise(raised, 70, "");
  EXPECT_EQ(raised.reasons.front().code, Code::escalated);
  raised = priority;
  raise(raised, 20, "Second look");
  EXPECT_EQ(raised.reasons.size(), 4U);
  EXPECT_EQ(raised.reasons.back().code, Code::live) << "it is so high by itself";
}

}  // namespace
}  // namespace priority
