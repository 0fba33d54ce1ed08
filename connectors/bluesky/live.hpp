#pragma once
// Listens to a live source for as long as it runs, and keeps what concerns us until somebody takes it. A source that is away
// is tried again with growing pauses; whoever polls besides misses nothing meanwhile.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "base/result.hpp"
#include "channel/channel_inbox.hpp"
#include "connectors/bluesky/live_source.hpp"
#include "net/bell.hpp"
#include "net/task.hpp"
#include "net/websocket_client.hpp"

namespace bluesky {

struct LivePace {
  std::chrono::milliseconds first_pause{2'000};  // After a failure; doubles up to the longest.
  std::chrono::milliseconds longest_pause{120'000};
};

class Live {
 public:
  using Concerns = std::function<bool(const EventFacts&)>;
  struct News {
    std::vector<boost::json::value> events;  // In the order of the stream.
    std::optional<Position> position;        // What came up to here has been heard, and what of it concerns us is taken.
    bool missed = false;                     // Something may not have been heard: the lists have to be gone through.
  };

  // Rings the bell when there is something to take.
  Live(const channel::ChannelServices& services /*outlives*/, LiveSource source, std::optional<Position> since,
       Concerns concerns, net::Bell& bell /*outlives*/, LivePace pace = {});

  // Only ends by being cancelled.
  net::Task<base::Failure> run();

  [[nodiscard]] News take();
  [[nodiscard]] bool hears() const { return hears_; }
  // Why it hears nothing; empty when it does, or has not tried yet.
  [[nodiscard]] const std::string& trouble() const { return trouble_; }
  // Of something made that waits here, or was taken last.
  [[nodiscard]] bool has(const std::string& uri) const { return waiting_.contains(uri) || taken_.contains(uri); }

 private:
  net::Task<base::Failure> listen();
  base::Result<void> hear(const net::WebSocketMessage& message);
  void keep(boost::json::value event);
  void note_position(Position position);
  void tell_missed();

  const channel::ChannelServices& services_;
  LiveSource source_;
  std::optional<Position> position_;
  Concerns concerns_;
  net::Bell& bell_;
  LivePace pace_;
  std::vector<boost::json::value> events_;
  std::set<std::string> waiting_;
  std::set<std::string> taken_;
  bool missed_ = false;
  bool is_resuming_ = false;  // Nothing was heard yet on this connection.
  bool hears_ = false;
  std::string trouble_;
};

}  // namespace bluesky
