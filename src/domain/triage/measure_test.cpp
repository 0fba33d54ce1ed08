#include "domain/triage/measure.hpp"

#include <gtest/gtest.h>

namespace triage {
namespace {

const std::vector<std::string> kLabels = {"a", "b", "c"};

std::vector<Judged> judged(const std::vector<std::pair<Label, Label>>& pairs) {
  std::vector<Judged> out;
  for (const auto& [gold, said] : pairs) out.push_back({{gold}, {said}, 0.5F, 0});
  return out;
}

// Worked out by hand: a: 2 of 3 found, 2 said; b: 1 of 1, 2 said; c: 1 of 1, 1 said.
const auto kPosts = judged({{0, 0}, {0, 0}, {0, 1}, {1, 1}, {2, 2}});

TEST(TriageMeasure, EachTaskByItsOwn) {
  EXPECT_NEAR(score({"x", Measure::accuracy}, kLabels, kPosts), 0.8, 1e-9);
  EXPECT_NEAR(score({"x", Measure::average_recall}, kLabels, kPosts), (2.0 / 3 + 1 + 1) / 3, 1e-9);
  EXPECT_NEAR(score({"x", Measure::macro_f1}, kLabels, kPosts), (0.8 + 2.0 / 3 + 1) / 3, 1e-9);
  EXPECT_NEAR(score({"x", Measure::positive_f1, false, "b"}, kLabels, kPosts), 2.0 / 3, 1e-9);
}

TEST(TriageMeasure, LabelByLabel) {
  const auto labels = by_label(kLabels, kPosts);
  ASSERT_EQ(labels.size(), 3U);
  EXPECT_NEAR(labels[0].precision, 1, 1e-9);
  EXPECT_NEAR(labels[0].recall, 2.0 / 3, 1e-9);
  EXPECT_NEAR(labels[1].precision, 0.5, 1e-9);
  EXPECT_EQ(labels[0].posts, 3U);
}

TEST(TriageMeasure, WhatIsOutOfScopeIsCountedApart) {
  const Task task = {"x", Measure::in_scope_accuracy, false, {}, "c"};
  const auto posts = judged({{0, 0}, {0, 2}, {2, 2}, {2, 0}, {2, 2}});
  EXPECT_NEAR(score(task, kLabels, posts), 0.5, 1e-9);
  EXPECT_NEAR(reject_recall(task, kLabels, posts), 2.0 / 3, 1e-9);
}

TEST(TriageMeasure, GroupsCountAlikeHoweverManyPostsTheyHave) {
  auto posts = judged({{0, 0}, {1, 1}, {0, 0}, {0, 1}});
  posts[3].group = 1;
  // Group 0 is right throughout; in group 1 both labels it touches are at nothing.
  EXPECT_NEAR(score({"x", Measure::macro_f1_by_group}, kLabels, posts), 0.5, 1e-9);
}

TEST(TriageMeasure, SeveralLabelsAPost) {
  const std::vector<Judged> posts = {{{0, 1}, {0}, 0.5F, 0}, {{1}, {1, 2}, 0.5F, 0}};
  // a: 1; b: 2 gold, 1 said, 1 hit; c: said for nothing.
  EXPECT_NEAR(score({"x", Measure::macro_f1, true}, kLabels, posts), (1 + 2.0 / 3 + 0) / 3, 1e-9);
}

TEST(TriageMeasure, TheBootstrapHoldsTheScoreAndRepeats) {
  std::vector<Judged> posts;
  for (int i = 0; i < 200; ++i) posts.push_back({{0}, {static_cast<Label>(i % 4 == 0 ? 1 : 0)}, 0.5F, 0});
  const Task task = {"x", Measure::accuracy};
  const auto one = bootstrap(task, kLabels, posts, 500, 3);
  EXPECT_LT(one.low, 0.75);
  EXPECT_GT(one.high, 0.75);
  EXPECT_NEAR(one.high - one.low, 4 * 0.0306, 0.02);  // Two standard errors to either side.
  EXPECT_EQ(bootstrap(task, kLabels, posts, 500, 3).low, one.low);
}

TEST(TriageMeasure, CalibrationIsTheDistanceOfWhatIsSaidFromWhatIs) {
  std::vector<Judged> posts;
  for (int i = 0; i < 100; ++i) posts.push_back({{0}, {static_cast<Label>(i < 70 ? 0 : 1)}, 0.9F, 0});
  EXPECT_NEAR(calibration_error(posts), 0.2, 1e-6);
  EXPECT_EQ(calibration_error({}), 0);
}

}  // namespace
}  // namespace triage
