#pragma once
// An account of our own on the fediverse, at work.

#include <chrono>
#include <memory>

#include "base/result.hpp"
#include "channel/channel_inbox.hpp"
#include "connectors/activitypub/settings.hpp"

namespace activitypub {

[[nodiscard]] base::Result<std::unique_ptr<channel::ChannelInbox>> make_inbox(const channel::ChannelServices& services,
                                                                              const Settings& settings);

}  // namespace activitypub
