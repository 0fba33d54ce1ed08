#pragma once
// A post's record → what a person reads: its text with whole links instead of the shortened ones, what its card and its quote
// lead to, and its pictures. Pure.
//
// Places in a text are counted in bytes of UTF-8, as the platform does (app.bsky.richtext.facet).

#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "channel/item.hpp"

namespace bluesky {

struct ReadablePost {
  std::string text;
  std::string quoted_uri;  // The post that it quotes; empty for none.
  std::vector<channel::Attachment> attachments;
};

// `uri`: of the post. `view`: the embed as the app view shows it, where there is one; it knows where pictures are.
[[nodiscard]] ReadablePost read_record(const boost::json::value& record, const std::string& uri,
                                       const boost::json::value& view);

// A text with its facets, as it stands in a chat message too.
[[nodiscard]] std::string read_text(const boost::json::value& in);

}  // namespace bluesky
