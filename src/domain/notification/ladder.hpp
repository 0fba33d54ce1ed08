#pragma once
// Whom a promise that is about to be broken, or was, is told to by name: the assignee, then the lead (who is on call for the
// team, else its leads, else any lead), then the manager (who administers), a rung
// at a time while nobody says that they have it.

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/ids.hpp"
#include "domain/rights/account.hpp"
#include "domain/sla/zone.hpp"

namespace notification {

constexpr std::int64_t kAssignee = 0, kLead = 1, kManager = 2;
constexpr std::int64_t kClimbAfter_s = 600;  // Where nobody set another time.

// A time of each day on the wall, in minutes after midnight; from after until: over midnight. Equal: the whole day.
struct DayTime {
  std::int64_t from_minute = 0;
  std::int64_t until_minute = 0;
};
BOOST_DESCRIBE_STRUCT(DayTime, (), (from_minute, until_minute))

struct QuietHours {
  ids::User user_id;
  std::int64_t from_minute = 0;
  std::int64_t until_minute = 0;
};
BOOST_DESCRIBE_STRUCT(QuietHours, (), (user_id, from_minute, until_minute))

// Who is called for a team, and when. A shift over midnight belongs to the day on which it begins.
struct Shift {
  std::int64_t weekday = 0;  // 0 is Sunday.
  std::int64_t from_minute = 0;
  std::int64_t until_minute = 0;
  ids::User user_id;
};
BOOST_DESCRIBE_STRUCT(Shift, (), (weekday, from_minute, until_minute, user_id))

struct LadderSettings {
  std::int64_t climb_after_s = kClimbAfter_s;  // Until the next rung is told.
  std::optional<ids::Inbox> mail_inbox_id;     // Whose mailbox tells by mail, too; none: nobody is told by mail.
};
BOOST_DESCRIBE_STRUCT(LadderSettings, (), (climb_after_s, mail_inbox_id))

// Refuses, by its field, a minute that no day has.
[[nodiscard]] base::Result<void> check(const QuietHours& hours);
[[nodiscard]] base::Result<void> check(const std::vector<Shift>& shifts);

// Whether those hours are now, on the wall of that zone.
[[nodiscard]] bool is_quiet(const QuietHours& hours, const sla::Zone& zone, base::Time now);

// Everybody and everything that is known when it is decided.
struct Staff {
  std::vector<rights::User> users;  // Of the organization.
  std::vector<ids::User> team;      // Members of the conversation's team.
  std::vector<Shift> shifts;        // Of that team.
  std::vector<QuietHours> quiet;    // Of anybody.
  std::optional<ids::User> assignee;
  sla::Zone zone;  // Of the organization.
};

struct Told {
  std::int64_t rung = kAssignee;  // Where somebody was found, from the wanted one up.
  std::vector<ids::User> users;   // Nobody: the organization has no manager that is active.
};

// Whom to tell on a rung. Who has quiet hours is left out, and a rung without anybody is climbed over: no assignee, say. When everybody up to the top has quiet hours, the wanted rung is told all the same: somebody must know.
[[nodiscard]] Told whom(const Staff& staff, std::int64_t rung, base::Time now);

}  // namespace notification
