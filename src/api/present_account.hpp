#pragma once
// Domain → contract for the organization, its people, teams and tokens.

#include "api/contract/session.hpp"
#include "api/contract/team.hpp"
#include "domain/organization/organization.hpp"
#include "domain/rights/account.hpp"

namespace api {

[[nodiscard]] contract::Organization present(const organization::Organization& organization);
[[nodiscard]] contract::User present(const rights::User& user, std::vector<ids::Team> team_ids);
[[nodiscard]] contract::Team present(const rights::Team& team, std::vector<ids::User> member_ids);
[[nodiscard]] contract::Token present(const rights::ApiToken& token);

}  // namespace api
