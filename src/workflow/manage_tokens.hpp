#pragma once
// API tokens: programs that act for the organization with the rights of a role.

#include <optional>
#include <string>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "domain/rights/account.hpp"
#include "store/transaction.hpp"

namespace workflow {

struct NewToken {
  std::string name;
  rights::Role role = rights::Role::agent;
  std::optional<base::Time> expires_at;
};

struct MadeToken {
  rights::ApiToken token;
  base::Secret secret;  // Shown this once.
};
// `granter`: the role of whoever makes it; a token never has more.
base::Result<MadeToken> create_token(store::Transaction& transaction, ids::Organization organization, rights::Role granter,
                                     const NewToken& wanted);

base::Result<void> revoke_token(store::Transaction& transaction, const rights::Principal& who, ids::ApiToken token);

}  // namespace workflow
