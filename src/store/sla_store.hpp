#pragma once
// Rows of policies and business hours. Whoever changes any of them sets a new revision in the same transaction: what was made of
// them before is known to be old by it, and the running clocks are reckoned anew.

#include <cstdint>
#include <optional>
#include <vector>

#include <boost/describe.hpp>

#include "domain/sla/calendar.hpp"
#include "domain/sla/policy.hpp"
#include "store/transaction.hpp"

namespace store {

// By their names.
[[nodiscard]] std::vector<sla::Policy> list_policies(Reading& reading, ids::Organization organization);
void insert_policy(Transaction& transaction, const sla::Policy& policy);
void update_policy(Transaction& transaction, const sla::Policy& policy);
void delete_policy(Transaction& transaction, ids::Organization organization, ids::SlaPolicy id);

// By their names.
[[nodiscard]] std::vector<sla::Calendar> list_calendars(Reading& reading, ids::Organization organization);
// Where it is the default, another one is that no more.
void insert_calendar(Transaction& transaction, const sla::Calendar& calendar);
void update_calendar(Transaction& transaction, const sla::Calendar& calendar);
// No policy may name it.
void delete_calendar(Transaction& transaction, ids::Organization organization, ids::BusinessHours id);

struct TeamHours {
  ids::Team team_id;
  ids::BusinessHours hours_id;
};
BOOST_DESCRIBE_STRUCT(TeamHours, (), (team_id, hours_id))
[[nodiscard]] std::vector<TeamHours> list_team_hours(Reading& reading, ids::Organization organization);
// These teams work by these hours, and no others do.
void set_team_hours(Transaction& transaction, ids::Organization organization, ids::BusinessHours hours,
                    const std::vector<ids::Team>& teams);

// None where nothing was ever set.
[[nodiscard]] std::optional<std::int64_t> find_sla_revision(Reading& reading, ids::Organization organization);
void set_sla_revision(Transaction& transaction, ids::Organization organization);

// Running clocks that are to be reckoned anew, and how far that went.
struct Reckoning {
  ids::Organization organization_id;
  std::int64_t revision = 0;
  std::optional<ids::Conversation> reckoned_id;
};
BOOST_DESCRIBE_STRUCT(Reckoning, (), (organization_id, revision, reckoned_id))
[[nodiscard]] std::optional<Reckoning> find_reckoning(Reading& reading);
void set_reckoning(Transaction& transaction, const Reckoning& reckoning);

}  // namespace store
