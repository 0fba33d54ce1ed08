#pragma once
// A frame of the firehose, com.atproto.sync.subscribeRepos (https://atproto.com/specs/event-stream): two values of CBOR, a
// header and a body; the records of a commit lie in an archive within the body. Pure.

#include <string_view>

#include "base/result.hpp"
#include "connectors/bluesky/live_source.hpp"

namespace bluesky {

// Events in the shape of Jetstream's first form, of those kinds alone that concern customer care.
[[nodiscard]] base::Result<LiveMessage> read_repo_frame(std::string_view bytes);

}  // namespace bluesky
