#pragma once
// Messages that are known only because others reply to them, and who waits for each: a conversation whose thread begins
// there, or a word of ours that answers it. And messages that moved between conversations.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/conversation/move.hpp"
#include "store/transaction.hpp"

namespace store {

void add_awaited(Transaction& transaction, ids::Organization organization, ids::Inbox inbox, const std::string& external_id,
                 std::int64_t waiting_id);
// Ids of conversations and of messages: all ids are of one space.
[[nodiscard]] std::vector<std::int64_t> list_awaiting(Reading& reading, ids::Organization organization, ids::Inbox inbox,
                                                      const std::string& external_id);
void remove_awaited(Transaction& transaction, ids::Organization organization, ids::Inbox inbox,
                    const std::string& external_id, std::int64_t waiting_id);

// --- Messages moved between conversations

void insert_move(Transaction& transaction, const conversation::Move& move);
[[nodiscard]] std::optional<conversation::Move> find_move(Reading& reading, ids::Organization organization, ids::Move id);
// Into it and out of it, in the order they were done.
[[nodiscard]] std::vector<conversation::Move> list_moves(Reading& reading, ids::Organization organization,
                                                         ids::Conversation conversation);
void set_move_undone(Transaction& transaction, ids::Organization organization, ids::Move id);

}  // namespace store
