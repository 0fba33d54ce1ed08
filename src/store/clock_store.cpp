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
constexpr Query<void(ids::Clock, OptionalTime, OptionalTime, OptionalCause, base::Time, base::Time)> kUpdate{"clock_update"};
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
  transaction.run(kUpdate, c.id, c.breached_at, c.stopped_at, c.stop_cause, c.started_at, c.due_at);
}

std::vector<sla::Clock> list_overdue_clocks(Reading& reading, base::Time now, std::int64_t limit) {
  return reading.rows(kOverdue, now, limit);
}

std::vector<CheckedQuery> clock_queries() { return {kRunning, kInsert, kUpdate, kOverdue}; }

}  // namespace store
