#include "store/idempotency_store.hpp"

namespace store {
namespace {

constexpr Query<KeptReply(ids::Organization, std::string, std::string, std::string)> kFind{"idempotency_find"};
constexpr Query<void(ids::Organization, std::string, std::string, std::string, std::string, std::string, base::Time)>
    kInsert{"idempotency_insert"};
constexpr Query<void(base::Time, std::int64_t)> kDeleteOld{"idempotency_delete_old"};

}  // namespace

std::optional<KeptReply> find_kept_reply(Reading& reading, const IdempotencyScope& scope) {
  return reading.one(kFind, scope.organization_id, scope.actor, scope.route, scope.key);
}

bool keep_reply(Transaction& transaction, const IdempotencyScope& scope, const KeptReply& reply, base::Time now) {
  return transaction.run_counted(kInsert, scope.organization_id, scope.actor, scope.route, scope.key, reply.body_hash,
                                 reply.reply, now) == 1;
}

std::int64_t delete_replies_kept_before(Transaction& transaction, base::Time time, std::int64_t limit) {
  return transaction.run_counted(kDeleteOld, time, limit);
}

std::vector<CheckedQuery> idempotency_queries() { return {kFind, kInsert, kDeleteOld}; }

}  // namespace store
