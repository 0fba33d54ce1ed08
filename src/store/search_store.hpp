#pragma once
// The record's side of search: what the index is built from, and what its answers are shown and checked by.

#include <optional>
#include <string>
#include <vector>

#include "domain/conversation/conversation.hpp"
#include "store/transaction.hpp"

namespace store {

// What of a message goes into the index.
struct SearchSource {
  ids::Message id;
  std::optional<ids::Conversation> conversation_id;
  std::optional<ids::Team> team_id;
  ids::Inbox inbox_id;
  std::string channel;
  std::optional<ids::Identity> identity_id;
  std::optional<ids::User> user_id;
  conversation::Direction direction = conversation::Direction::inbound;
  std::string text;
  base::Time said_at{};
  std::string language;  // As it was seen at intake; empty when unknown.
  std::string author_name;
};
BOOST_DESCRIBE_STRUCT(SearchSource, (),
                      (id, conversation_id, team_id, inbox_id, channel, identity_id, user_id, direction, text, said_at,
                       language, author_name))

// A message that was found, with what of its conversation decides who may see it. A post of ours has no conversation.
struct SearchHit {
  ids::Message id;
  std::optional<ids::Conversation> conversation_id;
  ids::Inbox inbox_id;
  conversation::Direction direction = conversation::Direction::inbound;
  bool is_public = false;
  std::string text;
  base::Time said_at{};
  std::string language;
  std::optional<ids::User> user_id;
  std::string author_name;
  std::optional<ids::Team> team_id;
  std::optional<ids::User> assignee_id;
  std::optional<conversation::Status> status;
  std::optional<bool> owed;
  std::string contact_name;
};
BOOST_DESCRIBE_STRUCT(SearchHit, (),
                      (id, conversation_id, inbox_id, direction, is_public, text, said_at, language, user_id, author_name,
                       team_id, assignee_id, status, owed, contact_name))

// Messages with greater ids, in order.
[[nodiscard]] std::vector<SearchSource> list_sources(Reading& reading, ids::Organization organization, std::int64_t after,
                                                     std::int64_t limit);
[[nodiscard]] std::vector<SearchSource> list_sources_of(Reading& reading, ids::Organization organization,
                                                        ids::Conversation conversation);
// How many there are; looks at every message.
[[nodiscard]] std::int64_t count_sources(Reading& reading, ids::Organization organization);
[[nodiscard]] std::optional<SearchHit> find_hit(Reading& reading, ids::Organization organization, ids::Message id);
// By handle, whatever the case of its ASCII letters.
[[nodiscard]] std::vector<ids::Identity> identities_with_handle(Reading& reading, ids::Organization organization,
                                                                const std::string& handle, std::int64_t limit);
[[nodiscard]] std::vector<ids::Conversation> conversations_of(Reading& reading, ids::Organization organization,
                                                              ids::User assignee, std::int64_t limit);

}  // namespace store
