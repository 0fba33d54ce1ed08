#include "channel/channel_inbox.hpp"

namespace channel {

net::Task<SendResult> ChannelInbox::find_sent(OutboundMessage message) {
  SendResult result;
  result.outcome = SendOutcome::uncertain;
  result.reason = "This channel cannot tell whether message " + message.key + " got there.";
  co_return result;
}

net::Task<base::Result<void>> ChannelInbox::act(ItemAction action) {
  co_return base::fail(base::FailureKind::invalid, "This channel cannot do that to " + action.external_id + ".");
}

net::Task<std::optional<net::Response>> ChannelInbox::answer(net::Request /*request*/, ItemSink& /*outlives*/) {
  co_return std::nullopt;
}

net::Task<base::Result<std::string>> ChannelInbox::fetch(Attachment attachment, std::size_t /*max_bytes*/) {
  co_return base::fail(base::FailureKind::not_found, "\"" + attachment.name + "\" cannot be fetched on this channel.");
}

}  // namespace channel
