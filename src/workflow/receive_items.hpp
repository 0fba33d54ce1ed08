#pragma once
// The one way in: whatever a connector, the widget or an import hands over becomes rows, clocks and events here, in the
// caller's transaction. An item that is known already changes nothing, and the end is the same in whatever order items
// come: a reply before what it answers, an edit or a deletion before its message, a late one between others.

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "channel/item.hpp"
#include "domain/event.hpp"
#include "domain/inbox/inbox.hpp"
#include "store/transaction.hpp"

namespace workflow {

struct ReceivedItem {
  conversation::Message message;
  std::string author_name;
  std::optional<event::ConversationState> state;  // None for a post of ours outside any conversation.
};

// What followed from a message of ours becoming known by the platform's name.
struct SentMessage {
  bool is_story_changed = false;                  // Its conversation is to be told anew.
  std::optional<conversation::Message> absorbed;  // Its echo: this row is gone.
};

// Takes in the items of one transaction, one after the other, looks everything up once, and is finished then. After a StoreError the
// transaction is over, and so is this.
class Receiving {
 public:
  explicit Receiving(store::Transaction& transaction /*outlives*/);
  ~Receiving();
  Receiving(const Receiving&) = delete;
  Receiving& operator=(const Receiving&) = delete;

  // These will be received, in whatever order: what is looked up for each of them is looked up for all at once. Not needed,
  // to be called before the first receive() if at all, and nothing where the database is near.
  void expect(const inbox::Inbox& inbox /*outlives*/, std::span<const channel::InboundItem> items /*outlives*/);

  // Said or done; false when it was known. `language` of the text: ISO 639-1, empty when unknown.
  bool receive(const inbox::Inbox& inbox, const channel::InboundItem& item, const std::string& language = {});
  // Something said; nothing when it was known.
  std::optional<ReceivedItem> say(const inbox::Inbox& inbox, const channel::InboundItem& item,
                                  const std::string& language = {});
  // A message of ours arrived on the platform, which calls it by this name (empty: it has none). Sets that and writes the
  // message; what was waiting for it is settled, and where its echo came first the two become one.
  SentMessage sent(const inbox::Inbox& inbox, conversation::Message& message, const std::string& external_id);
  // What became of a message of ours; false where it says nothing new, or is about none of ours.
  bool report(const inbox::Inbox& inbox, const channel::DeliveryReport& report);
  // Writes what is written once for all of them, the series of what was said. To be called last.
  void finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace workflow
