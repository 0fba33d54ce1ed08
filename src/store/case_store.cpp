#include "store/case_store.hpp"

#include "store/checked_query.hpp"
#include "store/conversation_row.hpp"
#include "store/like_pattern.hpp"

namespace store {
namespace {
using conversation::Case;
constexpr Query<Case(ids::Organization, ids::Case)> kFind{"case_find"};
constexpr Query<void(ids::Case, ids::Organization, std::string, std::optional<ids::User>, base::Time)> kInsert{
    "case_insert"};
constexpr Query<void(ids::Organization, ids::Case, std::string)> kRename{"case_rename"};
constexpr Query<void(ids::Organization, ids::Case)> kDeleteEmpty{"case_delete_empty"};
constexpr Query<StateRow(ids::Organization, ids::Case)> kConversations{"case_conversations"};
constexpr Query<CaseRow(ids::Organization, std::string, std::optional<ids::User>, std::int64_t)> kPage{"case_page"};
}  // namespace

std::optional<Case> find_case(Reading& reading, ids::Organization organization, ids::Case id) {
  return reading.one(kFind, organization, id);
}

void insert_case(Transaction& transaction, const Case& c) {
  transaction.run(kInsert, c.id, c.organization_id, c.title, c.created_by, c.created_at);
}

void rename_case(Transaction& transaction, ids::Organization organization, ids::Case id, const std::string& title) {
  transaction.run(kRename, organization, id, title);
}

bool delete_empty_case(Transaction& transaction, ids::Organization organization, ids::Case id) {
  return transaction.run_counted(kDeleteEmpty, organization, id) > 0;
}

std::vector<event::ConversationState> list_case_conversations(Reading& reading, ids::Organization organization,
                                                              ids::Case id) {
  std::vector<event::ConversationState> states;
  reading.each(kConversations, [&states](StateRow row) { states.push_back(to_state(std::move(row))); }, organization, id);
  return states;
}

std::vector<CaseRow> page_cases(Reading& reading, ids::Organization organization, const std::string& title,
                                std::optional<ids::User> only_teams_of, std::int64_t limit) {
  return reading.rows(kPage, organization, like_pattern(title), only_teams_of, limit);
}

std::vector<CheckedQuery> case_queries() { return {kFind, kInsert, kRename, kDeleteEmpty, kConversations, kPage}; }

}  // namespace store
