#pragma once
// Users and teams.

#include "api/call.hpp"
#include "api/contract/team.hpp"

namespace api {

net::Task<base::Result<contract::UserList>> list_users(Call& call /*outlives*/);
net::Task<base::Result<contract::Invited>> post_user(Call& call /*outlives*/, contract::InviteUser in);
net::Task<base::Result<contract::User>> patch_user(Call& call /*outlives*/, contract::ChangeUser in);
net::Task<base::Result<contract::TeamList>> list_teams(Call& call /*outlives*/);
net::Task<base::Result<contract::Team>> post_team(Call& call /*outlives*/, contract::CreateTeam in);
net::Task<base::Result<contract::Team>> patch_team(Call& call /*outlives*/, contract::ChangeTeam in);

}  // namespace api
