#pragma once
// Cases: conversations that belong together, across channels.

#include "api/contract/conversation.hpp"

namespace api::contract {

struct Case {
  ids::Case id;
  std::string title;
  std::optional<ids::User> created_by;  // None for a program.
  base::Time created_at{};
  std::vector<Conversation> conversations;  // Those that the asker may see, newest word first.
};
BOOST_DESCRIBE_STRUCT(Case, (), (id, title, created_by, created_at, conversations))

struct CasePath {
  ids::Case case_id;
};
BOOST_DESCRIBE_STRUCT(CasePath, (), (case_id))

struct ListCases {
  std::optional<std::string> title;   // Part of it.
  std::optional<std::int64_t> limit;  // 1–200, 50 when left out.
};
BOOST_DESCRIBE_STRUCT(ListCases, (), (title, limit))

struct CaseRow {
  ids::Case id;
  std::string title;
  base::Time created_at{};
  std::int64_t conversation_count = 0;  // Of those that the asker may see.
};
BOOST_DESCRIBE_STRUCT(CaseRow, (), (id, title, created_at, conversation_count))

// Newest first.
struct CaseList {
  std::vector<CaseRow> items;
};
BOOST_DESCRIBE_STRUCT(CaseList, (), (items))

struct OpenCase {
  std::string title;                                // 1 to 120 characters. Whoever sees one of the conversations reads it.
  std::vector<ids::Conversation> conversation_ids;  // At least one; none of them in a case.
};
BOOST_DESCRIBE_STRUCT(OpenCase, (), (title, conversation_ids))

struct RenameCase {
  ids::Case case_id;
  std::string title;
};
BOOST_DESCRIBE_STRUCT(RenameCase, (), (case_id, title))

struct AddToCase {
  ids::Case case_id;
  ids::Conversation conversation_id;
};
BOOST_DESCRIBE_STRUCT(AddToCase, (), (case_id, conversation_id))

struct CaseConversationPath {
  ids::Case case_id;
  ids::Conversation conversation_id;
};
BOOST_DESCRIBE_STRUCT(CaseConversationPath, (), (case_id, conversation_id))

struct LeftCase {
  Conversation conversation;
  bool ended = false;  // It was the last one in the case, which is gone.
};
BOOST_DESCRIBE_STRUCT(LeftCase, (), (conversation, ended))

}  // namespace api::contract
