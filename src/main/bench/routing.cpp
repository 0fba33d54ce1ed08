#include <algorithm>
#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "domain/routing/route.hpp"
#include "main/bench/bench.hpp"

namespace heed {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t kWaiting = 10'000;
constexpr std::size_t kAgents = 200;
constexpr std::size_t kTeams = 4;
constexpr int kRounds = 21;
constexpr double kPromised_ms = 100;
constexpr base::Time kNow{std::chrono::milliseconds(1'795'289'000'000)};

// A company as it may be: twelve languages, of which everybody speaks two or three, and skills that some have.
struct Made {
  routing::Floor floor;
  std::vector<routing::Waiting> queue;
};

Made make(std::int64_t capacity) {
  std::mt19937 dice(1);
  const std::vector<std::string> languages = {"ar", "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "sv", "tr"};
  const std::vector<std::string> topics = {"billing", "cancel", "complaint", "delivery", "praise", "question", "refund"};
  const std::vector<std::string> channels = {"chat", "mail", "posts", "reviews"};
  const auto one_of = [&](const std::vector<std::string>& all) { return all[dice() % all.size()]; };
  Made made;
  for (std::size_t i = 0; i < kAgents; ++i) {
    routing::Agent agent;
    agent.user_id = ids::User{static_cast<std::int64_t>(i + 1)};
    agent.name = "Agent " + std::to_string(i);
    agent.presence = routing::Presence::online;
    auto& profile = agent.profile;
    profile.capacity = capacity;
    profile.languages = {languages[i % languages.size()], one_of(languages), "en"};
    profile.topics = {one_of(topics)};
    profile.channels = {one_of(channels)};
    profile.seniority = 1 + static_cast<std::int64_t>(dice() % 3);
    for (auto* list : {&profile.languages, &profile.topics, &profile.channels}) {
      std::ranges::sort(*list);
      const auto [first, last] = std::ranges::unique(*list);
      list->erase(first, last);
    }
    made.floor.agents.push_back(std::move(agent));
    auto& team = made.floor.teams[ids::Team{static_cast<std::int64_t>(i % kTeams + 1)}];
    team.agents.push_back(i);
  }
  for (auto& [id, team] : made.floor.teams) {
    team.settings.team_id = id;
    team.settings.strategy = routing::Strategy::best_skill;
    team.settings.sticky_s = 86'400;
  }
  for (std::size_t i = 0; i < kWaiting; ++i) {
    routing::Waiting one;
    one.conversation_id = ids::Conversation{static_cast<std::int64_t>(i + 1)};
    one.team_id = ids::Team{static_cast<std::int64_t>(dice() % kTeams + 1)};
    one.priority = static_cast<std::int64_t>(dice() % 101);
    one.due_at = kNow + std::chrono::seconds(dice() % 7'200);
    one.languages = {one_of(languages)};
    one.topics = {one_of(topics)};
    one.channel = one_of(channels);
    one.weight = 1 + static_cast<std::int64_t>(dice() % 3);
    one.seniority = one.priority >= routing::kSeniorPriority ? 2 : 1;
    if (dice() % 3 == 0) {
      one.last_answerer_id = ids::User{static_cast<std::int64_t>(dice() % kAgents + 1)};
      one.last_answered_at = kNow - std::chrono::hours(1);
    }
    made.queue.push_back(std::move(one));
  }
  return made;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

struct Timed {
  double median_ms = 0;
  double worst_ms = 0;
  double assigned = 0;
};

Timed time_routing(const Made& made) {
  std::vector<double> took;
  Timed out;
  for (int round = 0; round < kRounds; ++round) {
    routing::Floor floor = made.floor;
    const auto began = steady_clock::now();
    const auto routed = routing::route(made.queue, floor, kNow);
    took.push_back(std::chrono::duration<double, std::milli>(steady_clock::now() - began).count());
    out.assigned = static_cast<double>(
        std::ranges::count(routed, routing::Outcome::assigned, [](const auto& one) { return one.decision.outcome; }));
  }
  out.median_ms = median(took);
  out.worst_ms = *std::ranges::max_element(took);
  return out;
}

// The least that choosing takes: of numbers in a row the smallest, once for each that waits, and nothing told of it.
double time_bare_choice() {
  std::vector<double> took;
  std::vector<std::int64_t> loads(kAgents);
  for (int round = 0; round < kRounds; ++round) {
    std::ranges::fill(loads, round);
    const auto began = steady_clock::now();
    for (std::size_t i = 0; i < kWaiting; ++i) ++*std::ranges::min_element(loads);
    took.push_back(std::chrono::duration<double, std::milli>(steady_clock::now() - began).count());
  }
  return median(took);
}

}  // namespace

base::Result<BenchResult> bench_routing(const BenchOptions& /*options*/) {
  const Timed all = time_routing(make(1'000));  // There is room for everything,
  const Timed some = time_routing(make(10));    // and, as after an incident, for a tenth of it.
  const double bare_ms = time_bare_choice();
  BenchResult result;
  result.name = "routing";
  result.figures = {{"waiting", static_cast<double>(kWaiting)},
                    {"agents", static_cast<double>(kAgents)},
                    {"route_ms", all.median_ms},
                    {"route_worst_ms", all.worst_ms},
                    {"assigned", all.assigned},
                    {"crowded_ms", some.median_ms},
                    {"crowded_assigned", some.assigned}};
  result.limits = {{"route_ms", kPromised_ms}, {"bare_choice_ms", bare_ms}};
  result.ratios = {{"route_ms", all.median_ms / kPromised_ms}, {"bare_choice_ms", all.median_ms / bare_ms}};
  return result;
}

}  // namespace heed
