#pragma once
// Entries of a feed → items, and what is remembered of them so that a changed one is an edit. Pure.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "channel/channel_inbox.hpp"
#include "connectors/feeds/feed.hpp"

namespace feeds {

// What the server said of the version that was read last, and the entries that were met.
struct Cursor {
  std::string etag;
  std::string modified;                     // Last-Modified, as it came.
  std::map<std::string, std::string> seen;  // Hash of the id → hash of what it says.
  bool is_new = true;                       // Nothing was read yet.
};
[[nodiscard]] std::string to_text(const Cursor& cursor);
// A new one where the text is none.
[[nodiscard]] Cursor parse_cursor(std::string_view text);

[[nodiscard]] channel::InboundItem to_item(const Entry& entry, base::Time now);

struct News {
  channel::InboundBatch batch;
  bool more = false;  // The feed has more; ask again with the cursor that was moved on.
};

// What of the feed is new or changed since the cursor, oldest first, as much as is taken in at once. At the first time, what is
// older than `since` counts as seen.
[[nodiscard]] News news(const Feed& feed, Cursor& cursor, base::Time since, base::Time now);

}  // namespace feeds
