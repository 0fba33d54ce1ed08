#pragma once
// Rows of cases, and the conversations in them. Which case a conversation is in stands in its own row.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "domain/conversation/case.hpp"
#include "domain/event.hpp"
#include "store/transaction.hpp"

namespace store {

[[nodiscard]] std::optional<conversation::Case> find_case(Reading& reading, ids::Organization organization, ids::Case id);
void insert_case(Transaction& transaction, const conversation::Case& opened);
void rename_case(Transaction& transaction, ids::Organization organization, ids::Case id, const std::string& title);
// True when no conversation was left in it, and it is gone.
bool delete_empty_case(Transaction& transaction, ids::Organization organization, ids::Case id);

// Those that were not merged into another, newest word first.
[[nodiscard]] std::vector<event::ConversationState> list_case_conversations(Reading& reading, ids::Organization organization,
                                                                            ids::Case id);

struct CaseRow {
  ids::Case id;
  std::string title;
  base::Time created_at{};
  std::int64_t conversation_count = 0;
};
BOOST_DESCRIBE_STRUCT(CaseRow, (), (id, title, created_at, conversation_count))

// Newest first. `title`: part of it. `only_teams_of`: somebody who sees only what is their teams' or theirs.
[[nodiscard]] std::vector<CaseRow> page_cases(Reading& reading, ids::Organization organization, const std::string& title,
                                              std::optional<ids::User> only_teams_of, std::int64_t limit);

}  // namespace store
