#include "store/sla_store.hpp"

#include <string>
#include <utility>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "store/checked_query.hpp"

namespace store {
namespace {

using OptionalNumber = std::optional<std::int64_t>;
using OptionalInbox = std::optional<ids::Inbox>;
using OptionalTeam = std::optional<ids::Team>;
using OptionalText = std::optional<std::string>;
using OptionalSegment = std::optional<contact::Value>;
using OptionalHours = std::optional<ids::BusinessHours>;

struct PolicyRow {
  ids::SlaPolicy id;
  ids::Organization organization_id;
  std::string name;
  OptionalInbox inbox_id;
  OptionalText channel;
  OptionalTeam team_id;
  OptionalNumber priority_at_least;
  OptionalSegment segment;
  OptionalNumber first_response_s;
  OptionalNumber next_response_s;
  OptionalNumber resolution_s;
  OptionalNumber call_back_s;
  std::int64_t warn_percent = 75;
  sla::Counted counted = sla::Counted::always;
  OptionalHours hours_id;
  std::string escalate_s;
  base::Time created_at{};
  base::Time changed_at{};
};
BOOST_DESCRIBE_STRUCT(PolicyRow, (),
                      (id, organization_id, name, inbox_id, channel, team_id, priority_at_least, segment, first_response_s,
                       next_response_s, resolution_s, call_back_s, warn_percent, counted, hours_id, escalate_s, created_at,
                       changed_at))

struct CalendarRow {
  ids::BusinessHours id;
  ids::Organization organization_id;
  std::string name;
  bool always_open = false;
  std::string timezone;
  std::string week;
  std::string holidays;
  bool is_default = false;
  base::Time created_at{};
  base::Time changed_at{};
};
BOOST_DESCRIBE_STRUCT(CalendarRow, (),
                      (id, organization_id, name, always_open, timezone, week, holidays, is_default, created_at, changed_at))

constexpr Query<PolicyRow(ids::Organization)> kPolicyList{"sla_policy_list"};
constexpr Query<void(ids::SlaPolicy, ids::Organization, std::string, OptionalInbox, OptionalText, OptionalTeam,
                     OptionalNumber, OptionalSegment, OptionalNumber, OptionalNumber, OptionalNumber, OptionalNumber,
                     std::int64_t, sla::Counted, OptionalHours, std::string, base::Time, base::Time)>
    kPolicyInsert{"sla_policy_insert"};
constexpr Query<void(ids::Organization, ids::SlaPolicy, std::string, OptionalInbox, OptionalText, OptionalTeam,
                     OptionalNumber, OptionalSegment, OptionalNumber, OptionalNumber, OptionalNumber, OptionalNumber,
                     std::int64_t, sla::Counted, OptionalHours, std::string, base::Time)>
    kPolicyUpdate{"sla_policy_update"};
constexpr Query<void(ids::Organization, ids::SlaPolicy)> kPolicyDelete{"sla_policy_delete"};
constexpr Query<CalendarRow(ids::Organization)> kHoursList{"business_hours_list"};
constexpr Query<void(ids::BusinessHours, ids::Organization, std::string, bool, std::string, std::string, std::string, bool,
                     base::Time, base::Time)>
    kHoursInsert{"business_hours_insert"};
constexpr Query<void(ids::Organization, ids::BusinessHours, std::string, bool, std::string, std::string, std::string, bool,
                     base::Time)>
    kHoursUpdate{"business_hours_update"};
constexpr Query<void(ids::Organization, ids::BusinessHours)> kHoursDropDefault{"business_hours_drop_default"};
constexpr Query<void(ids::Organization, ids::BusinessHours)> kHoursDelete{"business_hours_delete"};
constexpr Query<TeamHours(ids::Organization)> kTeamList{"team_hours_list"};
constexpr Query<void(ids::Organization, ids::Team, ids::BusinessHours)> kTeamSet{"team_hours_set"};
constexpr Query<void(ids::Organization, ids::BusinessHours)> kTeamClear{"team_hours_clear"};
constexpr Query<std::int64_t(ids::Organization)> kRevisionFind{"sla_revision_find"};
constexpr Query<void(ids::Organization, ids::SlaPolicy)> kRevisionSet{"sla_revision_set"};
constexpr Query<Reckoning()> kReckoningFind{"sla_reckoning_find"};
constexpr Query<void(ids::Organization, std::int64_t, std::optional<ids::Conversation>)> kReckoningSet{"sla_reckoning_set"};

sla::Policy to_policy(PolicyRow row) {
  sla::Policy out;
  out.id = row.id;
  out.organization_id = row.organization_id;
  out.name = std::move(row.name);
  out.inbox_id = row.inbox_id;
  out.channel = std::move(row.channel);
  out.team_id = row.team_id;
  out.priority_at_least = row.priority_at_least;
  out.segment = row.segment;
  out.first_response_s = row.first_response_s;
  out.next_response_s = row.next_response_s;
  out.resolution_s = row.resolution_s;
  out.call_back_s = row.call_back_s;
  out.warn_percent = row.warn_percent;
  out.counted = row.counted;
  out.hours_id = row.hours_id;
  if (auto steps = base::decode_text<std::vector<std::int64_t>>(row.escalate_s)) out.escalate_s = *std::move(steps);
  out.created_at = row.created_at;
  out.changed_at = row.changed_at;
  return out;
}

// What cannot be read is empty: hours that never come, which whoever counts with them notices.
sla::Calendar to_calendar(CalendarRow row) {
  sla::Calendar out;
  out.id = row.id;
  out.organization_id = row.organization_id;
  out.name = std::move(row.name);
  out.always_open = row.always_open;
  out.timezone = std::move(row.timezone);
  if (auto week = base::decode_text<sla::Week>(row.week)) out.week = *std::move(week);
  if (auto days = base::decode_text<std::vector<sla::Holiday>>(row.holidays)) out.holidays = *std::move(days);
  out.is_default = row.is_default;
  out.created_at = row.created_at;
  out.changed_at = row.changed_at;
  return out;
}

}  // namespace

std::vector<sla::Policy> list_policies(Reading& reading, ids::Organization organization) {
  std::vector<sla::Policy> out;
  for (auto& row : reading.rows(kPolicyList, organization)) out.push_back(to_policy(std::move(row)));
  return out;
}

void insert_policy(Transaction& transaction, const sla::Policy& p) {
  transaction.run(kPolicyInsert, p.id, p.organization_id, p.name, p.inbox_id, p.channel, p.team_id, p.priority_at_least,
                  p.segment, p.first_response_s, p.next_response_s, p.resolution_s, p.call_back_s, p.warn_percent, p.counted,
                  p.hours_id, base::encode(p.escalate_s), p.created_at, p.changed_at);
}

void update_policy(Transaction& transaction, const sla::Policy& p) {
  transaction.run(kPolicyUpdate, p.organization_id, p.id, p.name, p.inbox_id, p.channel, p.team_id, p.priority_at_least,
                  p.segment, p.first_response_s, p.next_response_s, p.resolution_s, p.call_back_s, p.warn_percent, p.counted,
                  p.hours_id, base::encode(p.escalate_s), p.changed_at);
}

void delete_policy(Transaction& transaction, ids::Organization organization, ids::SlaPolicy id) {
  transaction.run(kPolicyDelete, organization, id);
}

std::vector<sla::Calendar> list_calendars(Reading& reading, ids::Organization organization) {
  std::vector<sla::Calendar> out;
  for (auto& row : reading.rows(kHoursList, organization)) out.push_back(to_calendar(std::move(row)));
  return out;
}

void insert_calendar(Transaction& transaction, const sla::Calendar& c) {
  if (c.is_default) transaction.run(kHoursDropDefault, c.organization_id, c.id);
  transaction.run(kHoursInsert, c.id, c.organization_id, c.name, c.always_open, c.timezone, base::encode(c.week),
                  base::encode(c.holidays), c.is_default, c.created_at, c.changed_at);
}

void update_calendar(Transaction& transaction, const sla::Calendar& c) {
  if (c.is_default) transaction.run(kHoursDropDefault, c.organization_id, c.id);
  transaction.run(kHoursUpdate, c.organization_id, c.id, c.name, c.always_open, c.timezone, base::encode(c.week),
                  base::encode(c.holidays), c.is_default, c.changed_at);
}

void delete_calendar(Transaction& transaction, ids::Organization organization, ids::BusinessHours id) {
  transaction.run(kTeamClear, organization, id);
  transaction.run(kHoursDelete, organization, id);
}

std::vector<TeamHours> list_team_hours(Reading& reading, ids::Organization organization) {
  return reading.rows(kTeamList, organization);
}

void set_team_hours(Transaction& transaction, ids::Organization organization, ids::BusinessHours hours,
                    const std::vector<ids::Team>& teams) {
  transaction.run(kTeamClear, organization, hours);
  for (const auto team : teams) transaction.run(kTeamSet, organization, team, hours);
}

std::optional<std::int64_t> find_sla_revision(Reading& reading, ids::Organization organization) {
  return reading.one(kRevisionFind, organization);
}

void set_sla_revision(Transaction& transaction, ids::Organization organization) {
  // Ids are given out once and never again, also where this transaction comes to nothing.
  transaction.run(kRevisionSet, organization, transaction.new_id<ids::SlaPolicy>());
}

std::optional<Reckoning> find_reckoning(Reading& reading) { return reading.one(kReckoningFind); }

void set_reckoning(Transaction& transaction, const Reckoning& r) {
  transaction.run(kReckoningSet, r.organization_id, r.revision, r.reckoned_id);
}

std::vector<CheckedQuery> sla_queries() {
  return {kPolicyList,   kPolicyInsert,     kPolicyUpdate,  kPolicyDelete, kHoursList, kHoursInsert,
          kHoursUpdate,  kHoursDropDefault, kHoursDelete,   kTeamList,     kTeamSet,   kTeamClear,
          kRevisionFind, kRevisionSet,      kReckoningFind, kReckoningSet};
}

}  // namespace store
