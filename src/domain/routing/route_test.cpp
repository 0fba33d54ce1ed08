#include "domain/routing/route.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "domain/routing/grounds.hpp"

namespace routing {
namespace {

using namespace std::chrono_literals;

const base::Time kNow{std::chrono::milliseconds(1'772'442'000'000)};
constexpr ids::Team kTeam{1};

class RoutingRoute : public ::testing::Test {
 protected:
  RoutingRoute() { use(Strategy::least_loaded); }

  Settings& use(Strategy strategy) {
    auto& settings = floor.teams[kTeam].settings;
    settings.team_id = kTeam;
    settings.strategy = strategy;
    return settings;
  }

  // Online, with room for five; by their names' order.
  Agent& add(const std::string& name, std::vector<std::string> languages = {}) {
    Agent agent;
    agent.user_id = ids::User{static_cast<std::int64_t>(floor.agents.size()) + 1};
    agent.name = name;
    agent.presence = Presence::online;
    agent.profile.capacity = 5;
    agent.profile.languages = std::move(languages);
    floor.teams[kTeam].agents.push_back(floor.agents.size());
    return floor.agents.emplace_back(std::move(agent));
  }

  Waiting wait(std::vector<std::string> languages = {}) {
    Waiting waiting;
    waiting.conversation_id = ids::Conversation{++last_};
    waiting.team_id = kTeam;
    waiting.languages = std::move(languages);
    waiting.channel = "chat";
    return waiting;
  }

  std::string name_of(const Decision& decision) const {
    for (const auto& agent : floor.agents)
      if (decision.user_id == agent.user_id) return agent.name;
    return "nobody";
  }

  static std::string text_of(const Decision& decision) {
    std::string text;
    for (const auto& [code, value] : decision.grounds)
      text += (text.empty() ? "" : ", ") + code + (value.empty() ? "" : " " + value);
    return text;
  }

  // "ana: language de, load 3/5, least_loaded"
  std::string told(const Decision& decision) const { return name_of(decision) + ": " + text_of(decision); }

  // Names in the order that they were given something.
  std::vector<std::string> names(const std::vector<Waiting>& queue) {
    std::vector<std::string> out;
    for (const auto& routed : route(queue, floor, kNow)) out.push_back(name_of(routed.decision));
    return out;
  }

  Floor floor;

 private:
  std::int64_t last_ = 0;
};

using Names = std::vector<std::string>;

TEST_F(RoutingRoute, WhoSpeaksItGetsItAndTheDecisionTellsWhy) {
  add("ana", {"de", "en"}).load = 2;
  add("tom", {"en"});
  EXPECT_EQ(told(choose(wait({"de"}), floor, kNow)), "ana: language de, load 3/5, only_one");
  add("mira", {"de"}).load = 3;
  EXPECT_EQ(told(choose(wait({"de"}), floor, kNow)), "ana: language de, load 3/5, least_loaded");
}

TEST_F(RoutingRoute, WhereNobodySpeaksItAnybodyServes) {
  add("ana", {"de"});
  add("tom", {"en"}).load = 1;
  EXPECT_EQ(told(choose(wait({"fi"}), floor, kNow)), "ana: no_speaker fi, load 1/5, least_loaded");
}

TEST_F(RoutingRoute, WhereNobodySaidWhatTheySpeakLanguagesDoNotMatter) {
  add("ana");
  add("tom").load = 1;
  EXPECT_EQ(told(choose(wait({"fi"}), floor, kNow)), "ana: load 1/5, least_loaded");
}

TEST_F(RoutingRoute, ItWaitsForWhoSpeaksIt) {
  add("ana", {"de"}).presence = Presence::away;
  add("tom", {"en"});
  EXPECT_EQ(told(choose(wait({"de"}), floor, kNow)), "nobody: speakers_away de");
  floor.agents[0].presence = Presence::online;
  floor.agents[0].load = 5;
  EXPECT_EQ(told(choose(wait({"de"}), floor, kNow)), "nobody: speakers_full de");
}

TEST_F(RoutingRoute, AnyOfSeveralLanguagesWillDo) {
  add("ana", {"en"}).load = 1;
  add("tom", {"fr"});
  EXPECT_EQ(told(choose(wait({"de", "en"}), floor, kNow)), "ana: language en, load 2/5, only_one");
}

TEST_F(RoutingRoute, TellsWhyNobodyHasIt) {
  EXPECT_EQ(told(choose(wait(), floor, kNow)), "nobody: no_members");
  add("ana").presence = Presence::off;
  EXPECT_EQ(told(choose(wait(), floor, kNow)), "nobody: nobody_online");
  floor.agents[0].presence = Presence::online;
  floor.agents[0].load = 5;
  EXPECT_EQ(told(choose(wait(), floor, kNow)), "nobody: no_room 5/5");
  floor.agents[0].profile.capacity = 0;
  EXPECT_EQ(told(choose(wait(), floor, kNow)), "nobody: nobody_online");
  use(Strategy::manual);
  EXPECT_EQ(told(choose(wait(), floor, kNow)), "nobody: manual");
  floor.teams.clear();
  EXPECT_EQ(told(choose(wait(), floor, kNow)), "nobody: manual");
}

TEST_F(RoutingRoute, WeightCountsAgainstCapacity) {
  add("ana").load = 3;
  auto chat = wait();
  chat.weight = 3;
  EXPECT_EQ(told(choose(chat, floor, kNow)), "nobody: no_room 3/5");
  chat.weight = 2;
  EXPECT_EQ(told(choose(chat, floor, kNow)), "ana: load 5/5, only_one");
}

TEST_F(RoutingRoute, WhoHasNothingTakesWhatIsHeavierThanTheirCapacity) {
  add("ana");
  auto heavy = wait();
  heavy.weight = 9;
  EXPECT_EQ(told(choose(heavy, floor, kNow)), "ana: load 9/5, only_one");
  floor.agents[0].load = 1;
  EXPECT_EQ(told(choose(heavy, floor, kNow)), "nobody: no_room 1/5");
}

TEST_F(RoutingRoute, RoundRobinTakesTurnsFromWhoWaitedLongest) {
  use(Strategy::round_robin);
  add("ana").routed_at = kNow - 1min;
  add("tom").routed_at = kNow - 2min;
  add("mira").load = 4;
  EXPECT_EQ(names({wait(), wait(), wait(), wait(), wait()}), (Names{"mira", "tom", "ana", "tom", "ana"}));
  EXPECT_EQ(text_of(choose(wait(), floor, kNow)), "load 3/5, round_robin");
}

TEST_F(RoutingRoute, LeastLoadedCountsByCapacity) {
  add("ana").load = 2;
  auto& tom = add("tom");
  tom.load = 3;
  tom.profile.capacity = 10;
  EXPECT_EQ(names({wait(), wait(), wait(), wait()}), (Names{"tom", "tom", "ana", "tom"}));
}

TEST_F(RoutingRoute, TheMostUrgentGoFirst) {
  add("ana").profile.capacity = 2;
  auto late = wait(), soon = wait(), urgent = wait();
  late.due_at = kNow + 2h;
  soon.due_at = kNow + 1h;
  urgent.priority = 80;
  const auto routed = route(std::vector{late, soon, urgent}, floor, kNow);
  EXPECT_EQ(routed[0].place, 2U);
  EXPECT_EQ(routed[1].place, 1U);
  EXPECT_EQ(routed[2].place, 0U);
  EXPECT_EQ(told(routed[2].decision), "nobody: no_room 2/2");
}

TEST_F(RoutingRoute, BestSkillGivesMoreToWhoKnowsTheMatterAndNotAll) {
  use(Strategy::best_skill);
  add("ana").profile.topics = {"refund"};
  add("tom");
  floor.agents[0].profile.capacity = floor.agents[1].profile.capacity = 10;
  std::vector<Waiting> queue;
  for (int i = 0; i < 12; ++i) {
    queue.push_back(wait());
    queue.back().topics = {"refund"};
  }
  const auto got = names(queue);
  // Ana fits and Tom does not: half of her capacity is what she has more of.
  EXPECT_NEAR(std::ranges::count(got, "ana"), 8.5, 1);
  EXPECT_NEAR(std::ranges::count(got, "tom"), 3.5, 1);
}

TEST_F(RoutingRoute, BestSkillSpreadsFairlyWhereTheFitIsClose) {
  use(Strategy::best_skill);
  auto& ana = add("ana").profile;
  ana.topics = {"refund"};
  ana.channels = {"chat"};
  ana.capacity = 9;
  auto& tom = add("tom").profile;
  tom.topics = {"refund"};
  tom.capacity = 9;
  std::vector<Waiting> queue;
  for (int i = 0; i < 12; ++i) {
    queue.push_back(wait());
    queue.back().topics = {"refund"};
  }
  const auto got = names(queue);
  // Two thirds fit for Tom, all for Ana: a sixth of the capacity is what she has more of.
  EXPECT_NEAR(std::ranges::count(got, "ana"), 6.75, 1);
  EXPECT_NEAR(std::ranges::count(got, "tom"), 5.25, 1);
  EXPECT_EQ(text_of(choose(queue[0], floor, kNow)).substr(0, 12), "topic refund");
}

TEST_F(RoutingRoute, SeniorityProductAndChannelAreToldWhereTheyCount) {
  use(Strategy::best_skill);
  add("ana");
  auto& tom = add("tom").profile;
  tom.products = {"Bike lock"};
  tom.channels = {"chat"};
  tom.seniority = 3;
  auto key = wait();
  key.products = {"bike LOCK"};
  key.seniority = 2;
  EXPECT_EQ(told(choose(key, floor, kNow)), "tom: product Bike lock, channel chat, seniority 3, load 1/5, best_skill 100");
}

TEST_F(RoutingRoute, StaysWithWhoAnsweredLast) {
  use(Strategy::least_loaded).sticky_s = 3600;
  add("ana").load = 2;
  add("tom");
  auto back = wait();
  back.last_answerer_id = floor.agents[0].user_id;
  back.last_answered_at = kNow - 1h;
  EXPECT_EQ(told(choose(back, floor, kNow)), "ana: load 3/5, last_answered");
  back.last_answered_at = kNow - 1h - 1ms;
  EXPECT_EQ(told(choose(back, floor, kNow)), "tom: load 1/5, least_loaded");
}

TEST_F(RoutingRoute, DoesNotStayWhereTheyAreTooFullOrAway) {
  auto& settings = use(Strategy::least_loaded);
  settings.sticky_s = 3600;
  settings.sticky_over_percent = 40;
  add("ana").load = 2;
  add("tom");
  auto back = wait();
  back.last_answerer_id = floor.agents[0].user_id;
  back.last_answered_at = kNow;
  EXPECT_EQ(name_of(choose(back, floor, kNow)), "ana");
  floor.agents[0].load = 3;
  EXPECT_EQ(told(choose(back, floor, kNow)), "tom: load 1/5, last_answerer_full ana, least_loaded");
  floor.agents[0].presence = Presence::away;
  EXPECT_EQ(told(choose(back, floor, kNow)), "tom: load 1/5, last_answerer_away ana, only_one");
}

TEST_F(RoutingRoute, SaysNothingOfWhoIsOfAnotherTeam) {
  use(Strategy::least_loaded).sticky_s = 3600;
  add("ana");
  add("tom");
  floor.teams[kTeam].agents = {1};
  auto back = wait();
  back.last_answerer_id = floor.agents[0].user_id;
  back.last_answered_at = kNow;
  EXPECT_EQ(told(choose(back, floor, kNow)), "tom: load 1/5, only_one");
}

TEST_F(RoutingRoute, WhoAnsweredLastIsAskedEvenWhereNobodyElseCan) {
  use(Strategy::least_loaded).sticky_s = 3600;
  add("ana", {"de"}).load = 5;
  add("tom", {"en"});
  const auto german = wait({"de"});
  auto back = wait({"de"});
  back.last_answerer_id = floor.agents[1].user_id;
  back.last_answered_at = kNow;
  const auto routed = route(std::vector{german, back}, floor, kNow);
  EXPECT_EQ(told(routed[0].decision), "nobody: speakers_full de");
  EXPECT_EQ(told(routed[1].decision), "tom: load 1/5, last_answered");
}

TEST_F(RoutingRoute, SomebodyOfTwoTeamsCarriesBoth) {
  add("ana").profile.capacity = 1;
  const ids::Team second{2};
  floor.teams[second] = floor.teams[kTeam];
  auto other = wait();
  other.team_id = second;
  EXPECT_EQ(names({wait(), other}), (Names{"ana", "nobody"}));
}

// Whatever the floor and the queue are: nobody is overfull, away or unable, and nothing waits for whom somebody could take it.
TEST_F(RoutingRoute, KeepsItsPromisesOnAnyFloor) {
  std::mt19937 dice(7);
  const auto roll = [&](int sides) { return static_cast<int>(dice() % static_cast<unsigned>(sides)); };
  const std::vector<std::string> languages = {"de", "en", "fr"};
  for (int round = 0; round < 200; ++round) {
    floor = {};
    use(static_cast<Strategy>(1 + roll(3)));
    for (int i = 0; i < 6; ++i) {
      auto& agent = add("agent " + std::to_string(i));
      agent.presence = static_cast<Presence>(roll(3));
      agent.profile.capacity = 1 + roll(6);
      if (roll(2) == 0) agent.profile.languages = {languages[static_cast<std::size_t>(roll(3))]};
    }
    std::vector<Waiting> queue;
    for (int i = 0; i < 12; ++i) {
      queue.push_back(wait());
      queue.back().weight = 1 + roll(2);
      if (roll(2) == 0) queue.back().languages = {languages[static_cast<std::size_t>(roll(3))]};
    }
    const auto routed = route(queue, floor, kNow);
    ASSERT_EQ(routed.size(), queue.size());
    std::map<ids::User, std::int64_t> loads, pieces;
    for (const auto& [place, decision] : routed) {
      const Waiting& one = queue[place];
      if (!decision.user_id) {
        EXPECT_EQ(choose(one, floor, kNow).outcome, Outcome::waiting) << "somebody could take it in the end";
        continue;
      }
      loads[*decision.user_id] += one.weight;
      ++pieces[*decision.user_id];
      const auto& agent = floor.agents[static_cast<std::size_t>(decision.user_id->value - 1)];
      EXPECT_EQ(agent.presence, Presence::online);
      const auto speaks = [&](const Agent& who) {
        return !one.languages.empty() && std::ranges::count(who.profile.languages, one.languages[0]) > 0;
      };
      if (std::ranges::any_of(floor.agents, speaks)) EXPECT_TRUE(speaks(agent));
    }
    for (const auto& agent : floor.agents) {
      EXPECT_EQ(agent.load, loads[agent.user_id]);
      if (pieces[agent.user_id] > 1) EXPECT_LE(agent.load, agent.profile.capacity);
    }
  }
}

}  // namespace
}  // namespace routing
