#pragma once
// The JSON of this channel → items. Pure.

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "channel/channel.hpp"

namespace api_door {

inline constexpr std::size_t kMostItems = 1000;
inline constexpr std::size_t kMostLines = 5000;
inline constexpr std::string_view kLinesType = "application/x-ndjson";

// Items that lack what they need come back as unreadable, with the member and the reason.
[[nodiscard]] base::Result<channel::WebhookItems> read_items(const std::string& body, base::Time now);

// The same items, each on a line of its own (NDJSON): for much at once.
[[nodiscard]] base::Result<channel::WebhookItems> read_lines(const std::string& body, base::Time now);

// One item by itself.
[[nodiscard]] base::Result<channel::InboundItem> read_item(const std::string& raw, base::Time now);

}  // namespace api_door
