#pragma once
// Everything that the record knows around one message, for `heed inbox explain`.

#include <string>
#include <vector>

#include "domain/conversation/conversation.hpp"
#include "domain/signal/signal.hpp"
#include "store/event_log.hpp"
#include "store/transaction.hpp"

namespace store {

// In every inbox that has it.
[[nodiscard]] std::vector<conversation::Message> find_messages(Reading& reading, ids::Organization organization,
                                                               const std::string& external_id);
[[nodiscard]] std::vector<signals::Signal> list_signals_of_message(Reading& reading, ids::Organization organization,
                                                                   ids::Message message);
// External ids of the messages that this conversation or message waits for.
[[nodiscard]] std::vector<std::string> list_awaited_by(Reading& reading, ids::Organization organization,
                                                       std::int64_t waiting_id);
// Walks all events of the organization.
[[nodiscard]] std::vector<StoredEvent> list_events_of(Reading& reading, ids::Organization organization,
                                                      ids::Conversation conversation);

}  // namespace store
