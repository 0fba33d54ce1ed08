// The code behind the rows of api/routes.cpp: browsers that are told things by name.

#include "api/push_handlers.hpp"  // IWYU pragma: keep
#include "api/route_code.hpp"

namespace api {

HEED_ROUTE_CODE(get_push)
HEED_ROUTE_CODE(post_push_browser)
HEED_ROUTE_CODE(delete_push_browser)

}  // namespace api
