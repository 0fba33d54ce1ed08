#include "store/resolution_store.hpp"

#include <string>

#include "store/checked_query.hpp"

namespace store {
namespace {

using OptionalTime = std::optional<base::Time>;
using OptionalCause = std::optional<sla::StopCause>;
using OptionalReason = std::optional<conversation::DismissReason>;
using OptionalPolicy = std::optional<ids::SlaPolicy>;
using OptionalNumber = std::optional<std::int64_t>;

constexpr Query<sla::Clock(ids::Conversation)> kRunning{"resolution_running"};
constexpr Query<sla::Clock(ids::Conversation)> kLast{"resolution_last_stopped"};
constexpr Query<std::int64_t(ids::Organization)> kAnyRunning{"resolution_any_running"};
constexpr Query<void(ids::Clock, ids::Organization, ids::Conversation, base::Time, base::Time, OptionalTime, OptionalTime,
                     OptionalCause, OptionalReason, OptionalPolicy, OptionalNumber, OptionalNumber, OptionalTime,
                     OptionalTime, OptionalTime, OptionalNumber, OptionalTime)>
    kInsert{"resolution_insert"};
constexpr Query<void(ids::Clock, base::Time, base::Time, OptionalTime, OptionalTime, OptionalCause, OptionalReason,
                     OptionalPolicy, OptionalNumber, OptionalNumber, OptionalTime, OptionalTime, OptionalTime,
                     OptionalNumber, OptionalTime)>
    kUpdate{"resolution_update"};
constexpr Query<sla::Clock(base::Time, std::int64_t)> kDue{"resolution_due"};
constexpr Query<std::int64_t(ids::Clock, OptionalTime)> kTake{"resolution_take"};
constexpr Query<sla::Clock(ids::Organization, ids::Conversation, std::int64_t)> kListRunning{"resolution_list_running"};
constexpr Query<ResolutionSums(ids::Organization, base::Time, base::Time, base::Time, std::optional<ids::Inbox>,
                               std::optional<ids::Team>, std::optional<std::string>)>
    kSums{"resolution_sums"};

}  // namespace

std::optional<sla::Clock> find_running_resolution(Reading& reading, ids::Conversation conversation) {
  return reading.one(kRunning, conversation);
}

std::optional<sla::Clock> find_last_resolution(Reading& reading, ids::Conversation conversation) {
  return reading.one(kLast, conversation);
}

bool has_late_resolution(Reading& reading, ids::Conversation conversation) {
  const auto running = find_running_resolution(reading, conversation);
  return running && running->breached_at;
}

bool has_running_resolutions(Reading& reading, ids::Organization organization) {
  return reading.one(kAnyRunning, organization).value_or(0) > 0;
}

void insert_resolution(Transaction& transaction, const sla::Clock& c) {
  transaction.run(kInsert, c.id, c.organization_id, c.conversation_id, c.started_at, c.due_at, c.breached_at, c.stopped_at,
                  c.stop_cause, c.dismiss_reason, c.policy_id, c.target_s, c.paused_ms, c.paused_at, c.warn_at, c.warned_at,
                  c.escalated, c.next_at);
}

void update_resolution(Transaction& transaction, const sla::Clock& c) {
  transaction.run(kUpdate, c.id, c.started_at, c.due_at, c.breached_at, c.stopped_at, c.stop_cause, c.dismiss_reason,
                  c.policy_id, c.target_s, c.paused_ms, c.paused_at, c.warn_at, c.warned_at, c.escalated, c.next_at);
}

std::vector<sla::Clock> list_due_resolutions(Reading& reading, base::Time now, std::int64_t limit) {
  return reading.rows(kDue, now, limit);
}

bool take_resolution(Transaction& transaction, const sla::Clock& c) {
  return transaction.one(kTake, c.id, c.next_at).has_value();
}

std::vector<sla::Clock> list_running_resolutions(Reading& reading, ids::Organization organization, ids::Conversation after,
                                                 std::int64_t limit) {
  return reading.rows(kListRunning, organization, after, limit);
}

ResolutionSums sum_resolutions(Reading& reading, ids::Organization organization, base::Time from, base::Time to,
                               const OwedFilter& filter) {
  return reading.one(kSums, organization, from, to, reading.now(), filter.inbox_id, filter.team_id, filter.channel)
      .value_or(ResolutionSums());
}

std::vector<CheckedQuery> resolution_queries() {
  return {kRunning, kLast, kAnyRunning, kInsert, kUpdate, kDue, kTake, kListRunning, kSums};
}

}  // namespace store
