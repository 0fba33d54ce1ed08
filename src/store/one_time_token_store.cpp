#include "store/one_time_token_store.hpp"

namespace store {
namespace {

constexpr Query<void(std::string, TokenPurpose, std::optional<ids::Organization>, std::optional<ids::User>, base::Time,
                     base::Time)>
    kInsert{"one_time_token_insert"};
constexpr Query<OneTimeToken(std::string, TokenPurpose, base::Time)> kFind{"one_time_token_find"};
constexpr Query<void(std::string, TokenPurpose, base::Time)> kUse{"one_time_token_use"};
constexpr Query<void(TokenPurpose)> kDeleteUnused{"one_time_token_delete_unused"};
constexpr Query<void(ids::Organization, ids::User, TokenPurpose)> kDeleteOfUser{"one_time_token_delete_of_user"};
constexpr Query<void(base::Time, std::int64_t)> kDeleteEnded{"one_time_token_delete_ended"};

}  // namespace

std::optional<OneTimeToken> find_one_time_token(Reading& reading, const std::string& hash, TokenPurpose purpose,
                                                base::Time now) {
  return reading.one(kFind, hash, purpose, now);
}

void insert_one_time_token(Transaction& transaction, const OneTimeToken& in, const std::string& hash, base::Time now) {
  transaction.run(kInsert, hash, in.purpose, in.organization_id, in.user_id, now, in.expires_at);
}

bool use_one_time_token(Transaction& transaction, const std::string& hash, TokenPurpose purpose, base::Time now) {
  return transaction.run_counted(kUse, hash, purpose, now) == 1;
}

void delete_unused_tokens(Transaction& transaction, TokenPurpose purpose) { transaction.run(kDeleteUnused, purpose); }

void delete_unused_tokens_of(Transaction& transaction, ids::Organization organization, ids::User user,
                             TokenPurpose purpose) {
  transaction.run(kDeleteOfUser, organization, user, purpose);
}

std::int64_t delete_ended_tokens(Transaction& transaction, base::Time now, std::int64_t limit) {
  return transaction.run_counted(kDeleteEnded, now, limit);
}

std::vector<CheckedQuery> one_time_token_queries() {
  return {kInsert, kFind, kUse, kDeleteUnused, kDeleteOfUser, kDeleteEnded};
}

}  // namespace store
