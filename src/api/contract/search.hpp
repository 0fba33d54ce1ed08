#pragma once
// Search over everything that was said.

#include "api/contract/common.hpp"
#include "domain/search/snippet.hpp"

namespace api::contract {

struct Search {
  // Words, "phrases", -not, begin*, and the fields from:, inbox:, channel:, team:, status:, language:, before:, after: and
  // is:owed, each of which narrows what is found. Days are UTC.
  std::string q;
  std::optional<std::string> cursor;  // `next` of the page before.
  std::optional<std::int64_t> limit;  // 1–200, 50 when left out.
};
BOOST_DESCRIBE_STRUCT(Search, (), (q, cursor, limit))

// One message that was found. `parts` is its text, or the part of it that shows why, in pieces: plain text, no markup.
struct SearchItem {
  ids::Message message_id;
  std::optional<ids::Conversation> conversation_id;  // None for a post of ours that stands in no conversation.
  ids::Inbox inbox_id;
  std::string contact_name;  // Whose conversation it is.
  std::string author_name;   // Who said it.
  conversation::Direction direction = conversation::Direction::inbound;
  bool is_public = false;
  base::Time said_at{};
  std::optional<conversation::Status> status;
  bool owed = false;
  std::optional<ids::Team> team_id;
  std::optional<ids::User> assignee_id;
  std::vector<search::SnippetPart> parts;
  bool starts_inside = false;  // Text was left out before the parts,
  bool ends_inside = false;    // or behind them.
};
BOOST_DESCRIBE_STRUCT(SearchItem, (),
                      (message_id, conversation_id, inbox_id, contact_name, author_name, direction, is_public, said_at,
                       status, owed, team_id, assignee_id, parts, starts_inside, ends_inside))

// Newest first.
struct SearchPage {
  std::vector<SearchItem> items;
  std::optional<std::string> next;
  // Set where the search stopped early, because fields that are checked message by message left too little: what was said
  // before then was not looked at yet, and `next` goes on there.
  std::optional<base::Time> searched_until;
};
BOOST_DESCRIBE_STRUCT(SearchPage, (), (items, next, searched_until))

}  // namespace api::contract
