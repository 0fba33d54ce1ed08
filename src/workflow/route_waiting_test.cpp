#include "workflow/route_waiting.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "domain/routing/grounds.hpp"
#include "domain/routing/settings.hpp"
#include "store/routing_store.hpp"
#include "workflow/explain_routing.hpp"
#include "workflow/manage_routing.hpp"
#include "workflow/manage_teams.hpp"
#include "workflow/presence.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using namespace std::chrono_literals;
using routing::Outcome;
using routing::Presence;
using routing::Strategy;
using Types = std::vector<std::string>;

class RouteWaitingTest : public OfficeTest {
 protected:
  routing::Settings settings(Strategy strategy = Strategy::least_loaded) {
    routing::Settings out;
    out.team_id = office().care.id;
    out.strategy = strategy;
    return out;
  }
  void use(const routing::Settings& wanted) {
    (void)office()
        .transact([&, who = office().as(office().tom)](store::Transaction& t) {
          return save_team_settings(t, who, wanted, office().channels);
        })
        .value();
  }
  void say(const rights::User& user, Presence presence) {
    const auto said = office().transact(
        [&, who = office().as(user)](store::Transaction& t) { return set_presence(t, who, user.id, presence); });
    ASSERT_TRUE(said);
  }
  // In the care team's queue.
  ids::Conversation ask(const std::string& person = "ann") {
    const auto id = office().hears(office().chat, person, "Where is my bike?");
    (void)office().assign(office().ana, {id, std::nullopt, std::optional(office().care.id)}).value();
    return id;
  }
  RoutingPlan plan(std::chrono::milliseconds wait = 0ms) {
    return office()
        .read([&](store::Reading& r) -> base::Result<RoutingPlan> {
          return plan_routing(r, office().organization, {office().channels, wait});
        })
        .value();
  }
  std::int64_t carry(const RoutingPlan& plan) {
    return office()
        .transact([&](store::Transaction& t) -> base::Result<std::int64_t> {
          return carry_out(t, office().organization, plan.steps, {office().channels});
        })
        .value();
  }
  event::ConversationRouted last_routed() {
    const auto events = office().events();
    const auto found = std::ranges::find(events.rbegin(), events.rend(), "conversation.routed", &store::StoredEvent::type);
    if (found == events.rend()) throw std::logic_error("nothing was routed");
    return std::get<event::ConversationRouted>(store::decode_event(found->type, found->body).value());
  }
};

TEST_P(RouteWaitingTest, WhoNeverSetItUpIsLeftAlone) {
  ask();
  say(office().mira, Presence::online);
  EXPECT_TRUE(plan().steps.empty());
  EXPECT_EQ(plan().next_at, std::nullopt);
  use(settings(Strategy::manual));
  EXPECT_TRUE(plan().steps.empty());
}

TEST_P(RouteWaitingTest, AnAssignmentIsToldWithItsGrounds) {
  use(settings());
  say(office().mira, Presence::online);
  const auto id = ask();
  const auto before = office().last_seq();
  EXPECT_EQ(office().route(), 1);
  EXPECT_EQ(office().event_types(before), (Types{"conversation.updated", "conversation.routed"}));
  const auto told = last_routed();
  EXPECT_EQ(told.state.conversation.id, id);
  EXPECT_EQ(told.state.conversation.assignee_id, office().mira.id);
  EXPECT_EQ(told.decision.outcome, Outcome::assigned);
  EXPECT_EQ(told.decision.user_id, office().mira.id);
  EXPECT_EQ(told.decision.team_id, office().care.id);
  EXPECT_EQ(told.decision.grounds.at(0).code, routing::ground::kLoad);
  EXPECT_EQ(told.decision.grounds.at(0).value, "3/10");
  EXPECT_TRUE(office().conversation(id).owed) << "its clock runs on";
  EXPECT_EQ(office().route(), 0);
}

TEST_P(RouteWaitingTest, ThatSomethingWaitsIsToldOnce) {
  use(settings());
  ask();
  const auto before = office().last_seq();
  EXPECT_EQ(office().route(), 1);
  EXPECT_EQ(office().event_types(before), Types{"conversation.routed"});
  EXPECT_EQ(last_routed().decision.outcome, Outcome::waiting);
  clock_.advance(1h);
  EXPECT_EQ(office().route(), 0);
}

TEST_P(RouteWaitingTest, APlanIsCarriedOutWhereItIsStillSo) {
  use(settings());
  say(office().mira, Presence::online);
  const auto taken = ask("ann"), resolved = ask("bob"), still = ask("cai");
  const auto stale = plan();
  ASSERT_EQ(stale.steps.size(), 3U);
  (void)office().assign(office().tom, {taken, std::optional(office().tom.id), std::nullopt}).value();
  (void)office().resolve(office().mira, resolved, conversation::DismissReason::spam).value();
  EXPECT_EQ(carry(stale), 1);
  EXPECT_EQ(office().conversation(taken).assignee_id, office().tom.id);
  EXPECT_EQ(office().conversation(resolved).assignee_id, std::nullopt);
  EXPECT_EQ(office().conversation(still).assignee_id, office().mira.id);
  EXPECT_EQ(carry(stale), 0) << "what another server did is not done twice";
}

TEST_P(RouteWaitingTest, WhoWentMeanwhileIsGivenNothing) {
  use(settings());
  say(office().mira, Presence::online);
  const auto id = ask();
  const auto stale = plan();
  say(office().mira, Presence::away);
  EXPECT_EQ(carry(stale), 0);
  EXPECT_EQ(office().conversation(id).assignee_id, std::nullopt);
}

TEST_P(RouteWaitingTest, WhoGotFullMeanwhileIsGivenNoMore) {
  use(settings());
  say(office().mira, Presence::online);
  (void)office()
      .transact([&, who = office().as(office().tom)](store::Transaction& t) {
        return save_profile(t, who, office().mira.id, {3, {}, {}, {}, {}, 1}, office().channels);
      })
      .value();
  const auto id = ask("ann");
  const auto stale = plan();
  const auto other = ask("bob");
  (void)office().assign(office().mira, {other, std::optional(office().mira.id), std::nullopt}).value();
  EXPECT_EQ(carry(stale), 0);
  EXPECT_EQ(office().conversation(id).assignee_id, std::nullopt);
}

TEST_P(RouteWaitingTest, WaitsForTriageALittle) {
  use(settings());
  say(office().mira, Presence::online);
  ask();
  const auto waits = plan(2s);
  EXPECT_TRUE(waits.steps.empty());
  EXPECT_EQ(waits.next_at, clock_.now() + 2s);
  clock_.advance(2s);
  EXPECT_EQ(plan(2s).steps.size(), 1U);
}

TEST_P(RouteWaitingTest, TellsWhenTimeBringsTheNextThing) {
  auto wanted = settings();
  wanted.overflow_team_id = office().partner.id;
  wanted.overflow_after_s = 600;
  wanted.requeue_away_after_s = 300;
  use(wanted);
  ask("ann");
  EXPECT_EQ(plan().next_at, clock_.now() + 600s);
  office().route();
  clock_.advance(1min);
  EXPECT_EQ(plan().next_at, clock_.now() + 540s);
  const auto theirs = ask("bob");
  (void)office().assign(office().mira, {theirs, std::optional(office().mira.id), std::nullopt}).value();
  say(office().mira, Presence::away);
  EXPECT_EQ(plan().next_at, clock_.now() + 300s);
}

TEST_P(RouteWaitingTest, AnOverflowTellsThePartnerAndTakesTheTeamsHours) {
  auto wanted = settings();
  wanted.overflow_team_id = office().partner.id;
  wanted.overflow_after_s = 600;
  use(wanted);
  const auto id = ask();
  office().route();
  EXPECT_FALSE(office().sees(office().pat, id));
  clock_.advance(10min);
  const auto before = office().last_seq();
  EXPECT_EQ(office().route(), 1) << "the partner gives out by hand";
  EXPECT_EQ(office().event_types(before), (Types{"conversation.updated", "conversation.routed"}));
  const auto told = last_routed();
  EXPECT_EQ(told.decision.outcome, Outcome::overflowed);
  EXPECT_EQ(told.decision.team_id, office().partner.id);
  EXPECT_EQ(told.decision.grounds.at(0).value, "600");
  EXPECT_TRUE(office().sees(office().pat, id));
}

TEST_P(RouteWaitingTest, APartnerIsToldWhatWasDecidedForThemAlone) {
  auto wanted = settings();
  wanted.overflow_team_id = office().partner.id;
  wanted.overflow_after_s = 600;
  use(wanted);
  const auto id = ask();
  office().route();
  clock_.advance(10min);
  office().route();
  const auto story_of = [&](const rights::User& user) {
    return office()
        .read([&, who = office().as(user)](store::Reading& r) { return tell_routing(r, who, id, office().channels); })
        .value();
  };
  EXPECT_EQ(story_of(office().tom).decisions.size(), 2U);
  const auto theirs = story_of(office().pat);
  ASSERT_EQ(theirs.decisions.size(), 1U);
  EXPECT_EQ(theirs.decisions[0].stored.decision.outcome, Outcome::overflowed);
  ASSERT_TRUE(theirs.waits);
  EXPECT_EQ(theirs.waits->grounds.at(0).code, routing::ground::kManual);
}

TEST_P(RouteWaitingTest, ListsAndQueuesShowAPartnerTheirOwn) {
  ask();
  const auto agents_of = [&](const rights::User& user) {
    std::vector<std::string> names;
    const auto agents = office()
                            .read([&, who = office().as(user)](store::Reading& r) -> base::Result<std::vector<AgentView>> {
                              return list_agents(r, who, office().channels);
                            })
                            .value();
    for (const auto& agent : agents) names.push_back(agent.name);
    return names;
  };
  EXPECT_EQ(agents_of(office().tom), (Types{"ana", "mira", "pat", "tom"}));
  EXPECT_EQ(agents_of(office().pat), Types{"pat"});
  const auto queue_of = [&](const rights::User& user, std::optional<ids::Team> team) {
    return office().read(
        [&, who = office().as(user)](store::Reading& r) { return look_at_queue(r, who, team, 50, office().channels); });
  };
  EXPECT_EQ(queue_of(office().tom, {})->waiting, 1);
  EXPECT_EQ(queue_of(office().pat, {})->waiting, 0);
  EXPECT_FALSE(queue_of(office().pat, office().care.id));
  EXPECT_EQ(queue_of(office().tom, office().care.id)->items.at(0).grounds.at(0).code, routing::ground::kManual);
}

TEST_P(RouteWaitingTest, AnotherOrganizationIsNotTouched) {
  Office other(*store_, clock_, "Porto Scooters");
  use(settings());
  say(office().mira, Presence::online);
  const auto theirs = other.hears(other.chat, "zoe", "Hello");
  (void)other.assign(other.ana, {theirs, std::nullopt, std::optional(other.care.id)}).value();
  const auto before = other.last_seq();
  office().route();
  EXPECT_EQ(other.last_seq(), before);
  const auto wrong = office().transact([&, who = office().as(office().tom)](store::Transaction& t) {
    auto wanted = settings();
    wanted.overflow_team_id = other.care.id;
    wanted.overflow_after_s = 600;
    return save_team_settings(t, who, wanted, office().channels);
  });
  EXPECT_EQ(wrong.error().message, "overflow_team_id: there is no such team");
}

TEST_P(RouteWaitingTest, SettingsProfilesAndPresenceAreTold) {
  const auto before = office().last_seq();
  use(settings());
  say(office().mira, Presence::online);
  say(office().mira, Presence::online);
  EXPECT_EQ(office().event_types(before), (Types{"routing.changed", "presence.changed"}))
      << "what is so already is not told";
}

TEST_P(RouteWaitingTest, TheServerFindsOutWhoIsGoneAndWhoIsBack) {
  const auto found = [&](bool gone) {
    return office()
        .transact([&](store::Transaction& t) -> base::Result<bool> {
          return gone ? find_gone(t, office().organization, office().mira.id)
                      : find_back(t, office().organization, office().mira.id);
        })
        .value();
  };
  EXPECT_FALSE(found(true)) << "who never said that they are there";
  say(office().mira, Presence::online);
  EXPECT_TRUE(found(true));
  EXPECT_FALSE(found(true));
  EXPECT_TRUE(found(false));
  EXPECT_FALSE(found(false));
  say(office().mira, Presence::away);
  EXPECT_FALSE(found(false)) << "what somebody said stays";
  say(office().mira, Presence::off);
  EXPECT_FALSE(found(true));
}

TEST_P(RouteWaitingTest, NobodySpeaksForWhoIsNotThere) {
  const auto refusal = [&](const rights::User& by, const rights::User& of, Presence presence) {
    const auto said = office().transact(
        [&, who = office().as(by)](store::Transaction& t) { return set_presence(t, who, of.id, presence); });
    return said ? std::string() : said.error().message;
  };
  EXPECT_NE(refusal(office().mira, office().tom, Presence::off), "");
  EXPECT_NE(refusal(office().tom, office().mira, Presence::online), "");
  EXPECT_EQ(refusal(office().tom, office().mira, Presence::off), "");
  rights::User nobody = office().mira;
  nobody.id = ids::User{7};
  EXPECT_EQ(refusal(office().tom, nobody, Presence::off), "There is no such user.");
}

HEED_ON_BOTH_ENGINES(RouteWaitingTest);

}  // namespace
}  // namespace workflow
