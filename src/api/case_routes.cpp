// The code behind the rows of api/routes.cpp: cases.

#include "api/case_handlers.hpp"  // IWYU pragma: keep
#include "api/route_code.hpp"

namespace api {

HEED_ROUTE_CODE(list_cases)
HEED_ROUTE_CODE(post_case)
HEED_ROUTE_CODE(get_case)
HEED_ROUTE_CODE(patch_case)
HEED_ROUTE_CODE(post_case_conversation)
HEED_ROUTE_CODE(delete_case_conversation)

}  // namespace api
