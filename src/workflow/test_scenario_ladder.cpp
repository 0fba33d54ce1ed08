#include "workflow/test_scenario_ladder.hpp"

#include <array>

#include "base/json/traits.hpp"
#include "workflow/follow_ups.hpp"
#include "workflow/run_playbook.hpp"

namespace workflow {
namespace {

constexpr std::array<std::string_view, 7> kDays = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

// "22:00" → 1320
std::int64_t minute(std::string_view word) {
  if (word.size() != 5 || word[2] != ':') throw ScenarioError("expected a time like 22:00");
  return std::stoll(std::string(word.substr(0, 2))) * 60 + std::stoll(std::string(word.substr(3)));
}

notification::DayTime hours_of(const std::string& word) {
  const auto dash = word.find('-');
  if (dash == std::string::npos) throw ScenarioError("expected hours like 22:00-07:00, not " + word);
  return {minute(std::string_view(word).substr(0, dash)), minute(std::string_view(word).substr(dash + 1))};
}

}  // namespace

base::Result<void> ScenarioLadder::quiet(ScenarioLine& line, const rights::User& user) {
  std::optional<notification::DayTime> hours;
  if (!line.take("never")) hours = hours_of(line.word("hours like 22:00-07:00"));
  return office_.transact([&, who = office_.as(user)](store::Transaction& t) { return set_quiet_hours(t, who, hours); });
}

base::Result<void> ScenarioLadder::on_call(ids::Team team, const rights::User& user, const std::string& day,
                                           const std::string& hours) {
  const auto known = std::ranges::find(kDays, day);
  if (known == kDays.end()) throw ScenarioError("there is no day " + day);
  const auto time = hours_of(hours);
  shifts_.push_back({known - kDays.begin(), time.from_minute, time.until_minute, user.id});
  return office_.transact(
      [&, who = office_.as(office_.ana)](store::Transaction& t) { return set_shifts(t, who, team, shifts_); });
}

base::Result<void> ScenarioLadder::climb_after(std::int64_t seconds) {
  return office_.transact([&, who = office_.as(office_.ana)](store::Transaction& t) {
    return set_ladder_settings(t, who, {seconds, std::nullopt}, office_.channels);
  });
}

void ScenarioLadder::climb() {
  (void)office_.transact([](store::Transaction& t) -> base::Result<std::int64_t> { return climb_notifications(t, 100); });
  (void)office_.transact([](store::Transaction& t) -> base::Result<std::int64_t> { return tell_late_steps(t, 100); });
  (void)office_.transact([](store::Transaction& t) -> base::Result<std::int64_t> { return fire_follow_ups(t, 100); });
}

std::vector<notification::Notification> ScenarioLadder::list(const rights::User& user) {
  return office_
      .read([&, who = office_.as(user)](store::Reading& reading) {
        return page_notifications(reading, who, ids::Notification{}, 100);
      })
      .value()
      .items;
}

base::Result<void> ScenarioLadder::take(const rights::User& user) {
  const auto all = list(user);
  if (all.empty()) throw ScenarioError(user.name + " was told nothing");
  return office_.transact([&, who = office_.as(user)](store::Transaction& t) -> base::Result<void> {
    return take_notification(t, who, all.front().id).map([](const auto&) {});
  });
}

std::string ScenarioLadder::told(const rights::User& user) {
  const auto all = list(user);
  auto& heard = heard_[user.id];
  std::string out;
  for (auto one = all.rbegin(); one != all.rend(); ++one) {
    if (one->id <= heard) continue;
    heard = one->id;
    out.append(out.empty() ? "" : " ").append(base::to_name(one->cause));
  }
  return out.empty() ? "nothing" : out;
}

}  // namespace workflow
