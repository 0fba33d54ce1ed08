// The code behind the rows of api/routes.cpp: triage.

#include "api/route_code.hpp"
#include "api/triage_handlers.hpp"           // IWYU pragma: keep
#include "api/triage_learning_handlers.hpp"  // IWYU pragma: keep

namespace api {

HEED_ROUTE_CODE(get_message_triage)
HEED_ROUTE_CODE(post_triage_correction)
HEED_ROUTE_CODE(delete_triage_correction)
HEED_ROUTE_CODE(get_triage_settings)
HEED_ROUTE_CODE(put_triage_settings)
HEED_ROUTE_CODE(get_triage_quality)
HEED_ROUTE_CODE(get_triage_learning)
HEED_ROUTE_CODE(post_triage_training)
HEED_ROUTE_CODE(post_triage_layer)

}  // namespace api
