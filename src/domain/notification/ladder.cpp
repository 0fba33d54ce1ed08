#include "domain/notification/ladder.hpp"

#include <algorithm>
#include <string>

namespace notification {
namespace {

constexpr std::int64_t kDay = 24 * 60;
constexpr std::size_t kMostShifts = 500;

// What a clock on the wall shows.
struct Wall {
  std::int64_t weekday = 0;
  std::int64_t minute = 0;
};

Wall wall_at(const sla::Zone& zone, base::Time now) {
  const auto local = std::chrono::floor<std::chrono::minutes>(now.time_since_epoch() + zone.at(now).ahead);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const auto weekday = std::chrono::weekday(std::chrono::sys_days(day)).c_encoding();
  return {static_cast<std::int64_t>(weekday), (local - day).count()};
}

bool is_within(std::int64_t minute, std::int64_t from, std::int64_t until) {
  if (from < until) return minute >= from && minute < until;
  return minute >= from || minute < until;
}

bool is_on(const Shift& shift, const Wall& wall) {
  if (shift.from_minute < shift.until_minute)
    return wall.weekday == shift.weekday && is_within(wall.minute, shift.from_minute, shift.until_minute);
  if (wall.weekday == shift.weekday) return wall.minute >= shift.from_minute;
  return wall.weekday == (shift.weekday + 1) % 7 && wall.minute < shift.until_minute;
}

bool has_quiet(const Staff& staff, ids::User user, const Wall& wall) {
  return std::ranges::any_of(staff.quiet, [&](const QuietHours& hours) {
    return hours.user_id == user && is_within(wall.minute, hours.from_minute, hours.until_minute);
  });
}

std::vector<ids::User> on_call(const Staff& staff, const Wall& wall) {
  std::vector<ids::User> out;
  for (const auto& shift : staff.shifts) {
    if (is_on(shift, wall) && std::ranges::find(out, shift.user_id) == out.end()) out.push_back(shift.user_id);
  }
  return out;
}

template <class Stands>
std::vector<ids::User> those_who(const Staff& staff, Stands stands) {
  std::vector<ids::User> out;
  for (const auto& user : staff.users) {
    if (user.state == rights::UserState::active && stands(user)) out.push_back(user.id);
  }
  return out;
}

// Who is on call for the team; else its own leads; else every lead there is.
std::vector<ids::User> leads_of(const Staff& staff, const Wall& wall) {
  const auto called = on_call(staff, wall);
  const auto is_in = [](const std::vector<ids::User>& some, ids::User id) {
    return std::ranges::find(some, id) != some.end();
  };
  // A partner is called for their own team alone: they could not even open another's conversation.
  auto out = those_who(staff, [&](const rights::User& user) {
    return is_in(called, user.id) && (user.role != rights::Role::partner || is_in(staff.team, user.id));
  });
  const auto leads = [](const rights::User& user) { return user.role == rights::Role::lead; };
  if (out.empty())
    out = those_who(staff, [&](const rights::User& user) { return leads(user) && is_in(staff.team, user.id); });
  return out.empty() ? those_who(staff, leads) : out;
}

// Who stands on a rung, whether they have quiet hours or not.
std::vector<ids::User> standing_on(const Staff& staff, std::int64_t rung, const Wall& wall) {
  if (rung == kAssignee) return those_who(staff, [&](const rights::User& user) { return staff.assignee == user.id; });
  if (rung == kLead) return leads_of(staff, wall);
  return those_who(
      staff, [](const rights::User& user) { return user.role == rights::Role::admin || user.role == rights::Role::owner; });
}

base::Result<void> check_minutes(std::int64_t from, std::int64_t until, const std::string& where) {
  const auto refuse = [&](const std::string& field) {
    return base::fail(base::FailureKind::invalid, where + field + ": a day has the minutes 0 to 1439", where + field);
  };
  if (from < 0 || from >= kDay) return refuse("from_minute");
  if (until < 0 || until >= kDay) return refuse("until_minute");
  return {};
}

}  // namespace

base::Result<void> check(const QuietHours& hours) { return check_minutes(hours.from_minute, hours.until_minute, ""); }

base::Result<void> check(const std::vector<Shift>& shifts) {
  const auto refuse = [](const std::string& field, const std::string& sentence) {
    return base::fail(base::FailureKind::invalid, field + ": " + sentence, field);
  };
  if (shifts.size() > kMostShifts) return refuse("shifts", "there are more than 500");
  for (std::size_t i = 0; i < shifts.size(); ++i) {
    const auto& shift = shifts[i];
    const std::string where = "shifts[" + std::to_string(i) + "].";
    if (shift.weekday < 0 || shift.weekday > 6) return refuse(where + "weekday", "days are 0 (Sunday) to 6 (Saturday)");
    if (auto good = check_minutes(shift.from_minute, shift.until_minute, where); !good) return good;
    const auto is_same = [&](const Shift& other) {
      return other.weekday == shift.weekday && other.from_minute == shift.from_minute && other.user_id == shift.user_id;
    };
    if (std::ranges::count_if(shifts, is_same) > 1)
      return refuse(where + "from_minute", "somebody begins twice at that time");
  }
  return {};
}

bool is_quiet(const QuietHours& hours, const sla::Zone& zone, base::Time now) {
  return is_within(wall_at(zone, now).minute, hours.from_minute, hours.until_minute);
}

Told whom(const Staff& staff, std::int64_t rung, base::Time now) {
  const Wall wall = wall_at(staff.zone, now);
  std::optional<Told> quiet;
  for (; rung <= kManager; ++rung) {
    auto users = standing_on(staff, rung, wall);
    if (!users.empty() && !quiet) quiet = Told{rung, users};
    std::erase_if(users, [&](ids::User user) { return has_quiet(staff, user, wall); });
    if (!users.empty()) return {rung, std::move(users)};
  }
  return quiet.value_or(Told{kManager, {}});
}

}  // namespace notification
