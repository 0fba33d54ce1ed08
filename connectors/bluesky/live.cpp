#include "connectors/bluesky/live.hpp"

#include <algorithm>
#include <utility>

#include "net/sleep.hpp"

namespace bluesky {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kMostWaiting = 2'000;            // Events; what is beyond is found by polling.
constexpr std::size_t kMostBytes = 5UL * 1024 * 1024;  // Of a frame, which the protocol limits to this.
constexpr std::chrono::minutes kLookAgain{5};          // How long one waits for a message before one waits anew.
constexpr std::chrono::minutes kTooLongAgo{10};        // Between where we were and what came first: it was not kept.

}  // namespace

Live::Live(const channel::ChannelServices& services /*outlives*/, LiveSource source, std::optional<Position> since,
           Concerns concerns, net::Bell& bell /*outlives*/, LivePace pace)
    : services_(services),
      source_(std::move(source)),
      position_(since),
      concerns_(std::move(concerns)),
      bell_(bell),
      pace_(pace) {}

net::Task<base::Failure> Live::run() {
  milliseconds pause = pace_.first_pause;
  for (;;) {
    const base::Failure failure = co_await listen();
    if (std::exchange(hears_, false)) pause = pace_.first_pause;
    trouble_ = failure.message;
    bell_.ring();
    const auto spread = services_.random() % (static_cast<std::uint64_t>(pause.count()) / 4 + 1);
    const milliseconds asked = failure.retry_after.value_or(std::chrono::seconds(0));
    co_await net::sleep_for(std::max(asked, pause + milliseconds(spread)));
    pause = std::min(pause * 2, pace_.longest_pause);
  }
}

// One connection, until it ends.
net::Task<base::Failure> Live::listen() {
  net::WebSocketRequest request;
  request.url = listening_url(source_, position_);
  request.limits.max_message = kMostBytes;
  is_resuming_ = position_.has_value();
  auto opened = co_await net::WebSocketClient::open(services_.dialer, std::move(request));
  if (!opened) {
    // It refuses what we asked to begin with: from now on, then, and what was in between is looked for in the lists.
    if (opened.error().kind == base::FailureKind::rejected && position_) {
      position_.reset();
      tell_missed();
    }
    co_return std::move(opened.error());
  }
  hears_ = true;
  trouble_.clear();
  bell_.ring();
  for (;;) {
    const auto message = co_await (*opened)->receive(kLookAgain);
    if (!message) co_return message.error();
    const std::optional<net::WebSocketMessage>& said = *message;
    if (!said) continue;
    if (auto heard = hear(*said); !heard) co_return std::move(heard.error());
  }
}

base::Result<void> Live::hear(const net::WebSocketMessage& message) {
  auto read = read_live_message(source_.form, message);
  // One that cannot be read is passed over, and what it held is found by polling: the next may be well.
  if (!read) {
    tell_missed();
    return {};
  }
  if (read->is_outdated) {
    position_.reset();
    tell_missed();
  }
  if (!read->refusal.empty())
    return base::fail(base::FailureKind::unavailable, "The live source ended the stream: " + read->refusal + ".");
  for (auto& event : read->events) keep(std::move(event));
  const std::optional<Position> position = read->position;
  if (position) note_position(*position);
  return {};
}

void Live::note_position(Position position) {
  if (std::exchange(is_resuming_, false) && position_) {
    const auto since = time_between(source_.form, *position_, position);
    if (since && *since > kTooLongAgo) tell_missed();
  }
  position_ = std::max(position, position_.value_or(position));
}

void Live::keep(boost::json::value event) {
  const auto facts = facts_of(event);
  if (!concerns_(facts)) return;
  if (events_.size() >= kMostWaiting) return tell_missed();
  if (facts.operation == "create") waiting_.insert(facts.uri);
  events_.push_back(std::move(event));
  bell_.ring();
}

void Live::tell_missed() {
  missed_ = true;
  bell_.ring();
}

Live::News Live::take() {
  taken_ = std::exchange(waiting_, {});
  return {std::exchange(events_, {}), position_, std::exchange(missed_, false)};
}

}  // namespace bluesky
