#include "store/all_queries.hpp"

namespace store {

// Each noun's file ends with its list.
std::vector<CheckedQuery> acknowledgement_queries();
std::vector<CheckedQuery> act_queries();
std::vector<CheckedQuery> alert_mail_queries();
std::vector<CheckedQuery> alert_queries();
std::vector<CheckedQuery> attachment_queries();
std::vector<CheckedQuery> case_queries();
std::vector<CheckedQuery> channel_state_queries();
std::vector<CheckedQuery> clock_queries();
std::vector<CheckedQuery> contact_join_queries();
std::vector<CheckedQuery> contact_queries();
std::vector<CheckedQuery> conversation_page_queries();
std::vector<CheckedQuery> conversation_queries();
std::vector<CheckedQuery> event_queries();
std::vector<CheckedQuery> explain_queries();
std::vector<CheckedQuery> follow_up_queries();
std::vector<CheckedQuery> forecast_queries();
std::vector<CheckedQuery> grant_queries();
std::vector<CheckedQuery> holiday_feed_queries();
std::vector<CheckedQuery> idempotency_queries();
std::vector<CheckedQuery> import_position_queries();
std::vector<CheckedQuery> inbox_queries();
std::vector<CheckedQuery> label_queries();
std::vector<CheckedQuery> macro_queries();
std::vector<CheckedQuery> message_queries();
std::vector<CheckedQuery> notification_queries();
std::vector<CheckedQuery> one_time_token_queries();
std::vector<CheckedQuery> organization_queries();
std::vector<CheckedQuery> outbound_queries();
std::vector<CheckedQuery> owed_queries();
std::vector<CheckedQuery> playbook_queries();
std::vector<CheckedQuery> push_queries();
std::vector<CheckedQuery> quarantine_queries();
std::vector<CheckedQuery> report_queries();
std::vector<CheckedQuery> resolution_queries();
std::vector<CheckedQuery> routing_queries();
std::vector<CheckedQuery> rule_queries();
std::vector<CheckedQuery> schema_queries();
std::vector<CheckedQuery> search_queries();
std::vector<CheckedQuery> session_queries();
std::vector<CheckedQuery> signal_queries();
std::vector<CheckedQuery> sla_queries();
std::vector<CheckedQuery> strike_queries();
std::vector<CheckedQuery> team_queries();
std::vector<CheckedQuery> thread_queries();
std::vector<CheckedQuery> timeline_queries();
std::vector<CheckedQuery> token_queries();
std::vector<CheckedQuery> triage_layer_queries();
std::vector<CheckedQuery> triage_queries();
std::vector<CheckedQuery> upload_queries();
std::vector<CheckedQuery> user_queries();
std::vector<CheckedQuery> verify_queries();
std::vector<CheckedQuery> webhook_queries();

std::vector<CheckedQuery> all_queries() {
  using List = std::vector<CheckedQuery> (*)();
  constexpr List kLists[] = {acknowledgement_queries,
                             act_queries,
                             alert_mail_queries,
                             alert_queries,
                             attachment_queries,
                             case_queries,
                             channel_state_queries,
                             clock_queries,
                             contact_join_queries,
                             contact_queries,
                             conversation_page_queries,
                             conversation_queries,
                             event_queries,
                             explain_queries,
                             follow_up_queries,
                             forecast_queries,
                             grant_queries,
                             holiday_feed_queries,
                             idempotency_queries,
                             import_position_queries,
                             inbox_queries,
                             label_queries,
                             macro_queries,
                             message_queries,
                             notification_queries,
                             one_time_token_queries,
                             organization_queries,
                             outbound_queries,
                             owed_queries,
                             playbook_queries,
                             push_queries,
                             quarantine_queries,
                             report_queries,
                             resolution_queries,
                             routing_queries,
                             rule_queries,
                             schema_queries,
                             search_queries,
                             session_queries,
                             signal_queries,
                             sla_queries,
                             strike_queries,
                             team_queries,
                             thread_queries,
                             timeline_queries,
                             token_queries,
                             triage_layer_queries,
                             triage_queries,
                             upload_queries,
                             user_queries,
                             verify_queries,
                             webhook_queries};
  std::vector<CheckedQuery> all;
  for (const List list : kLists) {
    const auto queries = list();
    all.insert(all.end(), queries.begin(), queries.end());
  }
  return all;
}

}  // namespace store
