#pragma once
// API tokens.

#include "api/call.hpp"
#include "api/contract/team.hpp"

namespace api {

net::Task<base::Result<contract::TokenList>> list_tokens(Call& call /*outlives*/);
net::Task<base::Result<contract::CreatedToken>> post_token(Call& call /*outlives*/, contract::CreateToken in);
net::Task<base::Result<contract::Done>> delete_token(Call& call /*outlives*/, contract::TokenPath in);

}  // namespace api
