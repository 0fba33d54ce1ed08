// The code behind the rows of api/routes.cpp: the quarantine.

#include "api/quarantine_handlers.hpp"  // IWYU pragma: keep
#include "api/route_code.hpp"

namespace api {

HEED_ROUTE_CODE(list_quarantine)
HEED_ROUTE_CODE(post_quarantine_retry)
HEED_ROUTE_CODE(post_quarantine_give_up)

}  // namespace api
