#pragma once
// The organization's own settings.

#include "api/call.hpp"
#include "api/contract/session.hpp"

namespace api {

net::Task<base::Result<contract::Organization>> get_organization(Call& call /*outlives*/);
net::Task<base::Result<contract::Organization>> patch_organization(Call& call /*outlives*/, contract::OrganizationChange in);

}  // namespace api
