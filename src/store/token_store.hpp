#pragma once
// Rows of API tokens. Only the hash of a token is kept.

#include <optional>
#include <string>
#include <vector>

#include "domain/rights/account.hpp"
#include "store/transaction.hpp"

namespace store {

// Those that were not revoked, newest first.
[[nodiscard]] std::vector<rights::ApiToken> list_tokens(Reading& reading, ids::Organization organization);
// Revoked ones too.
[[nodiscard]] std::optional<rights::ApiToken> find_token(Reading& reading, ids::Organization organization, ids::ApiToken id);
// None when it was revoked or has expired.
[[nodiscard]] std::optional<rights::ApiToken> find_token_by_hash(Reading& reading, const std::string& hash, base::Time now);

void insert_token(Transaction& transaction, const rights::ApiToken& in, const std::string& hash);
// False when there is none, or it was revoked before.
[[nodiscard]] bool revoke_token(Transaction& transaction, ids::Organization organization, ids::ApiToken id, base::Time now);

}  // namespace store
