#include "store/clock_store.hpp"

#include "store/checked_query.hpp"

namespace store {
namespace {

using OptionalTime = std::optional<base::Time>;
using OptionalCause = std::optional<sla::StopCause>;

constexpr Query<sla::Clock(ids::Conversation)> kRunning{"clock_running"};
constexpr Query<void(ids::Clock, ids::Organization, ids::Conversation, sla::ClockKind, base::Time, base::Time, OptionalTime,
                     OptionalTime, OptionalCause)>
    kInsert{"clock_insert"};
constexpr Query<void(ids::Clock, OptionalTime, OptionalTime, OptionalCause, base::Time, base::Time, sla::ClockKind)> kUpdate{
    "clock_update"};
constexpr Query<sla::Clock(ids::Conversation)> kList{"clock_list"};
constexpr Query<void(ids::Clock)> kDelete{"clock_delete"};
constexpr Query<void(ids::Conversation, ids::Conversation)> kMoveDismissals{"clock_move_dismissals"};
constexpr Query<sla::Clock(base::Time, std::int64_t)> kOverdue{"clock_overdue"};

}  // namespace

std::optional<sla::Clock> find_running_clock(Reading& reading, ids::Conversation conversation) {
  return reading.one(kRunning, conversation);
}

void insert_clock(Transaction& transaction, const sla::Clock& c) {
  transaction.run(kInsert, c.id, c.organization_id, c.conversation_id, c.kind, c.started_at, c.due_at, c.breached_at,
                  c.stopped_at, c.stop_cause);
}

void update_clock(Transaction& transaction, const sla::Clock& c) {
  transaction.run(kUpdate, c.id, c.breached_at, c.stopped_at, c.stop_cause, c.started_at, c.due_at, c.kind);
}

std::vector<sla::Clock> list_clocks(Reading& reading, ids::Conversation conversation) {
  return reading.rows(kList, conversation);
}

void delete_clock(Transaction& transaction, ids::Clock clock) { transaction.run(kDelete, clock); }

void move_dismissals(Transaction& transaction, ids::Conversation from, ids::Conversation to) {
  transaction.run(kMoveDismissals, from, to);
}

std::vector<sla::Clock> list_overdue_clocks(Reading& reading, base::Time now, std::int64_t limit) {
  return reading.rows(kOverdue, now, limit);
}

std::vector<CheckedQuery> clock_queries() { return {kRunning, kInsert, kUpdate, kList, kDelete, kMoveDismissals, kOverdue}; }

}  // namespace store
