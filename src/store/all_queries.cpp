#include "store/all_queries.hpp"

namespace store {

// Each noun's file ends with its list.
std::vector<CheckedQuery> alert_queries();
std::vector<CheckedQuery> attachment_queries();
std::vector<CheckedQuery> case_queries();
std::vector<CheckedQuery> clock_queries();
std::vector<CheckedQuery> contact_join_queries();
std::vector<CheckedQuery> contact_queries();
std::vector<CheckedQuery> conversation_page_queries();
std::vector<CheckedQuery> conversation_queries();
std::vector<CheckedQuery> event_queries();
std::vector<CheckedQuery> explain_queries();
std::vector<CheckedQuery> idempotency_queries();
std::vector<CheckedQuery> import_position_queries();
std::vector<CheckedQuery> inbox_queries();
std::vector<CheckedQuery> message_queries();
std::vector<CheckedQuery> one_time_token_queries();
std::vector<CheckedQuery> organization_queries();
std::vector<CheckedQuery> outbound_queries();
std::vector<CheckedQuery> quarantine_queries();
std::vector<CheckedQuery> report_queries();
std::vector<CheckedQuery> schema_queries();
std::vector<CheckedQuery> search_queries();
std::vector<CheckedQuery> session_queries();
std::vector<CheckedQuery> signal_queries();
std::vector<CheckedQuery> strike_queries();
std::vector<CheckedQuery> team_queries();
std::vector<CheckedQuery> thread_queries();
std::vector<CheckedQuery> timeline_queries();
std::vector<CheckedQuery> token_queries();
std::vector<CheckedQuery> triage_layer_queries();
std::vector<CheckedQuery> triage_queries();
std::vector<CheckedQuery> user_queries();
std::vector<CheckedQuery> verify_queries();

std::vector<CheckedQuery> all_queries() {
  using List = std::vector<CheckedQuery> (*)();
  constexpr List kLists[] = {
      alert_queries,
      attachment_queries,
      case_queries,
      clock_queries,
      contact_join_queries,
      contact_queries,
      conversation_page_queries,
      conversation_queries,
      event_queries,
      explain_queries,
      idempotency_queries,
      import_position_queries,
      inbox_queries,
      message_queries,
      one_time_token_queries,
      organization_queries,
      outbound_queries,
      quarantine_queries,
      report_queries,
      schema_queries,
      search_queries,
      session_queries,
      signal_queries,
      strike_queries,
      team_queries,
      thread_queries,
      timeline_queries,
      token_queries,
      triage_layer_queries,
      triage_queries,
      user_queries,
      verify_queries,
  };
  std::vector<CheckedQuery> all;
  for (const List list : kLists) {
    const auto queries = list();
    all.insert(all.end(), queries.begin(), queries.end());
  }
  return all;
}

}  // namespace store
