#include "domain/routing/settings.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/blank.hpp"
#include "base/text.hpp"
#include "domain/triage/verdict.hpp"

namespace routing {
namespace {

constexpr std::size_t kLongestSkill = 100;

// ISO 639-1, with two that were withdrawn from it and are still said of texts (bh, sh).
constexpr std::string_view kLanguages =
    " aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es "
    "et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj "
    "kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv "
    "ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th "
    "ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ";

bool is_language(const std::string& code) {
  return code.size() == 2 && kLanguages.find(" " + code + " ") != std::string_view::npos;
}

tl::unexpected<base::Failure> refuse(const std::string& field, const std::string& sentence) {
  return base::fail(base::FailureKind::invalid, field + ": " + sentence, field);
}

base::Result<void> check_wait(const char* field, std::optional<std::int64_t> seconds) {
  if (!seconds || (*seconds >= kShortestWait_s && *seconds <= kLongestWait_s)) return {};
  return refuse(field, "between 10 seconds and 7 days");
}

const Settings* find(std::span<const Settings> all, ids::Team team) {
  const auto found = std::ranges::find(all, team, &Settings::team_id);
  return found == all.end() ? nullptr : &*found;
}

bool comes_round(const Settings& from, std::span<const Settings> all) {
  const Settings* at = &from;
  for (std::size_t steps = 0; at != nullptr && at->overflow_team_id && steps <= all.size(); ++steps) {
    if (*at->overflow_team_id == from.team_id) return true;
    at = find(all, *at->overflow_team_id);
  }
  return false;
}

base::Result<void> tidy(std::vector<std::string>& skills, const char* field) {
  if (skills.size() > kMostSkills) return refuse(field, "at most 100");
  for (auto& skill : skills) {
    skill = base::to_storable(skill);
    if (base::is_blank(skill)) return refuse(field, "an entry is empty");
    if (base::count_points(skill) > kLongestSkill) return refuse(field, "an entry is longer than 100 characters");
  }
  std::ranges::sort(skills);
  const auto [first, last] = std::ranges::unique(skills);
  skills.erase(first, last);
  return {};
}

}  // namespace

base::Result<void> check(const Settings& settings, std::span<const Settings> all) {
  if (settings.sticky_s && (*settings.sticky_s < 60 || *settings.sticky_s > kLongestSticky_s))
    return refuse("sticky_s", "between a minute and 365 days");
  if (settings.sticky_over_percent < 0 || settings.sticky_over_percent > 100)
    return refuse("sticky_over_percent", "between 0 and 100");
  if (auto good = check_wait("overflow_after_s", settings.overflow_after_s); !good) return good;
  if (auto good = check_wait("requeue_away_after_s", settings.requeue_away_after_s); !good) return good;
  if (settings.overflow_team_id && !settings.overflow_after_s)
    return refuse("overflow_after_s", "say after how long work overflows to that team");
  if (settings.overflow_after_s && !settings.overflow_team_id)
    return refuse("overflow_team_id", "say which team work overflows to");
  if (settings.overflow_team_id == settings.team_id)
    return refuse("overflow_team_id", "a team's work cannot overflow to the team itself");
  if (comes_round(settings, all))
    return refuse("overflow_team_id", "work of that team overflows to this one in the end: it would go round in a circle");
  return {};
}

base::Result<Profile> clean(Profile profile) {
  if (profile.capacity < 0 || profile.capacity > kMostCapacity) return refuse("capacity", "between 0 and 1,000");
  if (profile.seniority < 1 || profile.seniority > kMostSeniority) return refuse("seniority", "between 1 and 3");
  for (const auto& [field, skills] : {std::pair{"languages", &profile.languages}, std::pair{"channels", &profile.channels},
                                      std::pair{"topics", &profile.topics}, std::pair{"products", &profile.products}}) {
    if (auto good = tidy(*skills, field); !good) return base::pass_on(good.error());
  }
  for (const auto& code : profile.languages)
    if (!is_language(code)) return refuse("languages", "\"" + code + "\" is no code of a language (ISO 639-1), like de");
  const auto topics = triage::intent_names();
  for (const auto& topic : profile.topics)
    if (std::ranges::find(topics, topic) == topics.end())
      return refuse("topics", "\"" + topic + "\" is no topic that triage knows, like refund");
  return profile;
}

base::Result<void> check(const Weights& weights) {
  for (const auto& [channel, weight] : weights)
    if (weight < 1 || weight > kMostWeight) return refuse("weights", "of " + channel + ": between 1 and 100");
  return {};
}

}  // namespace routing
