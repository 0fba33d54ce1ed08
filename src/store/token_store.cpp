#include "store/token_store.hpp"

namespace store {
namespace {

using rights::ApiToken;

constexpr Query<void(ids::ApiToken, ids::Organization, std::string, rights::Role, std::string, base::Time,
                     std::optional<base::Time>)>
    kInsert{"token_insert"};
constexpr Query<ApiToken(ids::Organization)> kList{"token_list"};
constexpr Query<ApiToken(ids::Organization, ids::ApiToken)> kFind{"token_find"};
constexpr Query<ApiToken(std::string, base::Time)> kFindByHash{"token_find_by_hash"};
constexpr Query<void(ids::Organization, ids::ApiToken, base::Time)> kRevoke{"token_revoke"};

}  // namespace

std::vector<ApiToken> list_tokens(Reading& reading, ids::Organization organization) {
  return reading.rows(kList, organization);
}

std::optional<ApiToken> find_token(Reading& reading, ids::Organization organization, ids::ApiToken id) {
  return reading.one(kFind, organization, id);
}

std::optional<ApiToken> find_token_by_hash(Reading& reading, const std::string& hash, base::Time now) {
  return reading.one(kFindByHash, hash, now);
}

void insert_token(Transaction& transaction, const ApiToken& in, const std::string& hash) {
  transaction.run(kInsert, in.id, in.organization_id, in.name, in.role, hash, in.created_at, in.expires_at);
}

bool revoke_token(Transaction& transaction, ids::Organization organization, ids::ApiToken id, base::Time now) {
  return transaction.run_counted(kRevoke, organization, id, now) == 1;
}

std::vector<CheckedQuery> token_queries() { return {kInsert, kList, kFind, kFindByHash, kRevoke}; }

}  // namespace store
