#pragma once
// Messages of one conversation whose way to the platform changes in one transaction. Rows are written at once; at the end the
// conversation is told anew where something counts as said that did not, or the other way round, and each change is told of.

#include <optional>
#include <vector>

#include "domain/event.hpp"
#include "store/transaction.hpp"

namespace workflow {

class DeliveryChange {
 public:
  explicit DeliveryChange(store::Transaction& transaction /*outlives*/) : transaction_(transaction) {}

  struct Changed {
    conversation::Message message;
    conversation::Outbound outbound;
  };

  // Both as they are now. `before`: how the message stood.
  void write(const Changed& changed, conversation::Delivery before);
  // The same where the message's row is written already.
  void note(const Changed& changed, conversation::Delivery before);
  // A row that is gone: its message is in the thread no more.
  void drop(conversation::Message message);
  // The conversation is to be told anew in any case.
  void retell() { is_retold_ = true; }
  // Every part of the same answer after this one that is queued fails with it.
  void fail_rest(ids::Organization organization, ids::Message after);
  // Every part after this one that failed so is queued again.
  void queue_rest(ids::Organization organization, ids::Message after, base::Time said_at);

  // To be called last. None where the messages stand in no conversation.
  std::optional<event::ConversationState> finish(ids::Organization organization,
                                                 std::optional<ids::Conversation> conversation);

 private:
  store::Transaction& transaction_;
  std::vector<Changed> changed_;
  std::vector<conversation::Message> dropped_;
  bool is_retold_ = false;
};

}  // namespace workflow
