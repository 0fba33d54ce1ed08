#pragma once
// Which thread an item belongs to, where the platform names none: that of the first word in the chain of replies, as far
// as we know the chain. While its beginning is missing, the message that is missing stands for the thread; when it arrives,
// what was found under it moves on (workflow/settle_awaited.hpp).

#include <optional>
#include <string>

#include "channel/item.hpp"
#include "domain/inbox/inbox.hpp"
#include "store/transaction.hpp"

namespace workflow {

struct Thread {
  std::string key;
  std::optional<std::string> awaited;  // The message that stands for the thread and is not there yet.
};

[[nodiscard]] Thread thread_of(store::Reading& reading, const inbox::Inbox& inbox, const channel::InboundItem& item);
// Of a message that follows its chain, from what it replies to.
[[nodiscard]] Thread thread_of_reply(store::Reading& reading, const inbox::Inbox& inbox, const std::string& external_id,
                                     const std::string& parent_external_id);

}  // namespace workflow
