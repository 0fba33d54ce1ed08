#pragma once
// Rows of what we did to messages on their platforms.

#include <vector>

#include "domain/conversation/act.hpp"
#include "store/transaction.hpp"

namespace store {

void insert_act(Transaction& transaction, const conversation::Act& act);
// In order.
[[nodiscard]] std::vector<conversation::Act> list_acts(Reading& reading, ids::Organization organization,
                                                       ids::Message message);
// Of the conversation's messages said from `first` to `last`.
[[nodiscard]] std::vector<conversation::Act> list_acts(Reading& reading, ids::Organization organization,
                                                       ids::Conversation conversation, base::Time first, base::Time last);
void move_acts(Transaction& transaction, ids::Organization organization, ids::Message from, ids::Message to);

}  // namespace store
