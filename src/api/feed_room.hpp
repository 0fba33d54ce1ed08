#pragma once
// Everybody who hears of one organization, and what happened there since they were last told. What is encoded is encoded
// once: an event for all, a message of many events for each audience, which is those who are told exactly the same.
//
// A socket is in a room from its seat to its end (Subscriber), and hears from when it is live. All on the event loop.

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "api/authenticate.hpp"
#include "api/feed_audience.hpp"
#include "api/feed_pace.hpp"
#include "api/present_event.hpp"
#include "net/websocket.hpp"
#include "store/transaction.hpp"

namespace api {

using FeedText = std::shared_ptr<const std::string>;
[[nodiscard]] FeedText to_text(const contract::FeedMessage& message);

struct LiveFeedStats {
  std::uint64_t sockets = 0;
  std::uint64_t listeners = 0;  // Of them those of the team that are live.
  std::uint64_t events = 0;     // Taken in.
  std::uint64_t messages = 0;   // Sent out, of one event or of many.
  std::uint64_t resyncs = 0;
};

struct FeedAudience;

struct Subscriber {
  using Clock = std::chrono::steady_clock;
  enum class State { waiting, catching_up, live };

  std::shared_ptr<net::WebSocket> socket;
  Proof proof;
  State state = State::waiting;
  std::int64_t sent_seq = 0;  // Until it is live: events up to here were sent, or were not theirs.
  int faults = 0;
  bool closed = false;
  bool behind = false;       // Its queue overflowed: resync when it has drained.
  bool prove_again = false;  // Somebody's rights changed.
  Clock::time_point opened_at = Clock::now();
  Clock::time_point proved_at = opened_at;
  std::unique_ptr<VisitorView> visitor;

  // Where the room keeps it.
  std::size_t seat = 0;
  FeedAudience* audience = nullptr;
  std::size_t place = 0;                   // In the audience.
  std::vector<std::int64_t> visitor_keys;  // By which a visitor is found.

  void close(std::uint16_t code, const char* reason) {
    if (closed) return;
    closed = true;
    socket->close(code, reason);
  }
};
using SubscriberPtr = std::shared_ptr<Subscriber>;

// One event, encoded for each audience when the first of it needs it.
class EncodedEvent {
 public:
  explicit EncodedEvent(const Numbered& happened) : numbered_(happened) {}

  [[nodiscard]] const Numbered& numbered() const { return numbered_; }
  // What somebody who gets this share is told; null when that is nothing.
  const FeedText& text_for(Share share);

 private:
  Numbered numbered_;
  std::optional<FeedText> whole_;
  std::optional<FeedText> gone_;
};

// Those who are told the same: the principal has what share_of() asks and nothing else.
struct FeedAudience {
  FeedAudience(rights::Principal whose, FeedPace::Instant now) : principal(std::move(whose)), pace(now) {}
  rights::Principal principal;
  std::vector<Subscriber*> listeners;
  FeedPace pace;
  FeedPace::Instant noticed_at{};  // When, and up to which event, they were last told to load anew.
  std::int64_t noticed_seq = 0;
};

// Puts events together into messages: one event as it is, several as an array.
class FeedBundle {
 public:
  void add(const FeedText& event);
  [[nodiscard]] bool is_full() const { return text_.size() >= kMost; }
  // What was added since the last time; null when nothing was.
  FeedText take();

 private:
  static constexpr std::size_t kMost = 256 * 1024;
  FeedText first_;
  std::string text_;
};

class FeedRoom {
 public:
  using Instant = std::chrono::steady_clock::time_point;

  FeedRoom(ids::Organization organization, LiveFeedStats& stats /*outlives*/);

  // Members, live or not.
  void enter(const SubscriberPtr& who);
  void leave(const SubscriberPtr& who);
  [[nodiscard]] const std::vector<SubscriberPtr>& members() const { return members_; }

  // The number of the last event taken in, 0 before the first.
  [[nodiscard]] std::int64_t latest() const { return latest_; }
  // Keeps one event of the batch for the next tell().
  void take(const store::PublishedBatch& batch, const store::Published& published);
  [[nodiscard]] bool has_news() const { return !news_.empty(); }
  // Tells what was taken in since the last time.
  void tell(std::size_t bytes_per_s, Instant now);
  // Looks after those to whom it came too fast: a notice now and then, and events again once it is calm.
  void tick(std::size_t bytes_per_s, Instant now);

  // From now on this member hears what comes. It was shown everything up to latest().
  void go_live(const SubscriberPtr& who, std::size_t bytes_per_s, Instant now);
  void send(Subscriber& to, const FeedText& text);
  // Tells this reader to load anew and go on from `seq`, or from the latest event where that is later.
  void resync(Subscriber& to, std::int64_t seq);
  // What a visitor is told of one event.
  void show_visitor(Subscriber& to, const Numbered& happened);

 private:
  struct News {
    store::PublishedBatch batch;  // Keeps the event alive.
    EncodedEvent event;
  };
  void tell_audience(FeedAudience& audience, std::size_t bytes_per_s, Instant now);
  void send_all(FeedAudience& audience, const FeedText& text);
  // What is one person's alone, in its place among what all are told.
  void send_to_addressee(FeedAudience& audience, EncodedEvent& event);
  void notice(FeedAudience& audience, Instant now);
  void tell_visitors(const Numbered& happened);
  void catch_slow_readers();
  void index_visitor(Subscriber& who);

  ids::Organization organization_;
  LiveFeedStats& stats_;
  std::vector<SubscriberPtr> members_;
  std::vector<SubscriberPtr> slow_;
  std::map<std::string, FeedAudience> audiences_;
  std::unordered_multimap<std::int64_t, Subscriber*> visitors_;  // Live ones, by identity and by contact.
  std::vector<News> news_;
  std::int64_t latest_ = 0;
  double usual_bytes_ = 1'000;  // Of an event, as it has been lately.
};

}  // namespace api
