#pragma once
// An account on a server of the Mastodon API, at work.

#include <memory>

#include "channel/channel_inbox.hpp"
#include "connectors/mastodon/receiver.hpp"
#include "connectors/mastodon/settings.hpp"

namespace mastodon {

[[nodiscard]] std::unique_ptr<channel::ChannelInbox> make_inbox(const channel::ChannelServices& services,
                                                                KeptSettings settings, Pace pace);

}  // namespace mastodon
