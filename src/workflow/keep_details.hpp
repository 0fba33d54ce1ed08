#pragma once
// What came with a message beside its text: its subject, its files, and what its connector wants to know again.

#include <optional>
#include <string>
#include <vector>

#include "channel/item.hpp"
#include "domain/conversation/attachment.hpp"
#include "domain/conversation/conversation.hpp"
#include "store/transaction.hpp"

namespace workflow {

// Nothing of the many messages that are text alone.
struct KeptDetails {
  std::optional<std::string> subject;
  std::optional<std::vector<conversation::Attachment>> files;  // As they are to be kept; those whose bytes came have them.
};
[[nodiscard]] KeptDetails details_of(store::Transaction& transaction, const conversation::Message& message,
                                     const channel::InboundItem& item);
// Writes them, once the message is written. `details` are of the same item.
void keep_details(store::Transaction& transaction, const conversation::Message& message, const channel::InboundItem& item,
                  const KeptDetails& details);

}  // namespace workflow
