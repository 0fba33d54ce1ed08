// The code behind the rows of api/routes.cpp: channels, inboxes, contacts and reports.

#include "api/acknowledgement_handlers.hpp"  // IWYU pragma: keep
#include "api/attachment_handlers.hpp"       // IWYU pragma: keep
#include "api/contact_handlers.hpp"          // IWYU pragma: keep
#include "api/inbox_handlers.hpp"            // IWYU pragma: keep
#include "api/report_handlers.hpp"           // IWYU pragma: keep
#include "api/route_code.hpp"

namespace api {

HEED_ROUTE_CODE(get_attachment)
HEED_ROUTE_CODE(get_widget_file)
HEED_ROUTE_CODE(list_channels)
HEED_ROUTE_CODE(list_inboxes)
HEED_ROUTE_CODE(post_inbox)
HEED_ROUTE_CODE(post_sign_in)
HEED_ROUTE_CODE(post_sign_in_return)
HEED_ROUTE_CODE(get_inbox_settings)
HEED_ROUTE_CODE(patch_inbox)
HEED_ROUTE_CODE(get_acknowledgement)
HEED_ROUTE_CODE(put_acknowledgement)
HEED_ROUTE_CODE(list_contacts)
HEED_ROUTE_CODE(get_contact)
HEED_ROUTE_CODE(patch_contact)
HEED_ROUTE_CODE(post_join)
HEED_ROUTE_CODE(post_separation)
HEED_ROUTE_CODE(list_identities)
HEED_ROUTE_CODE(list_timeline)
HEED_ROUTE_CODE(get_care_report)

}  // namespace api
