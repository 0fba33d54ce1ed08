// Rules on both engines: what scenarios cannot say of them.

#include "workflow/run_rules.hpp"

#include <gtest/gtest.h>

#include "store/playbook_store.hpp"
#include "workflow/manage_macros.hpp"
#include "workflow/manage_playbooks.hpp"
#include "workflow/manage_rules.hpp"
#include "workflow/run_playbook.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using automation::ActionKind;
using automation::Rule;

class RunRulesTest : public OfficeTest {
 protected:
  static Rule labelling(const std::string& name, const std::string& label) {
    Rule rule;
    rule.name = name;
    rule.enabled = true;
    rule.actions = {{ActionKind::add_label}};
    rule.actions[0].label = label;
    return rule;
  }
  base::Result<Rule> save(const Rule& wanted, std::optional<ids::Rule> id = {}) {
    return office().transact([&, who = office().as(office().ana)](store::Transaction& t) {
      return save_rule(t, who, id, wanted, office().channels);
    });
  }
  std::optional<store::RulePosition> position() {
    return office()
        .read([&](store::Reading& reading) -> base::Result<std::optional<store::RulePosition>> {
          for (const auto& one : store::list_rule_positions(reading))
            if (one.organization_id == office().organization) return std::optional(one);
          return std::optional<store::RulePosition>();
        })
        .value();
  }
  EventsToAnswer look() {
    return office()
        .read([&](store::Reading& reading) -> base::Result<EventsToAnswer> {
          return look_at_events(reading, office().organization, position()->seq, 100);
        })
        .value();
  }
  bool answer(std::int64_t from, std::int64_t seq) {
    return office()
        .transact(
            [&](store::Transaction& t) -> base::Result<bool> { return answer_event(t, office().organization, from, seq); })
        .value();
  }
  std::vector<store::RuleRun> runs(ids::Rule rule) {
    return office()
        .read([&](store::Reading& reading) -> base::Result<std::vector<store::RuleRun>> {
          return store::page_rule_runs(reading, office().organization, rule, INT64_MAX, 100);
        })
        .value();
  }
  std::vector<ListedRule> listed() {
    return office()
        .read([&](store::Reading& reading) -> base::Result<std::vector<ListedRule>> {
          return workflow::list_rules(reading, office().organization);
        })
        .value();
  }
};

TEST_P(RunRulesTest, KeepsWhatWasSaved) {
  auto wanted = labelling("Night", "night");
  wanted.trigger = automation::Trigger::clock_warned;
  wanted.conditions = {{automation::ConditionField::hour, automation::Comparison::at_least, {"22"}},
                       {automation::ConditionField::team, automation::Comparison::is, {"none"}}};
  wanted.max_per_hour = 7;
  wanted.once_per_conversation = true;
  const auto before = office().last_seq();
  const auto saved = save(wanted);
  ASSERT_TRUE(saved) << saved.error().message;
  EXPECT_EQ(office().event_types(before), std::vector<std::string>{"rules.changed"});
  const auto all = listed();
  ASSERT_EQ(all.size(), 1U);
  const auto& rule = all[0].rule;
  EXPECT_EQ(rule.trigger, wanted.trigger);
  EXPECT_EQ(rule.conditions.size(), 2U);
  EXPECT_EQ(rule.conditions[0].values, std::vector<std::string>{"22"});
  EXPECT_EQ(rule.actions[0].label, "night");
  EXPECT_EQ(rule.max_per_hour, 7);
  EXPECT_TRUE(rule.once_per_conversation);
  EXPECT_EQ(rule.from_seq, before);
  const auto twice = save(wanted);
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().kind, base::FailureKind::conflict);
}

TEST_P(RunRulesTest, NothingIsFollowedWithoutARule) {
  EXPECT_FALSE(position());
  auto off = labelling("A", "a");
  off.enabled = false;
  const auto rule = save(off).value();
  EXPECT_FALSE(position());
  off.enabled = true;
  save(off, rule.id).value();
  EXPECT_TRUE(position());
  const auto removed = office().transact(
      [&, who = office().as(office().ana)](store::Transaction& t) { return remove_rule(t, who, rule.id); });
  EXPECT_TRUE(removed);
  EXPECT_FALSE(position());
}

TEST_P(RunRulesTest, OfTwoServersOneAnswers) {
  const auto rule = save(labelling("A", "a")).value();
  const auto id = office().hears(office().chat, "ann", "Hello");
  const auto from = position()->seq;
  const auto there = look();
  ASSERT_EQ(there.seqs.size(), 1U);
  EXPECT_TRUE(answer(from, there.seqs[0]));
  EXPECT_FALSE(answer(from, there.seqs[0]));
  const auto did = runs(rule.id);
  ASSERT_EQ(did.size(), 1U);
  EXPECT_EQ(did[0].conversation_id, id);
  EXPECT_EQ(did[0].event_seq, there.seqs[0]);
  EXPECT_EQ(did[0].depth, 1);
  EXPECT_EQ(did[0].actions, R"(["add_label"])");
}

TEST_P(RunRulesTest, TheEventTellsWhatWasDone) {
  auto wanted = labelling("A", "a");
  wanted.actions.push_back({ActionKind::assign_user});
  wanted.actions[1].user_id = office().mira.id;
  const auto rule = save(wanted).value();
  office().hears(office().chat, "ann", "Hello");
  const auto before = office().last_seq();
  ASSERT_TRUE(answer(position()->seq, look().seqs.at(0)));
  const auto events = office().events(before);
  ASSERT_EQ(events.size(), 3U);  // Labelled, assigned, told.
  const auto decoded = store::decode_event(events.back().type, events.back().body).value();
  const auto& told = std::get<event::RuleRan>(decoded);
  EXPECT_EQ(told.rule_id, rule.id);
  EXPECT_EQ(told.actions, (std::vector<std::string>{"add_label", "assign_user"}));
  EXPECT_EQ(told.trouble, "");
  EXPECT_EQ(told.depth, 1);
  EXPECT_EQ(told.state.conversation.assignee_id, office().mira.id);
  // What a rule did carries its depth; what was answered to is forgotten.
  const auto depth = [&](std::int64_t seq) {
    return office()
        .read([&](store::Reading& reading) -> base::Result<std::int64_t> {
          return store::depth_of_event(reading, office().organization, seq);
        })
        .value();
  };
  EXPECT_EQ(depth(events[0].seq), 1);
  EXPECT_EQ(depth(events[2].seq), 1);
  EXPECT_EQ(depth(before), 0);
}

TEST_P(RunRulesTest, ATeamThatIsGoneNeedsAttention) {
  auto wanted = labelling("Give", "given");
  wanted.actions.push_back({ActionKind::assign_team});
  wanted.actions[1].team_id = office().care.id;
  const auto rule = save(wanted).value();
  const auto other = save(labelling("Other", "other")).value();
  database_->administer("UPDATE conversations SET team_id = NULL");
  database_->administer("UPDATE inboxes SET team_id = NULL");
  database_->administer("DELETE FROM team_members WHERE team_id = " + std::to_string(office().care.id.value));
  database_->administer("DELETE FROM teams WHERE id = " + std::to_string(office().care.id.value));
  EXPECT_EQ(listed()[0].trouble, "actions[1].team_id: there is no such team");
  EXPECT_EQ(listed()[1].trouble, "");
  const auto id = office().hears(office().chat, "ann", "Hello");
  ASSERT_TRUE(answer(position()->seq, look().seqs.at(0)));
  EXPECT_EQ(runs(rule.id).at(0).actions, R"(["add_label"])");
  EXPECT_NE(runs(rule.id).at(0).trouble.find("there is no such team"), std::string::npos);
  EXPECT_EQ(runs(other.id).at(0).trouble, "");
  EXPECT_TRUE(office().conversation(id).owed);
  const auto again = save(wanted, rule.id);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().field, "actions[1].team_id");
}

TEST_P(RunRulesTest, ATrialChangesNothingAndFindsWhatTheRuleDoes) {
  auto wanted = labelling("A", "a");
  wanted.conditions = {{automation::ConditionField::text, automation::Comparison::contains, {"refund"}},
                       {automation::ConditionField::channel, automation::Comparison::is, {office().chat.channel}}};
  const auto rule = save(wanted).value();
  for (int i = 0; i < 5; ++i) office().hears(office().chat, "ann" + std::to_string(i), i % 2 == 0 ? "refund" : "hello");
  const auto before = office().last_seq();
  const auto trial = office()
                         .read([&](store::Reading& reading) -> base::Result<Trial> {
                           RuleTrial one(rule, clock_.now() - std::chrono::hours(1));
                           while (!one.trial().complete) one.look(reading);
                           return one.trial();
                         })
                         .value();
  EXPECT_EQ(office().last_seq(), before);
  EXPECT_EQ(trial.looked_at, 5);
  EXPECT_EQ(trial.acted, 3);
  EXPECT_EQ(trial.conversations, 3);
  EXPECT_EQ(trial.failed, (std::vector<std::int64_t>{2, 0}));
  ASSERT_EQ(trial.examples.size(), 3U);
  EXPECT_EQ(trial.examples[0].text, "refund");
  std::int64_t at = position()->seq;
  for (const auto seq : look().seqs) ASSERT_TRUE(answer(std::exchange(at, seq), seq));
  EXPECT_EQ(static_cast<std::int64_t>(runs(rule.id).size()), trial.acted);
}

TEST_P(RunRulesTest, DraftsAndPlaybooksKeepTheirRows) {
  const auto who = office().as(office().ana);
  automation::Macro macro;
  macro.name = "Hi";
  macro.text = "Hello";
  const auto saved = office().transact([&](store::Transaction& t) { return save_macro(t, who, {}, macro); }).value();
  automation::Playbook playbook;
  playbook.name = "Help";
  playbook.steps.resize(1);
  playbook.steps[0].text = "Answer";
  playbook.steps[0].check = automation::StepCheck::answered;
  const auto made = office().transact([&](store::Transaction& t) { return save_playbook(t, who, {}, playbook); }).value();
  auto wanted = labelling("A", "a");
  wanted.actions = {{ActionKind::draft_macro}, {ActionKind::start_playbook}};
  wanted.actions[0].macro_id = saved.id;
  wanted.actions[1].playbook_id = made.id;
  const auto rule = save(wanted).value();
  const auto id = office().hears(office().chat, "ann", "Hello");
  ASSERT_TRUE(answer(position()->seq, look().seqs.at(0)));
  const auto drafts = office().read([&](store::Reading& r) { return list_drafts(r, who, id); }).value();
  ASSERT_EQ(drafts.size(), 1U);
  EXPECT_EQ(drafts[0].draft.rule_id, rule.id);
  const auto sent = office().transact([&](store::Transaction& t) {
    return send_draft(t, office().as(office().mira), drafts[0].draft.id, std::nullopt, std::nullopt, office().channels);
  });
  ASSERT_TRUE(sent) << sent.error().message;
  EXPECT_EQ(sent->message.user_id, office().mira.id);
  const auto again = office().transact([&](store::Transaction& t) {
    return send_draft(t, office().as(office().mira), drafts[0].draft.id, std::nullopt, std::nullopt, office().channels);
  });
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, base::FailureKind::conflict);
  std::int64_t at = position()->seq;
  for (const auto seq : look().seqs) ASSERT_TRUE(answer(std::exchange(at, seq), seq));
  const auto runs = office()
                        .read([&](store::Reading& r) -> base::Result<std::vector<automation::PlaybookRun>> {
                          return store::list_playbook_runs(r, office().organization, id);
                        })
                        .value();
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].state, automation::RunState::finished);
  EXPECT_EQ(runs[0].rule_id, rule.id);
  ASSERT_EQ(runs[0].done.size(), 1U);
  EXPECT_FALSE(runs[0].done[0].by) << "found by its check";
}

HEED_ON_BOTH_ENGINES(RunRulesTest);

}  // namespace
}  // namespace workflow
