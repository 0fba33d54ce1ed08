#pragma once
// What becomes of a message of ours after an attempt to send it, as rules over facts: nothing is said twice, and nothing is
// given up silently.
//
// An attempt that may have got there without our being told leaves a doubt (Outbound::doubted_at). What is in doubt is never
// simply sent again: the platform is asked, or is given the same key within the time it remembers it, or a person decides.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "channel/channel.hpp"
#include "domain/conversation/conversation.hpp"
#include "domain/conversation/outbound.hpp"

namespace workflow {

// How long after an attempt the platform is asked whether it got there; then it is a person's to decide.
inline constexpr std::chrono::minutes kLongestLookUp{5};
// A request that was cut off may still be at work there: what is not found before this is not yet known to be missing.
inline constexpr std::chrono::seconds kFirstLookUp{10};
// What could not be handed over for so long is given up, and the conversation is owed an answer again.
inline constexpr std::chrono::hours kLongestWait{48};

inline constexpr std::chrono::seconds kShortestPause{5};
inline constexpr std::chrono::minutes kLongestPause{15};

// How a message stands from now on.
struct Standing {
  conversation::Delivery delivery = conversation::Delivery::queued;  // `sending`: it is in doubt, and being looked for.
  std::optional<base::Time> doubted_at;
  std::optional<base::Time> retry_at;
  std::string reason;
};

// After send(). `attempted_at` of `outbound` is when that began; `pause`: how long to wait before the next attempt.
[[nodiscard]] Standing after_send(const conversation::Outbound& outbound, const channel::SendResult& result,
                                  const channel::Capabilities& capabilities, base::Time now,
                                  std::chrono::milliseconds pause);

// After find_sent() of one that is in doubt.
[[nodiscard]] Standing after_look_up(const conversation::Outbound& outbound, const channel::SendResult& result,
                                     const channel::Capabilities& capabilities, base::Time now,
                                     std::chrono::milliseconds pause);

// Of one that may be there and has no outcome: the program ended in between, or it waited until its key was forgotten.
[[nodiscard]] Standing without_outcome(const conversation::Outbound& outbound, const channel::Capabilities& capabilities,
                                       base::Time now);

// Whether an attempt may begin now: nothing was said yet, or the same key makes it one message.
[[nodiscard]] bool may_send(const conversation::Outbound& outbound, const channel::Capabilities& capabilities,
                            base::Time now);

// How long to wait after so many failures in a row: from kShortestPause, doubling, to kLongestPause; spread by a quarter either
// way, so that inboxes which failed together do not come back together.
[[nodiscard]] std::chrono::milliseconds pause_after(std::int64_t failures, std::uint64_t random);

// OutboundMessage::key.
[[nodiscard]] std::string outbound_key(ids::Message message);
// The message whose key it is; none where it is nobody's.
[[nodiscard]] std::optional<ids::Message> message_of_key(std::string_view key);

}  // namespace workflow
