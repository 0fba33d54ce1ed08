#pragma once
// What reports read.

#include <functional>
#include <optional>
#include <string>

#include "domain/conversation/conversation.hpp"
#include "store/transaction.hpp"

namespace store {

// One word said, notes left out.
struct CareWord {
  std::string external_id;
  std::string parent_external_id;
  std::string author;  // Handle, or the platform's id of who has none; empty for what we wrote here.
  std::optional<ids::Conversation> conversation_id;
  std::string inbox_name;
  bool threaded = false;  // False where the channel has no reply links.
  conversation::Direction direction = conversation::Direction::inbound;
  base::Time said_at{};
  std::string text;  // Only where it may name a brand.
};
BOOST_DESCRIBE_STRUCT(CareWord, (),
                      (external_id, parent_external_id, author, conversation_id, inbox_name, threaded, direction, said_at,
                       text))

// Hands over every word of the organization, oldest first.
void each_care_word(Reading& reading, ids::Organization organization, const std::function<void(const CareWord&)>& take);

}  // namespace store
