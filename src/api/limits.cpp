#include "api/limits.hpp"

#include <algorithm>
#include <array>

#include <arpa/inet.h>

namespace api {

base::Time& RateLimit::bucket(const std::string& key, base::Time now) {
  if (const auto found = full_at_.find(key); found != full_at_.end()) return found->second;
  if (full_at_.size() >= most_keys_) drop_full(now);
  return full_at_[full_at_.size() >= most_keys_ ? std::string("\0shared", 7) : key];
}

void RateLimit::drop_full(base::Time now) {
  std::erase_if(full_at_, [now](const auto& entry) { return entry.second <= now; });
}

base::Result<void> RateLimit::take(const std::string& key, base::Time now) {
  base::Time& full_at = bucket(key, now);
  // Fuller than empty in the past, emptier than empty in the future: the latter only a clock that was set back makes.
  if (full_at < now || full_at > now + burst_ * refill_) full_at = now;
  const base::Time after = full_at + refill_;
  if (after > now + burst_ * refill_) {
    const auto wait = std::chrono::ceil<std::chrono::seconds>(after - (now + burst_ * refill_));
    return base::pass_on({base::FailureKind::rate_limited,
                          "Too many tries; wait " + std::to_string(wait.count()) + " s and try again.", "", wait});
  }
  full_at = after;
  return {};
}

void RateLimit::give_back(const std::string& key, base::Time now) {
  const auto found = full_at_.find(key);
  if (found == full_at_.end()) return;
  found->second -= refill_;
  if (found->second <= now) full_at_.erase(found);
}

std::string peer_group(std::string_view address) {
  const std::string text(address);
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return text;
  constexpr std::array<unsigned char, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  if (std::equal(kMapped.begin(), kMapped.end(), bytes.begin()))  // ::ffff:192.0.2.1 is 192.0.2.1
    return std::to_string(bytes[12]) + "." + std::to_string(bytes[13]) + "." + std::to_string(bytes[14]) + "." +
           std::to_string(bytes[15]);
  std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
  std::array<char, INET6_ADDRSTRLEN> out{};
  inet_ntop(AF_INET6, bytes.data(), out.data(), out.size());
  return std::string(out.data()) + "/64";
}

}  // namespace api
