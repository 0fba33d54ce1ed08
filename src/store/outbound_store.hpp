#pragma once
// Rows of what leaves for a platform, and the order in which it goes.

#include <optional>
#include <vector>

#include "domain/conversation/outbound.hpp"
#include "store/transaction.hpp"

namespace store {

void insert_outbound(Transaction& transaction, const conversation::Outbound& outbound);
// All but whose it is and what it says.
void update_outbound(Transaction& transaction, const conversation::Outbound& outbound);
[[nodiscard]] std::optional<conversation::Outbound> find_outbound(Reading& reading, ids::Organization organization,
                                                                  ids::Message message);
// The part of the same answer that goes after it.
[[nodiscard]] std::optional<conversation::Outbound> find_follower(Reading& reading, ids::Organization organization,
                                                                  ids::Message message);
// Of the messages of a conversation that were said from `first` to `last`.
[[nodiscard]] std::vector<conversation::Outbound> list_outbound(Reading& reading, ids::Organization organization,
                                                                ids::Conversation conversation, base::Time first,
                                                                base::Time last);

// The oldest message of the inbox whose time has come, queued or sending; within a conversation none goes before an older one.
// `only_doubts`: only what is sending.
[[nodiscard]] std::optional<ids::Message> find_next_outbound(Reading& reading, ids::Organization organization,
                                                             ids::Inbox inbox, base::Time now, bool only_doubts);
// When the next one's time comes; none when nothing waits.
[[nodiscard]] std::optional<base::Time> next_outbound_time(Reading& reading, ids::Organization organization,
                                                           ids::Inbox inbox, bool only_doubts);
// What is queued and waits for another attempt may have it now.
void wait_no_more(Transaction& transaction, ids::Organization organization, ids::Inbox inbox);
// How much waits there, or is on its way.
[[nodiscard]] std::int64_t count_outbound(Reading& reading, ids::Organization organization, ids::Inbox inbox);

}  // namespace store
