#pragma once
// The live feed: WebSockets that hear of every event their owner may see, within milliseconds, and miss none over a
// reconnect. The contract is api/contract/feed.hpp; what is told to whom, api/present_event.hpp.
//
// A socket proves who it is, subscribes within ten seconds, is caught up from the stored events after the number it names,
// and then hears what is committed. An event that comes alone is told at once; more than one within a few milliseconds go
// out together, in one message that is encoded once for all who are told the same (api/feed_room.hpp).
//
// A reader too slow for its queue, too far behind, or told more than anybody can use (bytes_per_s) is told to load anew
// ("resync") instead: that costs next to nothing, whatever the flow, and says from which number on the events go on.
// Whoever is signed out, suspended or given other rights has their sockets closed at once. Close codes: 1008 not (or no longer) allowed, or not understood;
// 1012 come again: rights changed or the server stops.
//
// All on the event loop; committed() alone may be called from any thread.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "api/authenticate.hpp"
#include "api/feed_room.hpp"
#include "api/services.hpp"
#include "net/http.hpp"
#include "net/task.hpp"
#include "net/websocket.hpp"
#include "store/transaction.hpp"

namespace api {

struct LiveFeedOptions {
  std::chrono::milliseconds subscribe_limit{10'000};  // How long a socket may wait before it subscribes.
  std::chrono::milliseconds tick{250};
  // Between two messages to the same socket at least this long, and longer after one to many sockets: telling them must
  // leave the loop the greater part of its time.
  std::chrono::microseconds between_messages{5'000};
  std::chrono::microseconds between_messages_each{20};
  std::size_t bytes_per_s = 4 * 1024 * 1024;  // To one socket; past it: resync.
  std::size_t bytes_per_s_in_all = 512 * 1024 * 1024;
  std::chrono::milliseconds prove_again_after{30'000};  // For what changed outside this process.
  std::int64_t most_behind = 2'000;                     // Further back: resync.
  int most_faults = 3;                                  // Frames that are not understood, before the socket is closed.
};

class LiveFeed {
 public:
  LiveFeed(const net::Executor& executor, const Services& services /*outlives*/, Authenticator& authenticator /*outlives*/,
           LiveFeedOptions options = {});
  ~LiveFeed();
  LiveFeed(const LiveFeed&) = delete;
  LiveFeed& operator=(const LiveFeed&) = delete;

  // Serve one socket until it closes.
  net::Task<void> serve_team(net::Request request, std::shared_ptr<net::WebSocket> socket);
  net::Task<void> serve_visitor(net::Request request, std::shared_ptr<net::WebSocket> socket, std::string key);

  // What the store committed; from any thread, also after the feed has gone.
  [[nodiscard]] std::function<void(const store::PublishedBatch&)> listener() const;

  // Looks after the sockets until stop(); spawned once, by whoever owns the feed.
  net::Task<void> run();
  // Tells every socket to come again and ends run(). New sockets are turned away.
  void stop();

  [[nodiscard]] LiveFeedStats stats() const;

  // Told when somebody of the team opens their first socket here, and when their last one closed.
  void on_people(std::function<void(ids::Organization, ids::User, bool here)> told);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace api
