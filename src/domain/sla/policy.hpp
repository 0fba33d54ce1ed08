#pragma once
// What is promised to whom. A policy says where it holds and how soon somebody answers there; of those that hold for a
// conversation the most specific one is chosen, and the choice tells why.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/contact/contact.hpp"
#include "domain/ids.hpp"
#include "domain/inbox/inbox.hpp"
#include "domain/sla/clock.hpp"

namespace sla {

// Which time a target is of.
enum class Counted {
  always,    // Every minute.
  team,      // While the conversation's team works, or where it has no hours of its own, the organization.
  calendar,  // While these hours say so.
};
BOOST_DESCRIBE_ENUM(Counted, always, team, calendar)

struct Policy {
  ids::SlaPolicy id;
  ids::Organization organization_id;
  std::string name;
  // Where it holds. All that is set must fit; with nothing set it holds everywhere.
  std::optional<ids::Inbox> inbox_id;
  std::optional<std::string> channel;
  std::optional<ids::Team> team_id;
  std::optional<std::int64_t> priority_at_least;  // 1 to 100.
  std::optional<contact::Value> segment;          // Whose customer is worth at least this.
  // What is promised. Where one is left out the next policy that has it says.
  std::optional<std::int64_t> first_response_s;
  std::optional<std::int64_t> next_response_s;
  std::optional<std::int64_t> resolution_s;  // From the customer's word until the matter is settled.
  std::optional<std::int64_t> call_back_s;   // From when they ask for a call until it comes.
  std::int64_t warn_percent = 75;            // Of the time, after which people are warned; 100: not before the breach.
  Counted counted = Counted::always;
  std::optional<ids::BusinessHours> hours_id;  // Of Counted::calendar.
  std::vector<std::int64_t> escalate_s;        // How long after the breach each further step is taken; rising.
  base::Time created_at{};
  base::Time changed_at{};
};

// What a choice is made by.
struct Facts {
  ids::Inbox inbox_id;
  std::string channel;
  std::optional<ids::Team> team_id;
  std::optional<std::int64_t> priority;
  contact::Value segment = contact::Value::none;
  // The inbox's own target, and whether somebody set it.
  std::int64_t inbox_target_s = 0;
  bool inbox_target_is_own = false;
  bool inbox_working_time = false;
};

// What holds for one clock.
struct Choice {
  std::optional<ids::SlaPolicy> policy_id;  // None: the inbox's own target, or its channel's.
  std::int64_t target_s = 0;                // 0: nothing is promised, which only a solution or a call can be without.
  std::int64_t warn_percent = 75;
  Counted counted = Counted::always;
  std::optional<ids::BusinessHours> hours_id;
  std::vector<std::int64_t> escalate_s;
  std::string why;  // A sentence.
};

// What the policy promises of that kind.
[[nodiscard]] std::optional<std::int64_t> target_of(const Policy& policy, ClockKind kind);

// The most specific that holds and has a target for `kind`: whom it is about goes before how urgent it is, that before the
// inbox, the inbox before the team, and the team before the channel. An inbox's own target counts as a policy of that inbox, for answers.
[[nodiscard]] Choice choose(std::span<const Policy> policies, const Facts& facts, ClockKind kind);

inline constexpr std::size_t kMostSteps = 5;

// Refuses, by its field, what promises nothing or what nobody can keep. Whether the rows that it names are there, the caller sees.
[[nodiscard]] base::Result<void> check(const Policy& policy);

}  // namespace sla
