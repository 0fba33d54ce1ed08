#include "domain/contact/strike_level.hpp"

#include <chrono>
#include <cmath>

namespace contact {
namespace {

constexpr std::chrono::hours kNews{24};
constexpr std::int64_t kMostPriority = 100;
constexpr std::int64_t kMostSenior = 3;

std::int64_t round_level(double sum) { return static_cast<std::int64_t>(std::floor(sum + 0.5)); }

base::Result<void> check_range(const std::string& field, std::int64_t value, std::int64_t least, std::int64_t most) {
  if (value >= least && value <= most) return {};
  return base::fail(base::FailureKind::invalid,
                    field + ": expected a whole number from " + std::to_string(least) + " to " + std::to_string(most),
                    field);
}

}  // namespace

base::Result<void> check(const StrikeSettings& settings) {
  auto good = check_range("half_life_days", settings.half_life_days, 1, kLongestHalfLife_days);
  if (good && settings.second_priority) good = check_range("second_priority", *settings.second_priority, 1, kMostPriority);
  if (good && settings.second_seniority) good = check_range("second_seniority", *settings.second_seniority, 2, kMostSenior);
  return good;
}

double weight_at(base::Time at, base::Time now, std::int64_t half_life_days) {
  if (at >= now) return 1;
  const std::chrono::duration<double, std::ratio<86'400>> age = now - at;
  return std::exp2(-age.count() / static_cast<double>(half_life_days));
}

std::int64_t level_at(std::span<const base::Time> times, base::Time now, std::int64_t half_life_days) {
  double sum = 0;
  for (const auto at : times) sum += weight_at(at, now, half_life_days);
  return round_level(sum);
}

std::int64_t level_of(std::span<const StrikeRecord> strikes, base::Time now, std::int64_t half_life_days) {
  double sum = 0;
  for (const auto& strike : strikes)
    if (!strike.undone_at) sum += weight_at(strike.at, now, half_life_days);
  return round_level(sum);
}

std::vector<Consequence> what_follows(const StrikeSettings& settings, std::int64_t before, std::int64_t after, base::Time at,
                                      base::Time now) {
  std::vector<Consequence> out;
  if (now - at > kNews) return out;
  const auto rises_over = [&](std::int64_t level) { return before < level && after >= level; };
  if (rises_over(kSecondStrike)) {
    if (settings.second_tells_leads) out.push_back(Consequence::leads_told);
    if (settings.second_priority) out.push_back(Consequence::priority_raised);
    if (settings.second_seniority) out.push_back(Consequence::seniors_wanted);
    if (settings.second_playbook_id) out.push_back(Consequence::playbook_begun);
  }
  if (rises_over(kThirdStrike) && settings.third_user_id) {
    out.push_back(Consequence::person_told);
    if (settings.third_assigns) out.push_back(Consequence::person_assigned);
  }
  return out;
}

std::int64_t seniority_for(const StrikeSettings& settings, std::int64_t level) {
  return level >= kSecondStrike ? settings.second_seniority.value_or(1) : 1;
}

}  // namespace contact
