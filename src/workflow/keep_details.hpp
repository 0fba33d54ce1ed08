#pragma once
// What came with a message beside its text: its subject, its files, and what its connector wants to know again.

#include "channel/item.hpp"
#include "domain/conversation/conversation.hpp"
#include "store/transaction.hpp"

namespace workflow {

// Nothing for the many messages that are text alone.
void keep_details(store::Transaction& transaction, const conversation::Message& message, const channel::InboundItem& item);

}  // namespace workflow
