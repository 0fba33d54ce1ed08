#pragma once
// Rows of clocks. At most one of a kind runs on a conversation: the database holds that.

#include <optional>
#include <vector>

#include "domain/sla/clock.hpp"
#include "store/transaction.hpp"

namespace store {

[[nodiscard]] std::optional<sla::Clock> find_running_clock(Reading& reading, ids::Conversation conversation);
void insert_clock(Transaction& transaction, const sla::Clock& clock);
void update_clock(Transaction& transaction, const sla::Clock& clock);

// Every clock that ran or runs on the conversation, in the order they started.
[[nodiscard]] std::vector<sla::Clock> list_clocks(Reading& reading, ids::Conversation conversation);
void delete_clock(Transaction& transaction, ids::Clock clock);
// Clocks that a dismissal ended go with the words it was about.
void move_dismissals(Transaction& transaction, ids::Conversation from, ids::Conversation to);

// Running, past their time at `now` and not yet marked as breached; of any organization.
[[nodiscard]] std::vector<sla::Clock> list_overdue_clocks(Reading& reading, base::Time now, std::int64_t limit);

}  // namespace store
