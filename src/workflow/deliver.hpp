#pragma once
// The two transactions around an attempt to send: claim_next() makes it durable before its first byte leaves,
// record_delivery() says what came of it. Between them is the network (outbox.hpp). What needs no network is done on the way:
// what was cut off by a crash is put in doubt, what came too late fails.

#include <optional>

#include "channel/channel.hpp"
#include "domain/conversation/outbound.hpp"
#include "domain/inbox/inbox.hpp"
#include "store/transaction.hpp"
#include "workflow/delivery_rules.hpp"

namespace workflow {

struct Claim {
  bool is_look_up = false;          // It is in doubt: ask whether it is there, and send nothing.
  conversation::Outbound outbound;  // With this attempt.
  channel::OutboundMessage message;
};

struct NextDelivery {
  std::optional<Claim> claim;
  std::optional<base::Time> at;  // Without a claim: when the next one's time comes; none when nothing waits.
};

// `only_doubts`: nothing is sent now, only what is in doubt is looked for.
[[nodiscard]] NextDelivery claim_next(store::Transaction& transaction, const inbox::Inbox& inbox,
                                      const channel::ChannelType& channel, bool only_doubts);

// How the message stands after the attempt. Nothing where it does not wait for an outcome.
void record_delivery(store::Transaction& transaction, const inbox::Inbox& inbox, ids::Message message,
                     const Standing& standing, const channel::SendResult& result);

}  // namespace workflow
