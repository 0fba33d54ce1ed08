#include "store/sqlite_checkpoint.hpp"

#include <gtest/gtest.h>

namespace store {
namespace {

using Step = CheckpointPlan::Step;

TEST(CheckpointPlan, MovesMostBesideTheWriterAndTheRestByIt) {
  CheckpointPlan plan;
  plan.log_has(3999);
  EXPECT_EQ(plan.next(false), Step::wait);
  plan.log_has(4000);
  EXPECT_EQ(plan.next(false), Step::round);
  plan.round_began();
  plan.log_has(4300);
  plan.round_ended(4000);
  EXPECT_EQ(plan.next(false), Step::rest);
  plan.rest_moved(4300, 4300);
  plan.log_has(30);
  EXPECT_EQ(plan.next(false), Step::wait);
}

// SQLite begins the log anew with the first commit after a round that moved all of it, before we hear of the round.
TEST(CheckpointPlan, ARoundOfTheLogBeforeSaysNothingOfThisOne) {
  CheckpointPlan plan;
  plan.log_has(4000);
  plan.round_began();
  plan.log_has(30);
  plan.round_ended(4000);
  plan.log_has(4000);
  EXPECT_EQ(plan.next(false), Step::round) << "nothing of it is in the file";
}

TEST(CheckpointPlan, InAFloodTheWriterMovesWhatTheRoundsDoNotReach) {
  CheckpointPlan plan;
  int pages = 4000;
  for (int round = 0; round < 3; ++round) {
    plan.log_has(pages);
    ASSERT_EQ(plan.next(false), Step::round);
    plan.round_began();
    EXPECT_FALSE(plan.is_too_long());
    plan.round_ended(pages);
    pages += 1000;
  }
  plan.log_has(pages);
  EXPECT_EQ(plan.next(false), Step::rest);
  plan.log_has(8000);
  EXPECT_TRUE(plan.is_too_long());
}

TEST(CheckpointPlan, WhatAReaderStillNeedsIsNotTriedAgainAtOnce) {
  CheckpointPlan plan;
  plan.log_has(4000);
  plan.rest_moved(4000, 100);
  plan.log_has(4010);
  EXPECT_EQ(plan.next(false), Step::wait);
  EXPECT_EQ(plan.next(true), Step::rest) << "space is short";
}

}  // namespace
}  // namespace store
