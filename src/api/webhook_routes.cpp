// The code behind the rows of api/routes.cpp: webhooks.

#include "api/route_code.hpp"
#include "api/webhook_handlers.hpp"  // IWYU pragma: keep

namespace api {

HEED_ROUTE_CODE(list_webhooks)
HEED_ROUTE_CODE(post_webhook)
HEED_ROUTE_CODE(patch_webhook)
HEED_ROUTE_CODE(delete_webhook)
HEED_ROUTE_CODE(post_webhook_secret)
HEED_ROUTE_CODE(post_webhook_test)
HEED_ROUTE_CODE(list_dead_events)
HEED_ROUTE_CODE(post_webhook_replay)

}  // namespace api
