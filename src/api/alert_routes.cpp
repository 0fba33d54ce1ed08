// The code behind the rows of api/routes.cpp: alerts.

#include "api/alert_handlers.hpp"  // IWYU pragma: keep
#include "api/route_code.hpp"

namespace api {

HEED_ROUTE_CODE(list_alerts)
HEED_ROUTE_CODE(get_alert)
HEED_ROUTE_CODE(post_alert_seen)

}  // namespace api
