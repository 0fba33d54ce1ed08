// The code behind the rows of api/routes.cpp: conversations.

#include "api/act_handlers.hpp"           // IWYU pragma: keep
#include "api/conversation_handlers.hpp"  // IWYU pragma: keep
#include "api/route_code.hpp"
#include "api/search_handlers.hpp"  // IWYU pragma: keep
#include "api/upload_handlers.hpp"  // IWYU pragma: keep

namespace api {

HEED_ROUTE_CODE(get_views)
HEED_ROUTE_CODE(list_conversations)
HEED_ROUTE_CODE(get_facets)
HEED_ROUTE_CODE(get_conversation)
HEED_ROUTE_CODE(list_messages)
HEED_ROUTE_CODE(post_reply)
HEED_ROUTE_CODE(post_cancel)
HEED_ROUTE_CODE(post_retry)
HEED_ROUTE_CODE(post_settle)
HEED_ROUTE_CODE(post_act)
HEED_ROUTE_CODE(post_upload)
HEED_ROUTE_CODE(post_upload_part)
HEED_ROUTE_CODE(patch_upload)
HEED_ROUTE_CODE(delete_upload)
HEED_ROUTE_CODE(post_note)
HEED_ROUTE_CODE(post_assignment)
HEED_ROUTE_CODE(post_status)
HEED_ROUTE_CODE(list_moves)
HEED_ROUTE_CODE(post_merge)
HEED_ROUTE_CODE(post_split)
HEED_ROUTE_CODE(post_undo_move)
HEED_ROUTE_CODE(get_search)

}  // namespace api
