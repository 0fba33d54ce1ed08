#pragma once
// Messages that are known only because others reply to them, and who waits for each: a conversation whose thread begins
// there, or a word of ours that answers it.

#include <cstdint>
#include <string>
#include <vector>

#include "store/transaction.hpp"

namespace store {

void add_awaited(Transaction& transaction, ids::Organization organization, ids::Inbox inbox, const std::string& external_id,
                 std::int64_t waiting_id);
// Ids of conversations and of messages: all ids are of one space.
[[nodiscard]] std::vector<std::int64_t> list_awaiting(Reading& reading, ids::Organization organization, ids::Inbox inbox,
                                                      const std::string& external_id);
void remove_awaited(Transaction& transaction, ids::Organization organization, ids::Inbox inbox,
                    const std::string& external_id, std::int64_t waiting_id);

}  // namespace store
