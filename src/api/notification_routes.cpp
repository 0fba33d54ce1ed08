// The code behind the rows of api/routes.cpp: notifications.

#include "api/notification_handlers.hpp"  // IWYU pragma: keep
#include "api/route_code.hpp"

namespace api {

HEED_ROUTE_CODE(list_notifications)
HEED_ROUTE_CODE(post_notifications_seen)
HEED_ROUTE_CODE(post_notification_seen)
HEED_ROUTE_CODE(post_notification_taken)
HEED_ROUTE_CODE(get_quiet_hours)
HEED_ROUTE_CODE(put_quiet_hours)
HEED_ROUTE_CODE(get_on_call)
HEED_ROUTE_CODE(put_on_call)
HEED_ROUTE_CODE(get_ladder)
HEED_ROUTE_CODE(put_ladder)
HEED_ROUTE_CODE(get_alert_mail)
HEED_ROUTE_CODE(put_alert_mail)

}  // namespace api
