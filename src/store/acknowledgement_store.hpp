#pragma once
// Rows of automatic words that say when an answer will come.

#include <cstdint>
#include <optional>
#include <vector>

#include "domain/acknowledgement/acknowledgement.hpp"
#include "domain/conversation/conversation.hpp"
#include "store/transaction.hpp"

namespace store {

// None where nobody ever set them.
[[nodiscard]] std::optional<acknowledgement::Settings> find_acknowledgement_settings(Reading& reading,
                                                                                     ids::Organization organization,
                                                                                     ids::Inbox inbox);
void put_acknowledgement_settings(Transaction& transaction, const acknowledgement::Settings& settings);

// Does nothing where one was expected in that conversation before.
void expect_acknowledgement(Transaction& transaction, const acknowledgement::Pending& pending);
// Of every organization, the earliest first.
[[nodiscard]] std::vector<acknowledgement::Pending> list_due_acknowledgements(Reading& reading, base::Time until,
                                                                              std::int64_t limit);
// What was said in the conversation; none where nothing was.
[[nodiscard]] std::optional<ids::Message> find_acknowledgement_message(Reading& reading, ids::Conversation conversation);
// Whether its contact was told on that inbox since then, in whichever conversation.
[[nodiscard]] bool was_acknowledged_lately(Reading& reading, const conversation::Conversation& conversation,
                                           base::Time since);
// Whether it is still to be decided, and by nobody else until this transaction ends.
[[nodiscard]] bool take_acknowledgement(Transaction& transaction, ids::Conversation conversation);
void decide_acknowledgement(Transaction& transaction, ids::Conversation conversation, acknowledgement::Outcome outcome,
                            std::optional<ids::Message> message);

}  // namespace store
