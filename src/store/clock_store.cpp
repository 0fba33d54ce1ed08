#include "store/clock_store.hpp"

#include "store/checked_query.hpp"

namespace store {
namespace {

using OptionalTime = std::optional<base::Time>;
using OptionalCause = std::optional<sla::StopCause>;
using OptionalReason = std::optional<conversation::DismissReason>;
using OptionalPolicy = std::optional<ids::SlaPolicy>;
using OptionalNumber = std::optional<std::int64_t>;

constexpr Query<sla::Clock(ids::Conversation)> kRunning{"clock_running"};
constexpr Query<void(ids::Clock, ids::Organization, ids::Conversation, sla::ClockKind, base::Time, base::Time, OptionalTime,
                     OptionalTime, OptionalCause, OptionalReason, OptionalPolicy, OptionalNumber, OptionalNumber,
                     OptionalTime, OptionalTime, OptionalTime, OptionalNumber, OptionalTime)>
    kInsert{"clock_insert"};
constexpr Query<void(ids::Clock, sla::ClockKind, base::Time, base::Time, OptionalTime, OptionalTime, OptionalCause,
                     OptionalReason, OptionalPolicy, OptionalNumber, OptionalNumber, OptionalTime, OptionalTime,
                     OptionalTime, OptionalNumber, OptionalTime)>
    kUpdate{"clock_update"};
constexpr Query<void(ids::Clock, OptionalTime, OptionalCause, OptionalReason, OptionalTime)> kStop{"clock_stop"};
constexpr Query<sla::Clock(ids::Conversation)> kList{"clock_list"};
constexpr Query<void(ids::Clock)> kDelete{"clock_delete"};
constexpr Query<void(ids::Conversation, ids::Conversation)> kMoveDismissals{"clock_move_dismissals"};
constexpr Query<sla::Clock(base::Time, std::int64_t)> kDue{"clock_due"};
constexpr Query<OptionalTime()> kNext{"clock_next"};
constexpr Query<void(ids::Clock, base::Time, OptionalTime, OptionalTime, OptionalNumber, OptionalTime)> kTakeStep{
    "clock_take_step"};
constexpr Query<sla::Clock(ids::Organization, ids::Conversation, std::int64_t)> kListRunning{"clock_list_running"};

}  // namespace

std::optional<sla::Clock> find_running_clock(Reading& reading, ids::Conversation conversation) {
  return reading.one(kRunning, conversation);
}

void insert_clock(Transaction& transaction, const sla::Clock& c) {
  transaction.run(kInsert, c.id, c.organization_id, c.conversation_id, c.kind, c.started_at, c.due_at, c.breached_at,
                  c.stopped_at, c.stop_cause, c.dismiss_reason, c.policy_id, c.target_s, c.paused_ms, c.paused_at, c.warn_at,
                  c.warned_at, c.escalated, c.next_at);
}

void update_clock(Transaction& transaction, const sla::Clock& c) {
  transaction.run(kUpdate, c.id, c.kind, c.started_at, c.due_at, c.breached_at, c.stopped_at, c.stop_cause, c.dismiss_reason,
                  c.policy_id, c.target_s, c.paused_ms, c.paused_at, c.warn_at, c.warned_at, c.escalated, c.next_at);
}

void stop_clock(Transaction& transaction, const sla::Clock& c) {
  transaction.run(kStop, c.id, c.stopped_at, c.stop_cause, c.dismiss_reason, c.breached_at);
}

std::vector<sla::Clock> list_clocks(Reading& reading, ids::Conversation conversation) {
  return reading.rows(kList, conversation);
}

void delete_clock(Transaction& transaction, ids::Clock clock) { transaction.run(kDelete, clock); }

void move_dismissals(Transaction& transaction, ids::Conversation from, ids::Conversation to) {
  transaction.run(kMoveDismissals, from, to);
}

std::vector<sla::Clock> list_due_clocks(Reading& reading, base::Time now, std::int64_t limit) {
  return reading.rows(kDue, now, limit);
}

std::optional<base::Time> find_next_step(Reading& reading) { return reading.one(kNext).value_or(std::nullopt); }

bool take_clock_step(Transaction& transaction, const sla::Clock& c, base::Time was_due) {
  return transaction.run_counted(kTakeStep, c.id, was_due, c.warned_at, c.breached_at, c.escalated, c.next_at) == 1;
}

std::vector<sla::Clock> list_running_clocks(Reading& reading, ids::Organization organization, ids::Conversation after,
                                            std::int64_t limit) {
  return reading.rows(kListRunning, organization, after, limit);
}

std::vector<CheckedQuery> clock_queries() {
  return {kRunning, kInsert, kUpdate, kStop, kList, kDelete, kMoveDismissals, kDue, kNext, kTakeStep, kListRunning};
}

}  // namespace store
