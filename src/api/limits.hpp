#pragma once
// How often somebody may try: a bucket for each key that holds `burst` tries and gains one every `refill`. In memory and
// bounded: when more keys are known than fit, new ones share one bucket, so that a flood of made-up keys costs neither
// memory nor anybody already known their tries. All on the event loop.

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace api {

class RateLimit {
 public:
  RateLimit(int burst, std::chrono::milliseconds refill, std::size_t most_keys = 20'000)
      : burst_(burst), refill_(refill), most_keys_(most_keys) {}

  // Takes one try; rate_limited, with the time to wait, when there is none left.
  base::Result<void> take(const std::string& key, base::Time now);
  // Gives the try back: it turned out to be a good one.
  void give_back(const std::string& key, base::Time now);

  [[nodiscard]] std::size_t known_keys() const { return full_at_.size(); }

 private:
  base::Time& bucket(const std::string& key, base::Time now);
  void drop_full(base::Time now);

  int burst_;
  std::chrono::milliseconds refill_;
  std::size_t most_keys_;
  std::unordered_map<std::string, base::Time> full_at_;  // When each bucket will be full again.
};

// One person tries a password a few times; one address, with many people behind it, more often.
struct Limits {
  RateLimit sign_in_by_account{30, std::chrono::seconds(20)};           // Tries on one account from anywhere.
  RateLimit sign_in_by_account_and_peer{10, std::chrono::seconds(30)};  // … from one address.
  RateLimit sign_in_by_peer{60, std::chrono::seconds(2)};
  RateLimit one_time_link_by_peer{20, std::chrono::seconds(10)};  // Set-up and invitations.
  RateLimit visitors_by_peer{60, std::chrono::seconds(5)};        // New visitors of a chat.
  RateLimit visitor_messages{30, std::chrono::seconds(2)};        // What one visitor writes.
};

// The part of an address that one party holds: IPv4 whole, of IPv6 the first 64 bits.
[[nodiscard]] std::string peer_group(std::string_view address);

}  // namespace api
