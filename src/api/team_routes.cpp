// The code behind the rows of api/routes.cpp: users, teams and tokens.

#include "api/route_code.hpp"
#include "api/team_handlers.hpp"   // IWYU pragma: keep
#include "api/token_handlers.hpp"  // IWYU pragma: keep

namespace api {

HEED_ROUTE_CODE(list_users)
HEED_ROUTE_CODE(post_user)
HEED_ROUTE_CODE(patch_user)
HEED_ROUTE_CODE(list_teams)
HEED_ROUTE_CODE(post_team)
HEED_ROUTE_CODE(patch_team)
HEED_ROUTE_CODE(list_tokens)
HEED_ROUTE_CODE(post_token)
HEED_ROUTE_CODE(delete_token)

}  // namespace api
