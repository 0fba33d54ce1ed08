#include "domain/sla/policy.hpp"

#include <tuple>

#include "base/blank.hpp"
#include "base/text.hpp"

namespace sla {
namespace {

constexpr std::size_t kLongestName = 80;
constexpr int kInboxAlone = 4;

tl::unexpected<base::Failure> refuse(const std::string& field, const std::string& sentence) {
  return base::fail(base::FailureKind::invalid, field + ": " + sentence, field);
}

bool holds(const Policy& policy, const Facts& facts) {
  if (policy.inbox_id && policy.inbox_id != facts.inbox_id) return false;
  if (policy.channel && policy.channel != facts.channel) return false;
  if (policy.team_id && policy.team_id != facts.team_id) return false;
  if (policy.priority_at_least && facts.priority.value_or(0) < *policy.priority_at_least) return false;
  return !policy.segment || facts.segment >= *policy.segment;
}

// Each condition outweighs all that come after it together.
int weight(const Policy& policy) {
  return (policy.segment ? 16 : 0) + (policy.priority_at_least ? 8 : 0) + (policy.inbox_id ? kInboxAlone : 0) +
         (policy.team_id ? 2 : 0) + (policy.channel ? 1 : 0);
}

// Of two for the same conditions the higher bar is the more specific, and then the newer one.
auto rank(const Policy& policy) {
  return std::tuple(weight(policy), policy.segment.value_or(contact::Value::none), policy.priority_at_least.value_or(0),
                    policy.id);
}

std::string conditions(const Policy& policy) {
  std::string out;
  const auto add = [&](bool is_set, const std::string& text) {
    if (is_set) out += (out.empty() ? "" : ", ") + text;
  };
  if (policy.segment) {
    const bool all = *policy.segment == contact::Value::key;
    add(true, "its customer is worth " + std::string(base::to_name(*policy.segment)) + (all ? "" : " or more") + " to us");
  }
  if (policy.priority_at_least) add(true, "its priority is " + std::to_string(*policy.priority_at_least) + " or above");
  add(policy.inbox_id.has_value(), "it is in this inbox");
  add(policy.team_id.has_value(), "it is this team's");
  add(policy.channel.has_value(), "it came on this channel");
  return out.empty() ? "it holds for everything" : out;
}

Choice of_inbox(const Facts& facts) {
  Choice choice;
  choice.target_s = facts.inbox_target_s;
  choice.counted = facts.inbox_working_time ? Counted::team : Counted::always;
  choice.why =
      facts.inbox_target_is_own ? "The inbox has a target of its own." : "No policy says otherwise: the channel's default.";
  return choice;
}

base::Result<void> check_target(const char* field, std::optional<std::int64_t> seconds) {
  if (!seconds || (*seconds >= inbox::kShortestTarget_s && *seconds <= inbox::kLongestTarget_s)) return {};
  return refuse(field, "between 10 seconds and 30 days");
}

base::Result<void> check_steps(const std::vector<std::int64_t>& steps) {
  if (steps.size() > kMostSteps) return refuse("escalate_s", "at most 5 steps");
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i] < 1 || steps[i] > inbox::kLongestTarget_s)
      return refuse("escalate_s", "each step between 1 second and 30 days after the breach");
    if (i > 0 && steps[i] <= steps[i - 1]) return refuse("escalate_s", "each step later than the one before it");
  }
  return {};
}

}  // namespace

std::optional<std::int64_t> target_of(const Policy& policy, ClockKind kind) {
  switch (kind) {
    case ClockKind::first_response: return policy.first_response_s;
    case ClockKind::next_response: return policy.next_response_s;
    case ClockKind::resolution: return policy.resolution_s;
    case ClockKind::call_back: return policy.call_back_s;
  }
  return std::nullopt;
}

Choice choose(std::span<const Policy> policies, const Facts& facts, ClockKind kind) {
  const Policy* best = nullptr;
  for (const auto& policy : policies) {
    if (!target_of(policy, kind) || !holds(policy, facts)) continue;
    if (best == nullptr || rank(policy) > rank(*best)) best = &policy;
  }
  if (best == nullptr && !is_of_answer(kind)) {
    Choice none;
    none.why = "No policy promises it.";
    return none;
  }
  const bool inbox_goes_before = is_of_answer(kind) && facts.inbox_target_is_own;
  if (best == nullptr || (inbox_goes_before && weight(*best) < kInboxAlone)) return of_inbox(facts);
  Choice choice;
  choice.policy_id = best->id;
  choice.target_s = target_of(*best, kind).value_or(0);
  choice.warn_percent = best->warn_percent;
  choice.counted = best->counted;
  choice.hours_id = best->hours_id;
  choice.escalate_s = best->escalate_s;
  choice.why = "The policy \"" + best->name + "\" is the most specific: " + conditions(*best) + ".";
  return choice;
}

base::Result<void> check(const Policy& policy) {
  if (base::is_blank(policy.name)) return refuse("name", "give it one");
  if (base::count_points(policy.name) > kLongestName) return refuse("name", "at most 80 characters");
  if (!policy.first_response_s && !policy.next_response_s && !policy.resolution_s && !policy.call_back_s)
    return refuse("first_response_s",
                  "a policy promises something: set a target for the first response, the next one, the solution or a call");
  if (auto good = check_target("first_response_s", policy.first_response_s); !good) return good;
  if (auto good = check_target("next_response_s", policy.next_response_s); !good) return good;
  if (auto good = check_target("resolution_s", policy.resolution_s); !good) return good;
  if (auto good = check_target("call_back_s", policy.call_back_s); !good) return good;
  if (policy.priority_at_least && (*policy.priority_at_least < 1 || *policy.priority_at_least > 100))
    return refuse("priority_at_least", "between 1 and 100");
  if (policy.segment == contact::Value::none)
    return refuse("segment", "nobody said what these customers are worth; leave it out to mean everybody");
  if (policy.warn_percent < 1 || policy.warn_percent > 100) return refuse("warn_percent", "between 1 and 100");
  if ((policy.counted == Counted::calendar) != policy.hours_id.has_value())
    return refuse("hours_id",
                  policy.hours_id ? "only where the policy counts the hours of a calendar" : "say which calendar");
  return check_steps(policy.escalate_s);
}

}  // namespace sla
