#pragma once
// What could not be taken in: looked at, tried again, let be.

#include "api/call.hpp"
#include "api/contract/quarantine.hpp"

namespace api {

net::Task<base::Result<contract::QuarantinePage>> list_quarantine(Call& call /*outlives*/, contract::ListQuarantine in);
net::Task<base::Result<contract::Quarantined>> post_quarantine_retry(Call& call /*outlives*/, contract::QuarantinedPath in);
net::Task<base::Result<contract::Quarantined>> post_quarantine_give_up(Call& call /*outlives*/,
                                                                       contract::QuarantinedPath in);

}  // namespace api
