#pragma once
// A message of ours as its connector is given it.

#include "channel/channel_inbox.hpp"
#include "domain/conversation/conversation.hpp"
#include "domain/inbox/inbox.hpp"
#include "store/transaction.hpp"

namespace workflow {

[[nodiscard]] channel::OutboundMessage describe_outbound(store::Reading& reading, const inbox::Inbox& inbox,
                                                         const conversation::Message& message);

}  // namespace workflow
