// The code behind the rows of api/routes.cpp: routing.

#include "api/route_code.hpp"
#include "api/routing_handlers.hpp"  // IWYU pragma: keep

namespace api {

HEED_ROUTE_CODE(get_team_routing)
HEED_ROUTE_CODE(put_team_routing)
HEED_ROUTE_CODE(get_routing_profile)
HEED_ROUTE_CODE(put_routing_profile)
HEED_ROUTE_CODE(get_routing_weights)
HEED_ROUTE_CODE(put_routing_weights)
HEED_ROUTE_CODE(list_presence)
HEED_ROUTE_CODE(put_presence)
HEED_ROUTE_CODE(put_presence_of)
HEED_ROUTE_CODE(get_conversation_routing)
HEED_ROUTE_CODE(get_routing_queue)

}  // namespace api
