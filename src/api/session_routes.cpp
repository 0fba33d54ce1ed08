// The code behind the rows of api/routes.cpp: the first run, sessions and the organization.

#include "api/organization_handlers.hpp"  // IWYU pragma: keep
#include "api/route_code.hpp"
#include "api/session_handlers.hpp"  // IWYU pragma: keep

namespace api {

HEED_ROUTE_CODE(get_status)
HEED_ROUTE_CODE(post_setup)
HEED_ROUTE_CODE(sign_in)
HEED_ROUTE_CODE(get_session)
HEED_ROUTE_CODE(sign_out)
HEED_ROUTE_CODE(accept_invitation)
HEED_ROUTE_CODE(get_organization)
HEED_ROUTE_CODE(patch_organization)

}  // namespace api
