#pragma once
// The JSON of this channel → items. Pure.

#include "base/result.hpp"
#include "channel/channel.hpp"

namespace api_door {

inline constexpr std::size_t kMostItems = 1000;

// Items that lack what they need come back as unreadable, with the member and the reason.
[[nodiscard]] base::Result<channel::WebhookItems> read_items(const std::string& body, base::Time now);

// One item by itself.
[[nodiscard]] base::Result<channel::InboundItem> read_item(const std::string& raw, base::Time now);

}  // namespace api_door
