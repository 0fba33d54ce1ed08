// The code behind the rows of api/routes.cpp: forecasts.

#include "api/forecast_handlers.hpp"  // IWYU pragma: keep
#include "api/route_code.hpp"

namespace api {

HEED_ROUTE_CODE(list_forecasts)
HEED_ROUTE_CODE(get_conversation_forecast)
HEED_ROUTE_CODE(get_forecast_report)

}  // namespace api
