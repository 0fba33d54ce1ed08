// The code behind the rows of api/routes.cpp: rules, macros, drafts, labels and playbooks.

#include "api/macro_handlers.hpp"     // IWYU pragma: keep
#include "api/playbook_handlers.hpp"  // IWYU pragma: keep
#include "api/route_code.hpp"
#include "api/rule_handlers.hpp"  // IWYU pragma: keep

namespace api {

HEED_ROUTE_CODE(get_rule_fields)
HEED_ROUTE_CODE(list_rules)
HEED_ROUTE_CODE(post_rule)
HEED_ROUTE_CODE(put_rule)
HEED_ROUTE_CODE(post_rule_switch)
HEED_ROUTE_CODE(delete_rule)
HEED_ROUTE_CODE(put_rule_order)
HEED_ROUTE_CODE(list_rule_runs)
HEED_ROUTE_CODE(post_rule_trial)
HEED_ROUTE_CODE(list_macros)
HEED_ROUTE_CODE(post_macro)
HEED_ROUTE_CODE(put_macro)
HEED_ROUTE_CODE(delete_macro)
HEED_ROUTE_CODE(get_macro_preview)
HEED_ROUTE_CODE(post_macro_use)
HEED_ROUTE_CODE(list_drafts)
HEED_ROUTE_CODE(post_draft_send)
HEED_ROUTE_CODE(delete_draft)
HEED_ROUTE_CODE(list_labels)
HEED_ROUTE_CODE(put_label)
HEED_ROUTE_CODE(delete_label)
HEED_ROUTE_CODE(list_playbooks)
HEED_ROUTE_CODE(post_playbook)
HEED_ROUTE_CODE(put_playbook)
HEED_ROUTE_CODE(delete_playbook)
HEED_ROUTE_CODE(list_playbook_templates)
HEED_ROUTE_CODE(post_playbook_template)
HEED_ROUTE_CODE(list_playbook_runs)
HEED_ROUTE_CODE(post_playbook_run)
HEED_ROUTE_CODE(put_playbook_step)
HEED_ROUTE_CODE(post_playbook_stop)

}  // namespace api
