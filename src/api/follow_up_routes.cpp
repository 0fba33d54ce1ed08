// The code behind the rows of api/routes.cpp: follow-ups, calls and visits.

#include "api/follow_up_handlers.hpp"  // IWYU pragma: keep
#include "api/route_code.hpp"

namespace api {

HEED_ROUTE_CODE(list_follow_ups)
HEED_ROUTE_CODE(post_follow_up)
HEED_ROUTE_CODE(put_follow_up)
HEED_ROUTE_CODE(post_follow_up_state)
HEED_ROUTE_CODE(list_my_follow_ups)
HEED_ROUTE_CODE(list_encounters)
HEED_ROUTE_CODE(post_encounter)

}  // namespace api
