#pragma once
// The live feed: WebSockets that hear of every event their owner may see, within milliseconds, and miss none over a
// reconnect. The contract is api/contract/feed.hpp; what is told to whom, api/present_event.hpp.
//
// A socket proves who it is, subscribes within ten seconds, is caught up from the stored events after the number it names,
// and then hears what is committed. Each event is encoded once and shared by all that get it. A reader too slow for its
// queue, or too far behind, is told to load anew ("resync") instead of costing memory. Whoever is signed out, suspended or
// given other rights has their sockets closed at once. Close codes: 1008 not (or no longer) allowed, or not understood;
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
#include "api/services.hpp"
#include "net/http.hpp"
#include "net/task.hpp"
#include "net/websocket.hpp"
#include "store/transaction.hpp"

namespace api {

struct LiveFeedOptions {
  std::chrono::milliseconds subscribe_limit{10'000};  // How long a socket may wait before it subscribes.
  std::chrono::milliseconds tick{250};
  std::chrono::milliseconds prove_again_after{30'000};  // For what changed outside this process.
  std::int64_t most_behind = 5'000;                     // Further back: resync.
  int most_faults = 3;                                  // Frames that are not understood, before the socket is closed.
};

struct LiveFeedStats {
  std::uint64_t sockets = 0;
  std::uint64_t events = 0;    // Taken in.
  std::uint64_t messages = 0;  // Sent out.
  std::uint64_t resyncs = 0;
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
  [[nodiscard]] std::function<void(const std::vector<store::Published>&)> listener() const;

  // Looks after the sockets until stop(); spawned once, by whoever owns the feed.
  net::Task<void> run();
  // Tells every socket to come again and ends run(). New sockets are turned away.
  void stop();

  [[nodiscard]] LiveFeedStats stats() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace api
