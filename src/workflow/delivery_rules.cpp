#include "workflow/delivery_rules.hpp"

#include <algorithm>
#include <charconv>

namespace workflow {
namespace {

using channel::SendOutcome;
using conversation::Delivery;

constexpr std::string_view kKeyStart = "heed-";
constexpr const char* kInDoubt = "The platform gave no answer; it may have arrived. ";

bool is_key_remembered(const conversation::Outbound& outbound, const channel::Capabilities& capabilities, base::Time now) {
  if (capabilities.resending != channel::Resending::same_key) return false;
  if (!capabilities.same_key_s || !outbound.doubted_at) return true;
  return now < *outbound.doubted_at + std::chrono::seconds(*capabilities.same_key_s);
}

// Of a message that may be there. `may_repeat`: the same key helps.
Standing in_doubt(const conversation::Outbound& outbound, const channel::Capabilities& capabilities, base::Time now,
                  std::chrono::milliseconds pause, const std::string& reason, bool may_repeat = true) {
  Standing standing;
  standing.doubted_at = outbound.doubted_at;
  standing.reason = reason;
  const base::Time attempted_at = outbound.attempted_at.value_or(now);
  if (capabilities.can_look_up && now < attempted_at + kLongestLookUp) {
    standing.delivery = Delivery::sending;
    const auto passed = std::max<std::chrono::milliseconds>(now - attempted_at, kShortestPause);
    const auto next =
        std::max(now + std::min<std::chrono::milliseconds>(passed, std::chrono::minutes(1)), attempted_at + kFirstLookUp);
    standing.retry_at = std::min(next, std::max(now, attempted_at + kLongestLookUp));
    return standing;
  }
  if (may_repeat && is_key_remembered(outbound, capabilities, now)) {
    standing.delivery = Delivery::queued;
    standing.retry_at = now + pause;
    return standing;
  }
  standing.delivery = Delivery::uncertain;
  standing.reason = kInDoubt + reason;
  while (standing.reason.ends_with(' ')) standing.reason.pop_back();
  return standing;
}

std::string sentence_or(const std::string& reason, const char* otherwise) { return reason.empty() ? otherwise : reason; }

}  // namespace

Standing after_send(const conversation::Outbound& outbound, const channel::SendResult& result,
                    const channel::Capabilities& capabilities, base::Time now, std::chrono::milliseconds pause) {
  switch (result.outcome) {
    case SendOutcome::sent: return {Delivery::sent, {}, {}, {}};
    case SendOutcome::later:
      return {Delivery::queued, outbound.doubted_at, now + pause,
              sentence_or(result.reason, "The platform could not take it just now.")};
    case SendOutcome::refused: {
      const auto reason = sentence_or(result.reason, "The platform refused it.");
      // "You said that already" is a refusal too: it must not look as if nothing had been said.
      if (outbound.doubted_at) return in_doubt(outbound, capabilities, now, pause, reason, false);
      return {Delivery::failed, {}, {}, reason};
    }
    case SendOutcome::uncertain: break;
  }
  auto doubted = outbound;
  if (!doubted.doubted_at) doubted.doubted_at = outbound.attempted_at.value_or(now);
  return in_doubt(doubted, capabilities, now, pause, result.reason);
}

Standing after_look_up(const conversation::Outbound& outbound, const channel::SendResult& result,
                       const channel::Capabilities& capabilities, base::Time now, std::chrono::milliseconds pause) {
  if (result.outcome == SendOutcome::sent) return {Delivery::sent, {}, {}, {}};
  if (result.outcome == SendOutcome::refused) return {Delivery::queued, {}, {}, {}};  // It is not there: from the beginning.
  return in_doubt(outbound, capabilities, now, pause, result.reason.empty() ? outbound.reason : result.reason);
}

Standing without_outcome(const conversation::Outbound& outbound, const channel::Capabilities& capabilities, base::Time now) {
  auto doubted = outbound;
  if (!doubted.doubted_at) doubted.doubted_at = outbound.attempted_at.value_or(now);
  return in_doubt(doubted, capabilities, now, std::chrono::milliseconds(0),
                  sentence_or(outbound.reason, "Heed was stopped while it was being sent."));
}

bool may_send(const conversation::Outbound& outbound, const channel::Capabilities& capabilities, base::Time now) {
  return !outbound.doubted_at || is_key_remembered(outbound, capabilities, now);
}

std::chrono::milliseconds pause_after(std::int64_t failures, std::uint64_t random) {
  std::chrono::milliseconds pause = kShortestPause;
  for (std::int64_t i = 1; i < failures && pause < kLongestPause; ++i) pause *= 2;
  pause = std::min<std::chrono::milliseconds>(pause, kLongestPause);
  const auto quarter = pause.count() / 4;
  const auto spread = static_cast<std::int64_t>(random % static_cast<std::uint64_t>(2 * quarter + 1)) - quarter;
  return std::clamp<std::chrono::milliseconds>(pause + std::chrono::milliseconds(spread), kShortestPause, kLongestPause);
}

std::string outbound_key(ids::Message message) {
  constexpr char kDigits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
  std::string digits;
  auto rest = static_cast<std::uint64_t>(message.value);
  do {
    digits += kDigits[rest % 36];
    rest /= 36;
  } while (rest > 0);
  std::ranges::reverse(digits);
  return std::string(kKeyStart) + digits;
}

std::optional<ids::Message> message_of_key(std::string_view key) {
  if (!key.starts_with(kKeyStart)) return std::nullopt;
  key.remove_prefix(kKeyStart.size());
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), value, 36);
  const bool is_number = error == std::errc{} && end == key.data() + key.size() && value > 0;
  const ids::Message message{value};
  return is_number && outbound_key(message) == std::string(kKeyStart) + std::string(key) ? std::optional(message)
                                                                                         : std::nullopt;
}

}  // namespace workflow
