// The code behind the rows of api/routes.cpp: events and the widget.

#include "api/event_handlers.hpp"  // IWYU pragma: keep
#include "api/route_code.hpp"
#include "api/widget_handlers.hpp"  // IWYU pragma: keep

namespace api {

HEED_ROUTE_CODE(list_events)
HEED_ROUTE_CODE(list_history)
HEED_ROUTE_CODE(get_widget)
HEED_ROUTE_CODE(post_visitor)
HEED_ROUTE_CODE(list_widget_messages)
HEED_ROUTE_CODE(post_widget_message)

}  // namespace api
