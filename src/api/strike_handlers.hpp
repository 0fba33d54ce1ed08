#pragma once
// Strikes of contacts, and what follows from them.

#include "api/call.hpp"
#include "api/contract/contact.hpp"
#include "api/contract/strike.hpp"

namespace api {

net::Task<base::Result<contract::StrikeStanding>> list_strikes(Call& call /*outlives*/, contract::ContactPath in);
// Both give the strikes as they stand then.
net::Task<base::Result<contract::StrikeStanding>> post_strike(Call& call /*outlives*/, contract::AddStrike in);
net::Task<base::Result<contract::StrikeStanding>> post_undo_strike(Call& call /*outlives*/, contract::StrikePath in);

net::Task<base::Result<contract::StrikeSettings>> get_strike_settings(Call& call /*outlives*/);
net::Task<base::Result<contract::StrikeSettings>> put_strike_settings(Call& call /*outlives*/,
                                                                      contract::ReplaceStrikeSettings in);

}  // namespace api
