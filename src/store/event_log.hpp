#pragma once
// The events table: what happened, numbered without gaps within each organization.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/event.hpp"
#include "domain/ids.hpp"
#include "store/transaction.hpp"

namespace store {

struct StoredEvent {
  std::int64_t seq = 0;
  std::string type;  // "conversation.created"
  std::optional<ids::Conversation> conversation_id;
  base::Time at{};
  std::string body;  // The event's struct as JSON, in order (base/json/in_order.hpp); decode_event gives it back.
};
BOOST_DESCRIBE_STRUCT(StoredEvent, (), (seq, type, conversation_id, at, body))

// Events numbered above `seq`, in order, `limit` at most.
[[nodiscard]] std::vector<StoredEvent> events_after(Reading& reading, ids::Organization organization, std::int64_t seq,
                                                    std::int64_t limit);

// What happened to the clocks, and what rules, playbooks and people did in a conversation beside answering: events numbered
// below `before`, the newest first, `limit` at most.
[[nodiscard]] std::vector<StoredEvent> history_of(Reading& reading, ids::Organization organization,
                                                  ids::Conversation conversation, std::int64_t before, std::int64_t limit);

// The number of the latest event; 0 when there is none, or no such organization.
[[nodiscard]] std::int64_t last_seq(Reading& reading, ids::Organization organization);

// Every type there is.
[[nodiscard]] std::vector<std::string_view> event_types();

// Fails with `invalid` when this program does not know the type, or the body is not of it.
[[nodiscard]] base::Result<event::Event> decode_event(std::string_view type, std::string_view body);

// Numbers and stores what the transaction published. Called by the store at the end of each function.
void store_published(Transaction& transaction);

}  // namespace store
