#include "domain/priority/priority.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/json/traits.hpp"

namespace priority {
namespace {

constexpr double kMost = 100;
// A reason below this says nothing that anybody would miss.
constexpr double kWorthTelling = 1;

// Shares of the time to answer at which a conversation moves up, and what part of the weight it then has.
struct Step {
  double used;
  double clock;
  double late;
};
constexpr std::array<Step, 7> kSteps{
    {{0.5, 0.25, 0}, {0.75, 0.5, 0}, {0.9, 0.75, 0}, {1, 1, 0.25}, {2, 1, 0.5}, {4, 1, 0.75}, {8, 1, 1}}};

Step step_of(double used) {
  Step at{0, 0, 0};
  for (const auto& step : kSteps)
    if (used >= step.used) at = step;
  return at;
}

constexpr std::int64_t kMostUnanswered = 4;  // Words after which another one adds nothing.
constexpr double kMostStrikes = 3;
constexpr double kPrivateSight = 0.01;  // What nobody else reads is told to few.
constexpr double kMostReach = 1e6;

double value_share(contact::Value value) {
  switch (value) {
    case contact::Value::none: return 0;
    case contact::Value::customer: return 0.25;
    case contact::Value::valued: return 0.6;
    case contact::Value::key: return 1;
  }
  return 0;
}

double reach_share(const Facts& facts) {
  const double visible = facts.is_public ? 1 : kPrivateSight;
  const double people = visible * static_cast<double>(std::max<std::int64_t>(facts.followers, 0)) *
                        (1 + static_cast<double>(std::max<std::int64_t>(facts.spread, 0)));
  return std::min(1.0, std::log10(1 + people) / std::log10(1 + kMostReach));
}

// A promise of five minutes is the most, of a day the least.
constexpr double kLiveSeconds = 300;
constexpr double kSlowSeconds = 86'400;

double live_share(std::int64_t target_seconds) {
  if (target_seconds <= 0) return 0;
  const double target = std::clamp(static_cast<double>(target_seconds), kLiveSeconds, kSlowSeconds);
  return std::log(kSlowSeconds / target) / std::log(kSlowSeconds / kLiveSeconds);
}

class Tally {
 public:
  void add(Reason reason) {
    sum_ += reason.points;
    if (reason.points >= kWorthTelling) reasons_.push_back(std::move(reason));
  }

  Priority take(bool spam, double spam_at_most) {
    Priority out;
    double score = std::min(sum_, kMost);
    if (spam) {
      score = std::min(score, spam_at_most);
      reasons_ = {{Code::spam, 0, "", 0, 0}};
    }
    out.score = std::llround(score);
    std::ranges::sort(reasons_, [](const Reason& a, const Reason& b) {
      return a.points != b.points ? a.points > b.points : a.code < b.code;
    });
    if (reasons_.size() > kMostReasons) reasons_.resize(kMostReasons);
    for (auto& reason : reasons_) reason.points = std::round(reason.points * 10) / 10;
    out.reasons = std::move(reasons_);
    return out;
  }

 private:
  double sum_ = 0;
  std::vector<Reason> reasons_;
};

std::int64_t percent(double share) { return std::llround(100 * share); }

base::Result<void> check_weight(const std::string& name, double weight) {
  if (weight >= 0 && weight <= kMost) return {};
  return base::fail(base::FailureKind::invalid, name + ": expected a number from 0 to 100", name);
}

void add_intent(Tally& tally, const Facts& facts, const Weights& weights) {
  Reason most{Code::intent, 0, "", 0, 0};
  for (const auto& intent : facts.intents) {
    const auto found = weights.intents.find(intent.name);
    if (found == weights.intents.end()) continue;
    const double points = found->second * std::clamp(intent.confidence, 0.0, 1.0);
    if (points > most.points) {
      most.points = points;
      most.subject = intent.name;
    }
  }
  tally.add(std::move(most));
}

}  // namespace

Weights default_weights() {
  Weights weights;
  weights.intents = {{"safety", 60},   {"legal_press", 30},    {"churn_threat", 22}, {"outage", 18},  {"cancellation", 18},
                     {"spam", 0},      {"account_access", 14}, {"refund", 12},       {"billing", 10}, {"delivery", 10},
                     {"complaint", 8}, {"request", 6},         {"question", 4},      {"how_to", 4},   {"suggestion", 2},
                     {"praise", 2},    {"small_talk", 0}};
  return weights;
}

base::Result<void> check(const Weights& weights) {
  base::Result<void> done;
  boost::mp11::mp_for_each<boost::describe::describe_members<Weights, boost::describe::mod_public>>([&](auto member) {
    if constexpr (std::is_same_v<std::decay_t<decltype(weights.*member.pointer)>, double>) {
      if (done) done = check_weight(member.name, weights.*member.pointer);
    }
  });
  for (const auto& [name, weight] : weights.intents)
    if (done) done = check_weight("intents." + name, weight);
  return done;
}

Priority assess(const Facts& facts, const Weights& weights) {
  Tally tally;
  if (facts.urgency >= 2) tally.add({Code::urgent_now, weights.urgent + weights.urgent_now, "", 0, 0});
  else if (facts.urgency == 1) tally.add({Code::urgent, weights.urgent, "", 0, 0});
  add_intent(tally, facts, weights);
  tally.add({Code::negative, weights.negative * std::clamp(facts.negativity, 0.0, 1.0), "", 0, 0});
  const Step step = step_of(facts.clock_used);
  if (step.late > 0)
    tally.add({Code::late, weights.clock * step.clock + weights.late * step.late, "", percent(step.used), 0});
  else tally.add({Code::clock, weights.clock * step.clock, "", percent(step.used), 0});
  const auto again = std::clamp<std::int64_t>(facts.unanswered - 1, 0, kMostUnanswered - 1);
  tally.add({Code::unanswered, weights.unanswered * static_cast<double>(again) / (kMostUnanswered - 1), "", facts.unanswered,
             facts.unanswered_seconds});
  tally.add({Code::reach, weights.reach * reach_share(facts), "", facts.followers, 0});
  const double strikes = std::clamp(static_cast<double>(facts.strikes), 0.0, kMostStrikes) / kMostStrikes;
  tally.add({Code::strikes, weights.strikes * strikes, "", facts.strikes, 0});
  tally.add({Code::value, weights.value * value_share(facts.value), std::string(base::to_name(facts.value)), 0, 0});
  tally.add({Code::live, weights.live * live_share(facts.target_seconds), "", 0, facts.target_seconds});
  return tally.take(facts.spam, weights.spam_at_most);
}

void raise(Priority& priority, std::int64_t floor, const std::string& rule) {
  if (priority.score >= floor) return;
  Reason reason;
  reason.code = rule.empty() ? Code::escalated : Code::rule;
  reason.points = static_cast<double>(floor - priority.score);
  reason.subject = rule;
  reason.number = floor;
  priority.score = floor;
  // Without it nobody could tell why the others come to so little.
  if (priority.reasons.size() >= kMostReasons) priority.reasons.resize(kMostReasons - 1);
  const auto place = std::ranges::find_if(priority.reasons, [&](const Reason& one) { return one.points < reason.points; });
  priority.reasons.insert(place, std::move(reason));
}

double used_share(const sla::Clock& clock, base::Time now) {
  const auto whole = static_cast<double>((clock.due_at - clock.started_at).count());
  const auto gone = static_cast<double>((now - clock.started_at).count());
  if (gone <= 0) return 0;
  return whole > 0 ? gone / whole : kSteps.back().used;
}

std::optional<base::Time> next_look(const sla::Clock& clock, base::Time now) {
  const double used = used_share(clock, now);
  const auto whole = static_cast<double>((clock.due_at - clock.started_at).count());
  for (const auto& step : kSteps)
    if (used < step.used)
      return clock.started_at + std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil(whole * step.used)));
  return std::nullopt;
}

}  // namespace priority
