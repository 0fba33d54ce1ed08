// The code behind the rows of api/routes.cpp: strikes of contacts.

#include "api/route_code.hpp"
#include "api/strike_handlers.hpp"  // IWYU pragma: keep

namespace api {

HEED_ROUTE_CODE(list_strikes)
HEED_ROUTE_CODE(post_strike)
HEED_ROUTE_CODE(post_undo_strike)
HEED_ROUTE_CODE(get_strike_settings)
HEED_ROUTE_CODE(put_strike_settings)

}  // namespace api
