#include "store/session_store.hpp"

namespace store {
namespace {

constexpr Query<void(ids::Session, ids::Organization, ids::User, std::string, std::string, base::Time, base::Time,
                     base::Time)>
    kInsert{"session_insert"};
constexpr Query<OpenSession(std::string, base::Time)> kFindByHash{"session_find_by_hash"};
constexpr Query<void(ids::Organization, ids::Session, base::Time, base::Time)> kTouch{"session_touch"};
constexpr Query<void(ids::Organization, ids::Session)> kDelete{"session_delete"};
constexpr Query<void(std::string)> kDeleteByHash{"session_delete_by_hash"};
constexpr Query<void(ids::Organization, ids::User)> kDeleteOfUser{"session_delete_of_user"};
constexpr Query<void(base::Time, std::int64_t)> kDeleteExpired{"session_delete_expired"};

}  // namespace

std::optional<OpenSession> find_open_session(Reading& reading, const std::string& token_hash, base::Time now) {
  return reading.one(kFindByHash, token_hash, now);
}

void insert_session(Transaction& transaction, const rights::Session& in, const std::string& token_hash) {
  transaction.run(kInsert, in.id, in.organization_id, in.user_id, token_hash, in.csrf_token, in.created_at, in.seen_at,
                  in.expires_at);
}

void touch_session(Transaction& transaction, ids::Organization organization, ids::Session id, base::Time seen_at,
                   base::Time expires_at) {
  transaction.run(kTouch, organization, id, seen_at, expires_at);
}

void delete_session(Transaction& transaction, ids::Organization organization, ids::Session id) {
  transaction.run(kDelete, organization, id);
}

void delete_session_by_hash(Transaction& transaction, const std::string& token_hash) {
  transaction.run(kDeleteByHash, token_hash);
}

void delete_sessions_of(Transaction& transaction, ids::Organization organization, ids::User user) {
  transaction.run(kDeleteOfUser, organization, user);
}

std::int64_t delete_expired_sessions(Transaction& transaction, base::Time now, std::int64_t limit) {
  return transaction.run_counted(kDeleteExpired, now, limit);
}

std::vector<CheckedQuery> session_queries() {
  return {kInsert, kFindByHash, kTouch, kDelete, kDeleteByHash, kDeleteOfUser, kDeleteExpired};
}

}  // namespace store
