#pragma once
// The tokens of an inbox as they lie in the record: sealed, for this inbox alone.

#include <string>

#include "base/result.hpp"
#include "channel/oauth_tokens.hpp"
#include "domain/ids.hpp"
#include "workflow/vault.hpp"

namespace workflow {

[[nodiscard]] std::string seal_grant(const Vault& vault, ids::Inbox inbox, const channel::OAuthTokens& tokens);
// `unauthenticated` when they were sealed with another key.
[[nodiscard]] base::Result<channel::OAuthTokens> open_grant(const Vault& vault, ids::Inbox inbox, const std::string& sealed);

}  // namespace workflow
