#pragma once
// What can be listened to for all that is said on the network, and what its messages say. Pure.
//
// Three forms, told apart by the path of their address: Jetstream (/subscribe), its second form
// (/xrpc/network.bsky.jetstream.subscribeEvents) and the stream of repositories, the firehose, that every account server and
// every relay has (/xrpc/com.atproto.sync.subscribeRepos). Whatever the form, what comes out are events as Jetstream's first
// form has them or its second, which read_event() (wire.hpp) takes.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "net/websocket_frames.hpp"

namespace bluesky {

enum class LiveForm { jetstream, jetstream_events, repos };

struct LiveSource {
  LiveForm form = LiveForm::jetstream;
  std::string url;  // wss://… or ws://…, with its path.
};

// As people write it: https:// for wss://, and the name of a server alone for its Jetstream.
[[nodiscard]] base::Result<LiveSource> parse_live_source(std::string_view text);

// A place in a stream: its own number, or in Jetstream's first form the time in microseconds.
using Position = std::int64_t;

// Where to connect in order to hear what came since, and only of the kinds that concern customer care.
[[nodiscard]] std::string listening_url(const LiveSource& source, std::optional<Position> since);

struct LiveMessage {
  std::vector<boost::json::value> events;
  std::optional<Position> position;
  std::string refusal;       // The stream ends with this; empty while it does not.
  bool is_outdated = false;  // What we asked to begin with is no longer kept, or is none of its places.
};
[[nodiscard]] base::Result<LiveMessage> read_live_message(LiveForm form, const net::WebSocketMessage& message);

// Of a commit, or of an account: what decides whether an event concerns us. Views into the event.
struct EventFacts {
  std::string did;
  std::string operation;  // create, update, delete; empty of an account.
  std::string collection;
  std::string uri;
  const boost::json::value* record = nullptr;
  bool is_account_gone = false;
};
[[nodiscard]] EventFacts facts_of(const boost::json::value& event);

// How long after `then` is `now` in the stream's own time; none where its places are no times.
[[nodiscard]] std::optional<std::chrono::seconds> time_between(LiveForm form, Position then, Position now);

}  // namespace bluesky
