#pragma once
// The one way in: whatever a connector, the widget or an import hands over becomes rows, clocks and events here, in the
// caller's transaction. An item that is known already changes nothing, so anything may be handed over twice.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>

#include "channel/item.hpp"
#include "domain/contact/contact.hpp"
#include "domain/event.hpp"
#include "domain/inbox/inbox.hpp"
#include "store/transaction.hpp"

namespace workflow {

// People already looked up, so that a batch asks for each of them once. Good for one transaction only.
struct PeopleCache {
  struct Person {
    contact::Identity identity;
    std::string contact_name;
  };
  std::unordered_map<std::string, Person> by_external_id;
};

struct ReceivedItem {
  conversation::Message message;
  std::string author_name;
  std::optional<event::ConversationState> state;  // None for a post of ours outside any conversation.
};

// Nothing when the item was known.
std::optional<ReceivedItem> receive_item(store::Transaction& transaction, const inbox::Inbox& inbox,
                                         const channel::InboundItem& item, PeopleCache& people);

struct ReceivedCounts {
  std::int64_t stored = 0;
  std::int64_t known = 0;
};

ReceivedCounts receive_items(store::Transaction& transaction, const inbox::Inbox& inbox,
                             std::span<const channel::InboundItem> items, PeopleCache& people);

}  // namespace workflow
