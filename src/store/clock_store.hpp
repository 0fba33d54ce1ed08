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
// The same for one that stopped, and changed in nothing else.
void stop_clock(Transaction& transaction, const sla::Clock& clock);

// Every clock that ran or runs on the conversation, in the order they started.
[[nodiscard]] std::vector<sla::Clock> list_clocks(Reading& reading, ids::Conversation conversation);
void delete_clock(Transaction& transaction, ids::Clock clock);
// Clocks that a dismissal ended go with the words it was about.
void move_dismissals(Transaction& transaction, ids::Conversation from, ids::Conversation to);

// For which something is due at `now`: a warning, a breach, a step after it. Of any organization, the earliest first.
[[nodiscard]] std::vector<sla::Clock> list_due_clocks(Reading& reading, base::Time now, std::int64_t limit);
// When that is so next; none while nothing is to come.
[[nodiscard]] std::optional<base::Time> find_next_step(Reading& reading);
// Writes the clock after a step that was due at `was_due`; false where another server has taken it.
[[nodiscard]] bool take_clock_step(Transaction& transaction, const sla::Clock& clock, base::Time was_due);

// Running and not late, by their conversations.
[[nodiscard]] std::vector<sla::Clock> list_running_clocks(Reading& reading, ids::Organization organization,
                                                          ids::Conversation after, std::int64_t limit);

}  // namespace store
