#include "store/quarantine_store.hpp"

#include "store/checked_query.hpp"

namespace store {
namespace {

using inbox::Quarantined;
using OptionalOutcome = std::optional<inbox::QuarantineOutcome>;

constexpr Query<void(ids::Quarantined, ids::Organization, ids::Inbox, std::string, std::string, std::string, std::int64_t,
                     base::Time, base::Time, std::optional<base::Time>, OptionalOutcome)>
    kInsert{"quarantine_insert"};
constexpr Query<Quarantined(ids::Organization, ids::Quarantined, std::int64_t)> kPage{"quarantine_page"};
constexpr Query<Quarantined(ids::Organization, ids::Quarantined)> kFind{"quarantine_find"};
constexpr Query<void(ids::Organization, ids::Quarantined, std::string, std::int64_t, base::Time, std::optional<base::Time>,
                     OptionalOutcome)>
    kUpdate{"quarantine_update"};

}  // namespace

void insert_quarantined(Transaction& transaction, const Quarantined& q) {
  transaction.run(kInsert, q.id, q.organization_id, q.inbox_id, q.raw_hash, q.raw, q.reason, q.attempts, q.received_at,
                  q.tried_at, q.settled_at, q.outcome);
}

std::vector<Quarantined> page_quarantined(Reading& reading, ids::Organization organization, ids::Quarantined before,
                                          std::int64_t limit) {
  return reading.rows(kPage, organization, before, limit);
}

std::optional<Quarantined> find_quarantined(Reading& reading, ids::Organization organization, ids::Quarantined id) {
  return reading.one(kFind, organization, id);
}

void update_quarantined(Transaction& transaction, const Quarantined& q) {
  transaction.run(kUpdate, q.organization_id, q.id, q.reason, q.attempts, q.tried_at, q.settled_at, q.outcome);
}

std::vector<CheckedQuery> quarantine_queries() { return {kInsert, kPage, kFind, kUpdate}; }

}  // namespace store
