#include "domain/automation/playbook.hpp"

#include <gtest/gtest.h>

namespace automation {
namespace {

using std::chrono::minutes;

base::Time at(std::int64_t minute) { return base::Time(minutes(minute)); }

PlaybookRun run_of_four() {
  PlaybookRun run;
  run.began_at = at(0);
  run.steps.resize(4);
  run.steps[0].due_minutes = 10;
  run.steps[1].check = StepCheck::answered;
  run.steps[2].check = StepCheck::assigned;
  run.steps[3].check = StepCheck::labelled;
  run.steps[3].label = "outage";
  return run;
}

TEST(Playbook, ChecksFindWhatIsDone) {
  auto run = run_of_four();
  EXPECT_TRUE(found_done(run, {}).empty());
  EXPECT_EQ(found_done(run, {true, false, {"other"}}), std::vector<std::int64_t>{1});
  run.done = {{1, at(1), std::nullopt}};
  EXPECT_EQ(found_done(run, {true, true, {"outage"}}), (std::vector<std::int64_t>{2, 3})) << "what is done is found once";
  EXPECT_FALSE(all_done(run));
  run.done = {{0, at(1), {}}, {1, at(1), {}}, {2, at(1), {}}, {3, at(1), {}}};
  EXPECT_TRUE(all_done(run));
}

TEST(Playbook, WhatWasDoneLateStaysLate) {
  auto run = run_of_four();
  EXPECT_EQ(due_at(run, 0), at(10));
  EXPECT_EQ(due_at(run, 1), std::nullopt);
  EXPECT_FALSE(is_late(run, 0, at(10)));
  EXPECT_TRUE(is_late(run, 0, at(11)));
  EXPECT_FALSE(is_late(run, 1, at(1000)));
  run.done = {{0, at(9), std::nullopt}};
  EXPECT_FALSE(is_late(run, 0, at(100)));
  run.done = {{0, at(12), std::nullopt}};
  EXPECT_TRUE(is_late(run, 0, at(100)));
  run.done.clear();
  run.ended_at = at(5);
  EXPECT_FALSE(is_late(run, 0, at(100))) << "it was stopped in time";
}

TEST(Playbook, RefusesWhatNobodyCanFollow) {
  Playbook playbook;
  playbook.name = "Help";
  const auto refusal = [&] {
    const auto good = check(playbook);
    return good ? "" : good.error().message;
  };
  EXPECT_EQ(refusal(), "steps: a playbook has at least one");
  playbook.steps.resize(2);
  playbook.steps[0].text = "Read";
  EXPECT_EQ(refusal(), "steps[1].text: say what is to be done");
  playbook.steps[1].text = "Answer";
  EXPECT_EQ(refusal(), "");
  playbook.steps[1].owner = StepOwner::team;
  EXPECT_EQ(refusal(), "steps[1].team_id: say which team");
  playbook.steps[1].team_id = ids::Team{7};
  playbook.steps[1].check = StepCheck::labelled;
  EXPECT_EQ(refusal(), "steps[1].label: say which label");
  playbook.steps[1].label = " Done ";
  playbook.steps[1].due_minutes = 43'201;
  EXPECT_EQ(refusal(), "steps[1].due_minutes: between 1 minute and 30 days");
  playbook.steps[1].due_minutes = 43'200;
  EXPECT_EQ(refusal(), "");
  EXPECT_EQ(tidy(playbook.steps)[1].label, "done");
}

}  // namespace
}  // namespace automation
