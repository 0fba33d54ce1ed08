// The code behind the rows of api/routes.cpp: policies, business hours and the owed ledger.

#include "api/owed_handlers.hpp"  // IWYU pragma: keep
#include "api/route_code.hpp"
#include "api/sla_handlers.hpp"  // IWYU pragma: keep

namespace api {

HEED_ROUTE_CODE(list_sla_policies)
HEED_ROUTE_CODE(post_sla_policy)
HEED_ROUTE_CODE(put_sla_policy)
HEED_ROUTE_CODE(delete_sla_policy)
HEED_ROUTE_CODE(list_business_hours)
HEED_ROUTE_CODE(post_business_hours)
HEED_ROUTE_CODE(put_business_hours)
HEED_ROUTE_CODE(delete_business_hours)
HEED_ROUTE_CODE(get_holiday_feed)
HEED_ROUTE_CODE(put_holiday_feed)
HEED_ROUTE_CODE(delete_holiday_feed)
HEED_ROUTE_CODE(post_ical)
HEED_ROUTE_CODE(post_deadline_preview)
HEED_ROUTE_CODE(get_clock_reason)
HEED_ROUTE_CODE(list_owed)
HEED_ROUTE_CODE(get_owed_report)

}  // namespace api
