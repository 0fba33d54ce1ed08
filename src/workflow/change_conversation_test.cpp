#include "workflow/change_conversation.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "domain/conversation/view.hpp"
#include "store/conversation_pages.hpp"
#include "store/user_store.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using conversation::DismissReason;
using conversation::Status;
using namespace std::chrono_literals;
using Types = std::vector<std::string>;

class ChangeTest : public OfficeTest {
 protected:
  ids::Conversation ask() { return office().hears(office().chat, "ann", "Hello"); }
  ids::Conversation ask_and_answer() {
    const auto id = ask();
    (void)office().reply(office().mira, id, "Hi").value();
    return id;
  }
  base::Failure refusal(const StatusChange& change) {
    const auto before = office().last_seq();
    const auto outcome = office().change_status(office().mira, change);
    EXPECT_FALSE(outcome);
    EXPECT_EQ(office().last_seq(), before);
    return outcome ? base::Failure{} : outcome.error();
  }
};

TEST_P(ChangeTest, ResolvingWhatIsAnsweredNeedsNoReason) {
  const auto id = ask_and_answer();
  const auto before = office().last_seq();
  const auto state = office().resolve(office().mira, id).value();
  EXPECT_EQ(state.conversation.status, Status::resolved);
  EXPECT_EQ(state.conversation.resolved_at, clock_.now());
  EXPECT_EQ(state.conversation.dismiss_reason, std::nullopt);
  ASSERT_EQ(office().event_types(before), Types{"conversation.updated"});
  const auto stored = office().events(before).at(0);
  const auto told = std::get<event::ConversationUpdated>(store::decode_event(stored.type, stored.body).value());
  EXPECT_EQ(told.by, office().mira.id);
  EXPECT_EQ(told.state.conversation.status, Status::resolved);
  EXPECT_EQ(told.previous_assignee_id, office().mira.id);
}

TEST_P(ChangeTest, ResolvingWhatIsOwedNeedsAReason) {
  const auto id = ask();
  EXPECT_EQ(refusal({id, Status::resolved, {}, {}, {}}).field, "dismiss_reason");
  EXPECT_EQ(refusal({id, Status::resolved, {}, DismissReason::other, {}}).field, "dismiss_note");
  EXPECT_EQ(refusal({id, Status::resolved, {}, DismissReason::other, "  "}).field, "dismiss_note");
  EXPECT_EQ(refusal({id, Status::resolved, {}, DismissReason::spam, std::string(501, 'x')}).field, "dismiss_note");
  EXPECT_TRUE(office().conversation(id).owed);
  clock_.advance(2min);
  const auto c = office()
                     .change_status(office().mira, {id, Status::resolved, {}, DismissReason::other, "asked by phone"})
                     .value()
                     .conversation;
  EXPECT_FALSE(c.owed);
  EXPECT_EQ(c.dismiss_reason, DismissReason::other);
  EXPECT_EQ(c.dismiss_note, "asked by phone");
  const auto clock = clocks(id).at(0);
  EXPECT_EQ(clock.stop_cause, sla::StopCause::dismissed);
  EXPECT_EQ(clock.stopped_at, clock_.now());
}

TEST_P(ChangeTest, ADismissalBelongsToResolving) {
  EXPECT_EQ(refusal({ask(), Status::pending, {}, DismissReason::spam, {}}).field, "dismiss_reason");
}

TEST_P(ChangeTest, ResolvingTwiceIsResolvingOnce) {
  const auto id = ask_and_answer();
  const auto first = office().resolve(office().mira, id).value().conversation.resolved_at;
  clock_.advance(48h);
  EXPECT_EQ(office().resolve(office().tom, id).value().conversation.resolved_at, first)
      << "the three days to reopen do not start again";
}

TEST_P(ChangeTest, ReopeningADismissalOwesAgainSinceTheWaitingBegan) {
  const auto start = clock_.now();
  const auto id = ask();
  clock_.advance(1min);
  (void)office().hears(office().chat, "ann", "Please");
  (void)office().resolve(office().mira, id, DismissReason::duplicate).value();
  clock_.advance(1min);
  const auto state = office().change_status(office().mira, {id, Status::open, {}, {}, {}}).value();
  EXPECT_TRUE(state.conversation.owed);
  EXPECT_EQ(state.conversation.owed_since, start);
  EXPECT_EQ(state.conversation.dismiss_reason, std::nullopt);
  EXPECT_EQ(state.conversation.resolved_at, std::nullopt);
  EXPECT_EQ(state.clock.value().due_at, start + 5min);
  EXPECT_EQ(clocks(id).size(), 1U) << "the clock that the dismissal stopped runs on";
}

TEST_P(ChangeTest, ReopeningWhatWasAnsweredOwesNothing) {
  const auto id = ask_and_answer();
  (void)office().resolve(office().mira, id).value();
  const auto state = office().change_status(office().mira, {id, Status::open, {}, {}, {}}).value();
  EXPECT_FALSE(state.conversation.owed);
  EXPECT_EQ(state.clock, std::nullopt);
}

TEST_P(ChangeTest, AnAnswerAfterADismissalLeavesNoReasonBehind) {
  const auto id = ask();
  (void)office().resolve(office().mira, id, DismissReason::thanks_only).value();
  const auto c = office().reply(office().mira, id, "You are welcome!").value().state.conversation;
  EXPECT_EQ(c.dismiss_reason, std::nullopt);
  EXPECT_EQ(c.status, Status::resolved);
}

TEST_P(ChangeTest, OneUnresolvedConversationAPersonAndThread) {
  const auto older = ask_and_answer();
  (void)office().resolve(office().mira, older).value();
  clock_.advance(100h);
  const auto newer = ask();
  EXPECT_EQ(refusal({older, Status::open, {}, {}, {}}).kind, FailureKind::conflict);
  (void)office().reply(office().mira, newer, "Hi").value();
  (void)office().resolve(office().mira, newer).value();
  (void)office().change_status(office().mira, {older, Status::open, {}, {}, {}}).value();
  EXPECT_EQ(refusal({newer, Status::pending, {}, {}, {}}).kind, FailureKind::conflict) << "the older one is open again";
}

TEST_P(ChangeTest, SnoozingNeedsATimeAhead) {
  const auto id = ask_and_answer();
  EXPECT_EQ(refusal({id, Status::snoozed, {}, {}, {}}).field, "snoozed_until");
  EXPECT_EQ(refusal({id, Status::snoozed, clock_.now(), {}, {}}).field, "snoozed_until");
  EXPECT_EQ(refusal({id, Status::snoozed, clock_.now() + 24h * 367, {}, {}}).field, "snoozed_until");
  EXPECT_EQ(refusal({id, Status::open, clock_.now() + 1h, {}, {}}).field, "snoozed_until");
  const auto c =
      office().change_status(office().mira, {id, Status::snoozed, clock_.now() + 1h, {}, {}}).value().conversation;
  EXPECT_EQ(c.snoozed_until, clock_.now() + 1h);
}

TEST_P(ChangeTest, ASnoozedConversationGoesOnBeingOwed) {
  const auto id = ask();
  const auto state = office().change_status(office().mira, {id, Status::snoozed, clock_.now() + 1h, {}, {}}).value();
  EXPECT_TRUE(state.conversation.owed);
  EXPECT_TRUE(state.clock.has_value());
}

TEST_P(ChangeTest, AWordWakesWhatSleeps) {
  const auto id = ask_and_answer();
  (void)office().change_status(office().mira, {id, Status::snoozed, clock_.now() + 24h, {}, {}}).value();
  EXPECT_EQ(office().hears(office().chat, "ann", "It came!"), id);
  EXPECT_EQ(office().conversation(id).status, Status::open);
  EXPECT_EQ(office().conversation(id).snoozed_until, std::nullopt);
}

TEST_P(ChangeTest, AssigningSetsKeepsAndClears) {
  const auto id = ask();
  auto c = office().assign(office().tom, {id, {office().mira.id}, {office().care.id}}).value().conversation;
  EXPECT_EQ(c.assignee_id, office().mira.id);
  EXPECT_EQ(c.team_id, office().care.id);
  c = office().assign(office().tom, {id, {std::optional<ids::User>{}}, {}}).value().conversation;
  EXPECT_EQ(c.assignee_id, std::nullopt);
  EXPECT_EQ(c.team_id, office().care.id) << "what is not named stays";
  c = office().assign(office().tom, {id, {}, {std::optional<ids::Team>{}}}).value().conversation;
  EXPECT_EQ(c.team_id, std::nullopt);
  EXPECT_TRUE(c.owed) << "and the clock runs on";
  EXPECT_TRUE(office().state(id).clock.has_value());
}

TEST_P(ChangeTest, AssigningTellsWhereItWas) {
  const auto id = ask();
  (void)office().assign(office().tom, {id, {office().mira.id}, {office().care.id}}).value();
  const auto before = office().last_seq();
  (void)office().assign(office().tom, {id, {std::optional<ids::User>{}}, {office().partner.id}}).value();
  const auto stored = office().events(before).at(0);
  const auto told = std::get<event::ConversationUpdated>(store::decode_event(stored.type, stored.body).value());
  EXPECT_EQ(told.previous_team_id, office().care.id);
  EXPECT_EQ(told.previous_assignee_id, office().mira.id);
  EXPECT_EQ(told.state.conversation.team_id, office().partner.id);
  EXPECT_EQ(told.by, office().tom.id);
}

TEST_P(ChangeTest, WorkIsHandedToColleaguesOnly) {
  const auto id = ask();
  Office other(*store_, clock_, "Porto Boats");
  EXPECT_EQ(office().assign(office().tom, {id, {other.mira.id}, {}}).error().field, "user_id");
  EXPECT_EQ(office().assign(office().tom, {id, {}, {other.care.id}}).error().field, "team_id");
  EXPECT_EQ(office().assign(office().tom, {id, {ids::User{12345}}, {}}).error().field, "user_id");
  const auto lena = office().hire("lena@example.org", rights::Role::agent);
  EXPECT_TRUE(office().assign(office().tom, {id, {lena.id}, {}}));
  auto suspended = lena;
  suspended.state = rights::UserState::suspended;
  ASSERT_TRUE(office().transact([&](store::Transaction& t) -> base::Result<void> {
    store::update_user(t, suspended);
    return {};
  }));
  EXPECT_EQ(office().assign(office().tom, {id, {lena.id}, {}}).error().field, "user_id") << "not to somebody who left";
}

TEST_P(ChangeTest, APartnersAgentTakesWorkThroughTheirTeam) {
  const auto id = ask();
  EXPECT_EQ(office().assign(office().tom, {id, {office().pat.id}, {}}).error().field, "user_id");
  EXPECT_EQ(office().assign(office().tom, {id, {office().pat.id}, {office().care.id}}).error().field, "user_id");
  EXPECT_TRUE(office().assign(office().tom, {id, {office().pat.id}, {office().partner.id}}));
}

TEST_P(ChangeTest, APartnerSeesWhatIsHandedOverAndNothingElse) {
  const auto theirs = ask();
  const auto ours = office().hears(office().chat, "bob", "Secret");
  EXPECT_FALSE(office().sees(office().pat, theirs));
  (void)office().assign(office().tom, {theirs, {}, {office().partner.id}}).value();
  EXPECT_TRUE(office().sees(office().pat, theirs));
  EXPECT_FALSE(office().sees(office().pat, ours));
  EXPECT_EQ(office().assign(office().pat, {ours, {office().pat.id}, {office().partner.id}}).error().kind,
            FailureKind::not_found)
      << "nor can they take it";
}

// A partner's agent sees what is assigned to them: handing the work back must take it from them too.
TEST_P(ChangeTest, WhatIsTakenFromThePartnerLeavesTheirAgent) {
  const auto id = ask();
  (void)office().assign(office().tom, {id, {office().pat.id}, {office().partner.id}}).value();
  EXPECT_EQ(office().assign(office().tom, {id, {}, {office().care.id}}).value().conversation.assignee_id, std::nullopt);
  EXPECT_FALSE(office().sees(office().pat, id));

  (void)office().assign(office().tom, {id, {office().mira.id}, {office().care.id}}).value();
  EXPECT_EQ(office().assign(office().tom, {id, {}, {std::optional<ids::Team>{}}}).value().conversation.assignee_id,
            office().mira.id)
      << "our own people keep what they have";
}

// The lists of the server and the rule that screens are told must never part.
TEST_P(ChangeTest, EveryPageHoldsWhatTheRuleSays) {
  const std::vector<ids::Conversation> all{
      office().hears(office().chat, "open owed", "Hello"),        office().hears(office().chat, "open answered", "Hello"),
      office().hears(office().chat, "pending assigned", "Hello"), office().hears(office().chat, "snoozed owed", "Hello"),
      office().hears(office().chat, "snoozed answered", "Hello"), office().hears(office().chat, "resolved", "Hello"),
      office().hears(office().chat, "dismissed", "Hello"),
  };
  const auto until = clock_.now() + 1h;
  (void)office().reply(office().mira, all[1], "Hi").value();
  (void)office().assign(office().tom, {all[1], {std::optional<ids::User>{}}, {}}).value();
  (void)office().reply(office().mira, all[2], "Hi").value();
  (void)office().change_status(office().mira, {all[2], Status::pending, {}, {}, {}}).value();
  (void)office().change_status(office().mira, {all[3], Status::snoozed, until, {}, {}}).value();
  (void)office().reply(office().mira, all[4], "Hi").value();
  (void)office().change_status(office().mira, {all[4], Status::snoozed, until, {}, {}}).value();
  (void)office().reply(office().mira, all[5], "Hi").value();
  (void)office().resolve(office().mira, all[5]).value();
  (void)office().resolve(office().mira, all[6], DismissReason::spam).value();

  for (const auto& name : base::all_names<conversation::View>()) {
    const auto view = base::from_name<conversation::View>(name).value();
    store::ConversationFilter filter;
    filter.organization = office().organization;
    filter.view = view;
    filter.mine_of = office().mira.id;
    const auto page = office()
                          .read([&](store::Reading& reading) -> base::Result<std::vector<event::ConversationState>> {
                            return store::page_conversations(reading, filter);
                          })
                          .value();
    for (const auto id : all) {
      const auto c = office().conversation(id);
      auto views = conversation::views_of(c);
      const bool active = std::ranges::find(views, conversation::View::open) != views.end();
      if (active && c.assignee_id == office().mira.id) views.push_back(conversation::View::mine);
      const bool listed = std::ranges::any_of(page, [&](const auto& state) { return state.conversation.id == id; });
      EXPECT_EQ(listed, std::ranges::find(views, view) != views.end()) << name << " of " << office().state(id).contact_name;
    }
  }
}

HEED_ON_BOTH_ENGINES(ChangeTest);

}  // namespace
}  // namespace workflow
