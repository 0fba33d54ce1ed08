#include "domain/routing/route.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "base/text.hpp"
#include "domain/routing/grounds.hpp"

namespace routing {
namespace {

// In best_skill, how much fuller, as a share of their capacity, somebody who fits wholly may be than somebody who does not
// fit at all: with more the able ones alone would work, with less nobody would call it skill.
constexpr double kSkillCounts = 0.5;
// What each skill counts for among the others; a language is no matter of degree.
constexpr double kTopicCounts = 2;
constexpr double kProductCounts = 2;
constexpr double kSeniorityCounts = 2;
constexpr double kChannelCounts = 1;

bool has(const std::vector<std::string>& sorted, const std::string& what) {
  return std::ranges::binary_search(sorted, what);
}

// The first of `wanted` that is among `skills`.
const std::string* first_of(const std::vector<std::string>& wanted, const std::vector<std::string>& skills) {
  const auto found = std::ranges::find_if(wanted, [&](const auto& one) { return has(skills, one); });
  return found == wanted.end() ? nullptr : &*found;
}

const std::string* first_product(const std::vector<std::string>& wanted, const std::vector<std::string>& skills) {
  for (const auto& one : wanted) {
    const std::string name = base::to_lower_ascii(one);
    for (const auto& skill : skills)
      if (base::to_lower_ascii(skill) == name) return &skill;
  }
  return nullptr;
}

// How agents of a team fit what is wanted, whatever they have to do: the same for all that wants the same.
struct Fit {
  struct One {
    std::size_t agent = 0;
    double share = 1;  // Of the skills that are wanted and that somebody in the team has.
  };
  std::vector<One> able;               // Who may have it, were they there and had they room.
  bool gated = false;                  // By a language.
  bool no_speaker = false;             // Somebody said what they speak, and nobody speaks this.
  std::vector<std::int64_t> hopeless;  // Weights for which none of them had room.
};

double used(const Agent& agent, std::int64_t more) {
  return static_cast<double>(agent.load + more) / static_cast<double>(std::max<std::int64_t>(1, agent.profile.capacity));
}

bool is_there(const Agent& agent) { return agent.presence == Presence::online && agent.profile.capacity > 0; }

// Who has nothing open takes even what is heavier than all they may have.
bool has_room(const Agent& agent, std::int64_t weight) {
  return agent.load == 0 || agent.load + weight <= agent.profile.capacity;
}

std::string fraction(std::int64_t part, std::int64_t whole) { return std::to_string(part) + "/" + std::to_string(whole); }

class Pass {
 public:
  Pass(Floor& floor /*outlives*/, base::Time now) : floor_(floor), now_(now) {
    // Whose turn it is: who was given something longest ago, or never.
    std::vector<std::size_t> order(floor.agents.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) {
      const auto& agent = floor.agents[i];
      return std::tuple(agent.routed_at.value_or(base::Time::min()), agent.user_id);
    });
    turns_.resize(order.size());
    for (std::size_t turn = 0; turn < order.size(); ++turn) turns_[order[turn]] = static_cast<std::int64_t>(turn);
    next_turn_ = static_cast<std::int64_t>(order.size());
  }

  Decision decide(const Waiting& waiting) {
    Decision out;
    out.team_id = waiting.team_id;
    const auto team = floor_.teams.find(waiting.team_id);
    if (team == floor_.teams.end() || team->second.settings.strategy == Strategy::manual) {
      out.grounds.push_back({ground::kManual, ""});
      return out;
    }
    Fit& fit = fit_of(waiting, team->second);
    const bool hopeless = std::ranges::find(fit.hopeless, waiting.weight) != fit.hopeless.end();
    std::optional<std::size_t> chosen = stick(waiting, team->second, fit, out.grounds);
    if (!chosen && !hopeless) chosen = pick(waiting, team->second.settings.strategy, fit, out.grounds);
    if (!chosen) {
      if (!hopeless) fit.hopeless.push_back(waiting.weight);
      out.grounds = {why_nobody(waiting, team->second, fit)};
      return out;
    }
    out.outcome = Outcome::assigned;
    out.user_id = floor_.agents[*chosen].user_id;
    give(*chosen, waiting, out.grounds);
    return out;
  }

 private:
  Fit& fit_of(const Waiting& waiting, const FloorTeam& team) {
    std::string key =
        std::to_string(waiting.team_id.value) + '\n' + waiting.channel + '\n' + std::to_string(waiting.seniority);
    for (const auto* list : {&waiting.languages, &waiting.topics, &waiting.products}) {
      key += '\n';
      for (const auto& one : *list) key += one + '\t';
    }
    const auto [found, is_new] = fits_.try_emplace(std::move(key));
    if (is_new) found->second = make_fit(waiting, team);
    return found->second;
  }

  Fit make_fit(const Waiting& waiting, const FloorTeam& team) const {
    Fit fit;
    bool any_said = false, topic = false, product = false, channel = false, senior = false;
    for (const auto i : team.agents) {
      const Profile& profile = floor_.agents[i].profile;
      any_said = any_said || !profile.languages.empty();
      fit.gated = fit.gated || first_of(waiting.languages, profile.languages) != nullptr;
      topic = topic || first_of(waiting.topics, profile.topics) != nullptr;
      product = product || first_product(waiting.products, profile.products) != nullptr;
      channel = channel || has(profile.channels, waiting.channel);
      senior = senior || (waiting.seniority > 1 && profile.seniority >= waiting.seniority);
    }
    fit.no_speaker = !waiting.languages.empty() && any_said && !fit.gated;
    const double wanted = (topic ? kTopicCounts : 0) + (product ? kProductCounts : 0) + (channel ? kChannelCounts : 0) +
                          (senior ? kSeniorityCounts : 0);
    for (const auto i : team.agents) {
      const Profile& profile = floor_.agents[i].profile;
      if (fit.gated && first_of(waiting.languages, profile.languages) == nullptr) continue;
      double there = 0;
      if (topic && first_of(waiting.topics, profile.topics) != nullptr) there += kTopicCounts;
      if (product && first_product(waiting.products, profile.products) != nullptr) there += kProductCounts;
      if (channel && has(profile.channels, waiting.channel)) there += kChannelCounts;
      if (senior && profile.seniority >= waiting.seniority) there += kSeniorityCounts;
      fit.able.push_back({i, wanted > 0 ? there / wanted : 1});
    }
    return fit;
  }

  // To whom the customer's last answer is owed, where the team wants that and they can take it.
  std::optional<std::size_t> stick(const Waiting& waiting, const FloorTeam& team, const Fit& fit,
                                   std::vector<Ground>& grounds) const {
    if (!team.settings.sticky_s || !waiting.last_answerer_id || !waiting.last_answered_at) return std::nullopt;
    if (now_ - *waiting.last_answered_at > std::chrono::seconds(*team.settings.sticky_s)) return std::nullopt;
    const auto found = std::ranges::find_if(
        team.agents, [&](std::size_t i) { return floor_.agents[i].user_id == *waiting.last_answerer_id; });
    if (found == team.agents.end()) return std::nullopt;  // Whoever is of another team is not spoken of here.
    const Agent& agent = floor_.agents[*found];
    if (!is_there(agent)) {
      grounds.push_back({ground::kLastAnswererAway, agent.name});
      return std::nullopt;
    }
    double least = used(agent, 0);
    for (const auto& one : fit.able) {
      const Agent& other = floor_.agents[one.agent];
      if (is_there(other) && has_room(other, waiting.weight)) least = std::min(least, used(other, 0));
    }
    const double over = used(agent, 0) - least;
    if (!has_room(agent, waiting.weight) || over * 100 > static_cast<double>(team.settings.sticky_over_percent)) {
      grounds.push_back({ground::kLastAnswererFull, agent.name});
      return std::nullopt;
    }
    grounds.push_back({ground::kLastAnswered, ""});
    return *found;
  }

  std::optional<std::size_t> pick(const Waiting& waiting, Strategy strategy, const Fit& fit,
                                  std::vector<Ground>& grounds) const {
    const Fit::One* best = nullptr;
    double best_value = 0;
    std::size_t able = 0;
    for (const auto& one : fit.able) {
      const Agent& agent = floor_.agents[one.agent];
      if (!is_there(agent) || !has_room(agent, waiting.weight)) continue;
      ++able;
      double value = 0;
      if (strategy == Strategy::least_loaded) value = -used(agent, waiting.weight);
      if (strategy == Strategy::best_skill) value = kSkillCounts * one.share - used(agent, waiting.weight);
      if (best != nullptr && (value < best_value || (value == best_value && turns_[one.agent] > turns_[best->agent])))
        continue;
      best = &one;
      best_value = value;
    }
    if (best == nullptr) return std::nullopt;
    if (able == 1) grounds.push_back({ground::kOnlyOne, ""});
    else if (strategy == Strategy::round_robin) grounds.push_back({ground::kRoundRobin, ""});
    else if (strategy == Strategy::least_loaded) grounds.push_back({ground::kLeastLoaded, ""});
    else grounds.push_back({ground::kBestSkill, std::to_string(std::llround(100 * best->share))});
    return best->agent;
  }

  // Counts it, and tells what fits and how full they are now before what it was chosen for.
  void give(std::size_t place, const Waiting& waiting, std::vector<Ground>& grounds) {
    Agent& agent = floor_.agents[place];
    agent.load += waiting.weight;
    agent.routed_at = now_;
    turns_[place] = next_turn_++;
    std::vector<Ground> first;
    const auto* language = first_of(waiting.languages, agent.profile.languages);
    if (language != nullptr) first.push_back({ground::kLanguage, *language});
    else if (fit_of(waiting, floor_.teams.at(waiting.team_id)).no_speaker)
      first.push_back({ground::kNoSpeaker, waiting.languages.front()});
    if (floor_.teams.at(waiting.team_id).settings.strategy == Strategy::best_skill)
      tell_skills(waiting, agent.profile, first);
    first.push_back({ground::kLoad, fraction(agent.load, agent.profile.capacity)});
    grounds.insert(grounds.begin(), first.begin(), first.end());
  }

  static void tell_skills(const Waiting& waiting, const Profile& profile, std::vector<Ground>& grounds) {
    if (const auto* topic = first_of(waiting.topics, profile.topics)) grounds.push_back({ground::kTopic, *topic});
    if (const auto* product = first_product(waiting.products, profile.products))
      grounds.push_back({ground::kProduct, *product});
    if (has(profile.channels, waiting.channel)) grounds.push_back({ground::kChannel, waiting.channel});
    if (waiting.seniority > 1 && profile.seniority >= waiting.seniority)
      grounds.push_back({ground::kSeniority, std::to_string(profile.seniority)});
  }

  [[nodiscard]] Ground why_nobody(const Waiting& waiting, const FloorTeam& team, const Fit& fit) const {
    if (team.agents.empty()) return {ground::kNoMembers, ""};
    std::int64_t load = 0, capacity = 0;
    for (const auto i : team.agents) {
      if (!is_there(floor_.agents[i])) continue;
      load += floor_.agents[i].load;
      capacity += floor_.agents[i].profile.capacity;
    }
    if (capacity == 0) return {ground::kNobodyOnline, ""};
    if (!fit.gated) return {ground::kNoRoom, fraction(load, capacity)};
    const bool any = std::ranges::any_of(fit.able, [&](const auto& one) { return is_there(floor_.agents[one.agent]); });
    return {any ? ground::kSpeakersFull : ground::kSpeakersAway, waiting.languages.front()};
  }

  Floor& floor_;
  base::Time now_;
  std::vector<std::int64_t> turns_;
  std::int64_t next_turn_ = 0;
  std::unordered_map<std::string, Fit> fits_;
};

}  // namespace

std::vector<Routed> route(std::span<const Waiting> queue, Floor& floor, base::Time now) {
  std::vector<std::size_t> order(queue.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) {
    const auto& one = queue[i];
    return std::tuple(-one.priority, one.due_at.value_or(base::Time::max()), one.conversation_id);
  });
  Pass pass(floor, now);
  std::vector<Routed> out;
  out.reserve(queue.size());
  for (const auto place : order) out.push_back({place, pass.decide(queue[place])});
  return out;
}

Decision choose(const Waiting& waiting, const Floor& floor, base::Time now) {
  Floor copy = floor;
  return Pass(copy, now).decide(waiting);
}

}  // namespace routing
