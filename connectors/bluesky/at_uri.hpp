#pragma once
// The names of records: at://did:plc:…/app.bsky.feed.post/3l3qo2vuowo2b (https://atproto.com/specs/at-uri-scheme), and the
// keys that we choose for our own.

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace bluesky {

inline constexpr std::string_view kPost = "app.bsky.feed.post";
inline constexpr std::string_view kLike = "app.bsky.feed.like";
inline constexpr std::string_view kRepost = "app.bsky.feed.repost";
inline constexpr std::string_view kFollow = "app.bsky.graph.follow";
inline constexpr std::string_view kBlock = "app.bsky.graph.block";

struct AtUri {
  std::string did;  // Or a handle, in what people write.
  std::string collection;
  std::string rkey;
};

// Only of a record: all three parts.
[[nodiscard]] std::optional<AtUri> parse_at_uri(std::string_view text);
[[nodiscard]] std::string at_uri(std::string_view did, std::string_view collection, std::string_view rkey);

// Where people see a post: the app shows the whole network, wherever the post is kept. Empty for what is no post.
[[nodiscard]] std::string web_address(std::string_view uri);
// The post that such an address, or an at-URI, names.
[[nodiscard]] std::optional<AtUri> parse_web_address(std::string_view url);

// The record key of a message of ours: a TID (https://atproto.com/specs/tid), since that is what posts must have to be shown, of
// the time when it was written and, below the millisecond, of its key. The same for every attempt at the message, so
// that a repeated createRecord makes no second post.
[[nodiscard]] std::string make_tid(std::string_view key, base::Time written_at);

}  // namespace bluesky
