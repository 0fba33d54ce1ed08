#include "workflow/manage_tokens.hpp"

#include "store/token_store.hpp"
#include "workflow/credential.hpp"

namespace workflow {

using base::FailureKind;

base::Result<MadeToken> create_token(store::Transaction& transaction, ids::Organization organization, rights::Role granter,
                                     const NewToken& wanted) {
  auto name = rights::clean_name(wanted.name);
  if (!name) return base::pass_on(name.error());
  if (!rights::may_grant(granter, wanted.role))
    return base::fail(FailureKind::forbidden, "You may not make a token of this role.", "role");
  if (wanted.expires_at && *wanted.expires_at <= transaction.now())
    return base::fail(FailureKind::invalid, "expires_at: must be in the future", "expires_at");
  MadeToken made;
  made.token = {transaction.new_id<ids::ApiToken>(),
                organization,
                *name,
                wanted.role,
                transaction.now(),
                wanted.expires_at,
                std::nullopt};
  made.secret = new_secret(kApiTokenPrefix);
  store::insert_token(transaction, made.token, hash_secret(made.secret.reveal()));
  return made;
}

base::Result<void> revoke_token(store::Transaction& transaction, const rights::Principal& who, ids::ApiToken id) {
  const auto token = store::find_token(transaction, who.organization_id, id);
  if (!token || token->revoked_at) return base::fail(FailureKind::not_found, "There is no such token.");
  if (!rights::may_grant(who.role, token->role))
    return base::fail(FailureKind::forbidden, "You may not revoke a token of that role.");
  static_cast<void>(store::revoke_token(transaction, who.organization_id, id, transaction.now()));
  return {};
}

}  // namespace workflow
