#pragma once
// A mailbox at work (channel::ChannelInbox).

#include <memory>

#include "channel/channel_inbox.hpp"
#include "connectors/email/settings.hpp"

namespace email {

[[nodiscard]] std::unique_ptr<channel::ChannelInbox> make_inbox(Settings settings, const channel::ChannelServices& services);

}  // namespace email
